"""In which ways is a PDF altered, and is the altered file still whole?"""
