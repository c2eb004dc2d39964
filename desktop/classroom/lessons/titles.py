"""What to call a stop of a lesson, wherever it is named."""

from __future__ import annotations

from desktop.classroom.lessons.knobs import FILE
from desktop.classroom.lessons.model import Stop
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Catalogue

LONGEST = 60
"""So many letters of a card's first line are its title."""


def title_of(stop: Stop, scenes: Catalogue) -> str:
    """A stop's title: as it says itself, else as what it shows is called; its id where that isn't known."""
    if stop.title:
        return stop.title
    match stop.kind:
        case "scene":
            return next((scene.title for scene in scenes.scenes if stop.scene in scene.names), stop.id)
        case "lab":
            return PRESETS[stop.lab].title if stop.lab in PRESETS else stop.id
        case "card":
            lines = (line.lstrip("# ").strip() for line in stop.card.splitlines())
            line = next(filter(None, lines), stop.id)
            return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
        case "picture":
            return stop.picture.removeprefix(FILE) or stop.id
