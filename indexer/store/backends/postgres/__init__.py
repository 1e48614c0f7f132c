"""How is an index kept in PostgreSQL, and read from it?"""
