"""What a scene can look at: pictures, kernels, weights, networks, recordings. It knows no mark.

May import `numbers`; with `output` (font, colour maps) the only reader of `assets`.
"""
