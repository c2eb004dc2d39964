"""Answers about a network, each a generator of events.

May import `machine`, `models`, `data` and `contract`.
"""
