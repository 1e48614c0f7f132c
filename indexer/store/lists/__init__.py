"""Which vectors may be nearest, where there are too many to read them all?"""
