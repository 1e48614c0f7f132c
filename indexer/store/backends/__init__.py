"""On which engine does an index lie, and what does each offer?"""
