"""What does a running server hold?"""
