"""Immutable arrays, growing tables, and series of numbers; imports nothing of the kit."""
