"""What do well and badly judged sections say about the same thing?"""
