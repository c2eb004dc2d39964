"""The process and its machine: folders, faults, what the system lacks.

Imports nothing of `desktop`.
"""
