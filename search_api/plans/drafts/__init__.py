"""What does a draft say, and where does it say it?"""
