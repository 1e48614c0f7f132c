"""How are connections taken, held to time, and shared among processes?"""
