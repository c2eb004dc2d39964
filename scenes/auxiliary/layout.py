"""Where things stand in the auxiliary scene: the trunk in a row, its auxiliary heads below, the loss of each head."""

from __future__ import annotations

from scenes.auxiliary.computed import trunk

LEFT, RIGHT = 150.0, 1530.0
ROW, HEIGHT = 440.0, 74.0
GAP = 14.0
HEADS_Y, HEADS_HEIGHT = 562.0, 76.0
LOSS_Y, LOSS_HEIGHT = 690.0, 62.0
LOSS_WIDTH = 206.0
TOP = 196.0
"""Where what belongs to one step begins, above the trunk."""


def pitch() -> float:
    """How far apart the parts of the trunk are."""
    return (RIGHT - LEFT) / len(trunk().parts)


def middle(part: float) -> float:
    """The middle of a part of the trunk."""
    return LEFT + (part + 0.5) * pitch()


def head_column(head: str) -> float:
    """The middle of what stands below the trunk for a head: "main", "aux1" or "aux2"."""
    googlenet = trunk()
    return middle(googlenet.modules) - 28 if head == "main" else middle(googlenet.behind[head])
