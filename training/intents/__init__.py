"""How is it fitted what a question asks for as a whole?"""
