"""Frames painted with QPainter, and formulas set for it.

Knows frames and themes only.
"""
