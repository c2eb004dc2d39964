"""The engine behind a pipe: what it hears, what it says, and when it ends.

May import every room of the engine but `making`.
"""
