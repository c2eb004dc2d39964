"""Sweeps in the lab: many runs as one picture, trained by an engine of their own."""
