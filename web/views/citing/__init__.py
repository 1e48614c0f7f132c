"""Which pages check and write what a plan cites?"""
