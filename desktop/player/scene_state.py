"""What is remembered of one scene."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.player.history import History
from scenes.stage.core.knobs import Knobs


@dataclass
class SceneState:
    """What is remembered of a scene while others are open."""

    history: History[Knobs]
    t: float = 0.0
    shows: tuple[str, ...] | None = None
    """The names of the knobs that stay in sight; None are all."""
