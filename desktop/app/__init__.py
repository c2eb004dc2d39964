"""Starts the window, and makes and ties whatever lives as long as the window does.

The only place that makes sessions, engine and window; imported by `cli` only.
"""
