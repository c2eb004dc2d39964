"""What makes the bundled recordings, kernels and weights: run by hand, imported by nobody else.

May import `training`, `models`, `data` and `contract`.
"""
