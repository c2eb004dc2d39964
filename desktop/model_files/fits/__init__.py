"""Weights that fit a network that we describe: by which names, and as folders that the engine reads."""
