"""Which plan is in a file that was taken away?"""
