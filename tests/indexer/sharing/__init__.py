"""Indexes that travel as one file."""
