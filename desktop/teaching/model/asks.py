"""Who in the engine is asked about classes of one's own."""

from __future__ import annotations

from engine.contract.questions import Published

NETWORK = "efficientnet-lite0"
FROZEN = Published(NETWORK)
"""The network whose weights stay as they are."""
