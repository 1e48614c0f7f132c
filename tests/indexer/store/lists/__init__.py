"""Vectors in lists, as a large index keeps them."""
