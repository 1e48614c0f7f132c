"""Which commands does the write side have?"""
