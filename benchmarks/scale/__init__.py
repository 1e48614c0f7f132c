"""How does an index behave that is larger than any we have? Simulated vectors, measured."""
