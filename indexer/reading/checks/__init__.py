"""What is odd in a reading, and which paragraphs does it touch?"""
