"""What a scene can look at: pictures, kernels, weights, networks, recordings.

Knows no mark; may import `numbers`; with `output` (font, colour maps) the only reader of `assets`.
"""
