"""One run: contestants, optimisers, schedules, probes, and why a number is none.

May import `machine`, `models`, `data` and `contract`.
"""
