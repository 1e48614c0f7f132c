"""Which shapes do citations and checked drafts have over HTTP and as JSON?"""
