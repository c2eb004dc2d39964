"""Sweeps as plain data: their runs, the folder that keeps them, and what came out of each."""
