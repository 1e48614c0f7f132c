"""How is what a plan cites checked over HTTP?"""
