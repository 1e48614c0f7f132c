"""How did the grades of authorities move from one inspection to the next?"""
