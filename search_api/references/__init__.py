"""How is a paragraph cited: in which style, with which link, and in which format of reference managers?"""
