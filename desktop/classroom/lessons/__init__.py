"""Lesson files: what they say, their faults, and changing them as text."""
