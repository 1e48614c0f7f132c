"""What do the pages show that compare across authorities and across inspections?"""
