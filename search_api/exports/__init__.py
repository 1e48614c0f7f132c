"""In which files may it be taken away?"""
