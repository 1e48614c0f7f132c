"""What does each page show?"""
