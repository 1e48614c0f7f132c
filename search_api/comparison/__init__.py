"""How do authorities and inspections differ?"""
