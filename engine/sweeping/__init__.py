"""Sweeps: many runs, stacked where their networks are of one shape, here or on a cluster.

May import `training`, `machine`, `models`, `data` and `contract`.
"""
