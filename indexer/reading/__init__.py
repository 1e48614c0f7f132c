"""What does one file say?"""
