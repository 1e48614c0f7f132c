"""What must every page keep, in every state?"""
