"""What can be asked of an open index?"""
