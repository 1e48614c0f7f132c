"""How are comparisons across authorities and inspections asked for over HTTP?"""
