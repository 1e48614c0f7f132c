"""Is what a draft cites, quotes and claims what the reports say?"""
