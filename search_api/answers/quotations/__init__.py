"""Which sentences are quoted, how well do they answer, and in which order do they stand?"""
