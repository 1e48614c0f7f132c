"""What does the page of one paragraph show: its citation, its page, and what stands beside it?"""
