"""Starts the window and ties what lives as long as it: the only place that makes sessions, engine and window.

Imported by `cli` only.
"""
