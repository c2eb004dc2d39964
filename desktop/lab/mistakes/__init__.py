"""Mistakes of networks: what was taken for what, as a matrix, and a wall of the pictures."""
