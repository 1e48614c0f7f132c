"""Does a sentence praise, criticise, do both or neither?"""
