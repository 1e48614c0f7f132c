"""How is a copy of a report read that is no PDF?

Word files and web pages become lines of exported text.
"""
