"""How long does it take to set authorities and inspections side by side?"""
