"""What does a browser get?"""
