"""Is the reading right?"""
