"""What does each report say, paragraph by paragraph?"""
