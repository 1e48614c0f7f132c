"""Is the file as it was written?"""
