"""Giving a class: lessons, one screen or two, and questions."""
