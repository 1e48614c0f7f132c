"""How are the labels of sentences drawn and fitted?"""
