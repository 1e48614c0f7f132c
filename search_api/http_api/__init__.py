"""How is the index asked over HTTP?"""
