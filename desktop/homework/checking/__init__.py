"""Checking what students hand in: answers and their points, slips, and a lesson for next time."""
