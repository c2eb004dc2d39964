"""One run: its contestants, optimisers, schedules, probes, and what explains a number that is none.

May import `models`, `data` and `contract`.
"""
