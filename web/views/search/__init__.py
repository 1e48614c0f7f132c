"""What does the search page show?"""
