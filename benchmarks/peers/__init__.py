"""How do others do on the same reports and the same cores? Each in a process of its own, nothing shared."""
