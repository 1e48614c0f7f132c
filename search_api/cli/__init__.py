"""Which commands does the read side have?"""
