"""What is in an improvement plan, and is what it claims right?"""
