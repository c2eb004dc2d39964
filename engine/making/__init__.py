"""What makes the bundled recordings, kernels and weights; run by hand.

Imported by nobody; may import `training`, `machine`, `models`, `data` and `contract`.
"""
