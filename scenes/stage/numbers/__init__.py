"""Immutable arrays, growing tables, and series of numbers.

Imports nothing of the kit.
"""
