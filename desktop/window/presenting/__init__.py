"""Presenting: the beam on the second screen or the full screen, and what the class sees of the lab."""
