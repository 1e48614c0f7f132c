"""How is an index kept, and read?"""
