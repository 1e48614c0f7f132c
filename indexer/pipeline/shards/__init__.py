"""How do several processes and machines share the reading and embedding of one run?"""
