"""Measuring from the shell: how long networks take here, in which forms, and what they answer."""
