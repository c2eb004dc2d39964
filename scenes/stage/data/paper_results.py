"""Results that scenes quote from papers, with the conditions that they were measured under."""

from __future__ import annotations

DEPTHS = (18, 34)
"""How many layers the networks have that `DEPTH_ERRORS` compares."""
DEPTH_ERRORS = {"plain": (27.94, 28.54), "residual": (27.88, 25.03)}
"""Top-1 error in percent at these depths, plain and with shortcuts that have no parameters (option A)."""
DEPTH_CONDITIONS = ("ImageNet validation,", "10-crop testing, single models;", "He et al., CVPR 2016, table 2")
"""What they were measured on and how, and where they stand, line by line."""

EFFICIENTNET_ACCURACIES = (
    (77.1, 93.3), (79.1, 94.4), (80.1, 94.9), (81.6, 95.7), (82.9, 96.4), (83.6, 96.7), (84.0, 96.8), (84.3, 97.0)
)  # fmt: skip
"""Top-1 and top-5 accuracy in percent of B0 to B7: ImageNet validation, single crop; Tan and Le, ICML 2019, table 2."""
EFFICIENTNET_WAYS = (("depth alone", 79.0), ("width alone", 78.9), ("resolution alone", 79.1), ("all three", 81.1))
"""Top-1 accuracy in percent of B0 scaled in four ways to 1.8 or 1.9 G multiply-accumulates: the same paper, table 7."""
RESNET_50_TOP_1 = 76.0
"""That of ResNet-50, as the same paper quotes it in table 2."""
