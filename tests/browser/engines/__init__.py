"""Do the pages work in Firefox and in WebKit, as Debian ships them?"""
