"""The write side: what does each report say, paragraph by paragraph?"""
