"""Real reports, damaged as people damage them: read right, refused, said, or silently wrong?"""
