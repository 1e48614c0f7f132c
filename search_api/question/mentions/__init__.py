"""Which stretches of a question name an authority, a place, a date, a kind or a side?"""
