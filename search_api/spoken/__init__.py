"""Which reports speak of a theme or a term, in which sentences, and which do not mention it?"""
