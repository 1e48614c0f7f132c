"""What is asked, and of which reports?"""
