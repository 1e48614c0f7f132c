"""Which paragraphs answer this, and how do I cite them?"""
