"""What kinds of things are drawn in, alike in all scenes."""

from __future__ import annotations

from scenes.stage.core.marks import Role

PARAMETERS, MACS = Role.KERNEL, Role.OUTPUT
"""What is learned, and the work of using it."""
PLAIN, RESIDUAL = Role.FIFTH, Role.FOURTH
"""Networks without shortcuts, and with them."""
