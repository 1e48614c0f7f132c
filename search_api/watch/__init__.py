"""What is new on a question that somebody keeps?"""
