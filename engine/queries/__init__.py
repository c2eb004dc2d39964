"""Answers about a network, each a generator of events.

May import `training`, `machine`, `models`, `data` and `contract`.
"""
