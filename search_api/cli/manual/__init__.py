"""What does the command line say of itself: examples, completion in a shell, a page of the manual?"""
