"""How is a Word file written?"""
