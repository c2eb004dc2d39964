"""Sweeps as plain data: which runs they are, the folder that keeps them, what came out, and what is said of them."""
