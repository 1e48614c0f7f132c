"""What is a generated draft as a file of each format?"""
