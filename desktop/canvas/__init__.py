"""The stage on the screen: painting, pointer, keyboard focus.

May import `player`, `painter`, `widgets`, `theme`.
"""
