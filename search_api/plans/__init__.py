"""What does an improvement plan claim?"""
