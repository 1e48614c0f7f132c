"""How are the models of themes fitted, and how well do they do?"""
