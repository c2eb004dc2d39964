"""What the drawings of the scene of gates share."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gates.knobs import Knobs
from scenes.gates.shown import Net
from scenes.gates.story import Steps
from scenes.stage.core.stage import Stage


@dataclass(frozen=True)
class View:
    """The stage, the story, and the net."""

    stage: Stage
    knobs: Knobs
    net: Net
    steps: Steps
