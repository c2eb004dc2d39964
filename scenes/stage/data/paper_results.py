"""Results that more than one scene quotes from a paper, with the conditions that they were measured under."""

from __future__ import annotations

DEPTHS = (18, 34)
"""How many layers the networks have that `DEPTH_ERRORS` compares."""
DEPTH_ERRORS = {"plain": (27.94, 28.54), "residual": (27.88, 25.03)}
"""Top-1 error in percent at these depths, plain and with shortcuts that have no parameters (option A)."""
DEPTH_CONDITIONS = ("ImageNet validation,", "10-crop testing, single models;", "He et al., CVPR 2016, table 2")
"""What they were measured on and how, and where they stand, line by line."""
