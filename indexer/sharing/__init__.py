"""How does an index travel as one file, and how is such a file trusted?"""
