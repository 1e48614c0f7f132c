"""The pages in a real browser. A package, so that its conftest is told from the other."""
