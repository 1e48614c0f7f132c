"""How fast is it, how much memory does it take, and what is the least that it could take?"""
