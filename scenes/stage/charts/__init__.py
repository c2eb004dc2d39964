"""Planes with curves and bars: of training, of layers, of networks compared.

May import `draw`, `core`, `data` and `numbers`.
"""
