"""Which tools does an assistant get?"""
