"""The read side: which paragraphs answer this, and how do I cite them?"""
