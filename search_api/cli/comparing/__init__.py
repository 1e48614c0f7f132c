"""Which commands compare across authorities and across inspections?"""
