"""Which paragraphs are near?"""
