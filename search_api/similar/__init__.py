"""Which other paragraphs say the same, or the opposite, and how common is what they say?"""
