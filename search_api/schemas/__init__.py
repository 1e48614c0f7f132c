"""What do programs send and get?"""
