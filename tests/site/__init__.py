"""Does the site of the documentation hold what it promises?"""
