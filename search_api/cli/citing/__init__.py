"""How is a plan that cites reports checked and written from the command line?"""
