"""What lies in a zipped document, and is it safe to read?"""
