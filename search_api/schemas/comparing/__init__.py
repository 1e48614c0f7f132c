"""What do programs get of comparisons across authorities and inspections?"""
