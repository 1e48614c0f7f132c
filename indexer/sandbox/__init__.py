"""How are strangers' files opened safely?"""
