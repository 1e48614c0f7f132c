"""What does a letter say, in which no paragraph has a number?"""
