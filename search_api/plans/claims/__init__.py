"""What does a draft cite, quote and claim of a report?"""
