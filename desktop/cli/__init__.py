"""The command `convoscope`, a file a verb.

May import everything below it, Qt only inside functions.
"""
