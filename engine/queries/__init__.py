"""Answers about a network: each query is a generator of events.

May import `models`, `data` and `contract`.
"""
