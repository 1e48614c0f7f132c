"""Does what was published hold, whatever fails, dies or is damaged?

Each proof is a command: `python -m tests.reliability.faults`, `.kills`, `.corruptions`. docs/reliability.md
says what each does and what the whole of it gave; the tests of this folder run a small part of each.
"""
