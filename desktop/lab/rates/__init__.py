"""Trying a range of learning rates: what a short test tells of a run that is wanted, and rates to choose from it."""
