"""Of which themes of practice does each sentence of an open index speak?"""
