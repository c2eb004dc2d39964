"""What a scene can look at: pictures, kernels, weights, networks, recordings.

Knows no mark; may import `numbers`; the only reader of `assets`.
"""
