"""How long do the tools for citing take?"""
