"""Immutable arrays, growing tables, series of numbers, and the scales that colours follow.

Imports nothing of the kit.
"""
