"""What sort of document is a file: a report, one that was put right, or something else with a date?"""
