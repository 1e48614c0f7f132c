"""How is a document read that the table of kinds knows nothing of, because its user says to read it?"""
