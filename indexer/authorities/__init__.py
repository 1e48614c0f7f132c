"""Whose reports are there, and where are they published?"""
