"""What do many tests need?"""
