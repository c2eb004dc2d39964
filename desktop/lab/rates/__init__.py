"""Trying a range of learning rates: a short test, its chart, and three rates to choose from."""
