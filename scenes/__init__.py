"""The scenes: each file or folder here is one, but for the kit and the mathematics."""
