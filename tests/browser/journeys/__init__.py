"""Does each journey of a reader come to its end: wide, on a phone, by keyboard alone and without a script?"""
