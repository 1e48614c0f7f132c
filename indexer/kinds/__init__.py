"""What kinds of report are there, and what do their words mean?"""
