"""In which order do the numbers, lines and pages of a file stand?"""
