"""What a session leaves for the next one, as plain data, and how much of it fits what there is by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scenes.stage.core.catalogue import Catalogue, Scene
from scenes.stage.core.knobs import KnobError, Knobs, from_plain, knobs_of, to_plain

T = TypeVar("T")


@dataclass
class Remembered:
    """What a session leaves for the next one, as plain data."""

    scene: str = ""
    knobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    speed: float = 1.0
    loop: bool = False
    through: bool = False


def kept(stored: Mapping[str, T], scene: Scene, otherwise: T) -> T:
    """What is stored for a scene, under its name or under one that it had before."""
    return next((stored[name] for name in scene.names if name in stored), otherwise)


def own(stored: Mapping[str, Any], scene: Scene, catalogue: Catalogue) -> Mapping[str, Any]:
    """What of the stored knobs is a scene's own: those of one that was split belong to all of its parts."""
    parts = [each for each in catalogue.scenes if each is not scene and {*each.names} & {*scene.names}]
    others = {form.name for each in parts for form in knobs_of(each.knobs)} - {
        form.name for form in knobs_of(scene.knobs)
    }
    return {name: value for name, value in stored.items() if name not in others}


def as_plain(knobs: Knobs, *, fleeting: bool) -> dict[str, Any]:
    """Knobs as plain data; pictures that were pasted, taken or drawn are in it only where such are wanted."""
    found = to_plain(knobs)
    for form in knobs_of(knobs):
        if form.kind == "picture" and getattr(knobs, form.name).fleeting and not fleeting:
            del found[form.name]
    return found


def fitting(kind: type[Knobs], plain: Mapping[str, Any]) -> tuple[Knobs, list[str]]:
    """Read as many stored knobs as fit together; returns them and the names of those that don't."""
    try:
        return from_plain(kind, plain), []
    except KnobError:
        pass
    knobs, taken, looking = kind(), dict[str, Any](), True
    while looking:  # again from the start: what didn't fit may do so beside the ones taken since
        looking = False
        for name in [name for name in plain if name not in taken]:
            try:
                knobs = from_plain(kind, {**taken, name: plain[name]})
            except KnobError:
                continue
            taken[name], looking = plain[name], True
    return knobs, sorted(plain.keys() - taken.keys())
