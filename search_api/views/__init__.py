"""Which view of many reports does a question ask for, and what is its first screen?"""
