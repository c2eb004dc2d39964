"""Which maps are wanted: of some layers of each network, or one large map for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.contract.questions import PIXELS
from scenes.stage.data.recording import Contestant, Plan

SOME, THE_PIXELS, LAST = "some", "pixels", "last"
"""What can be wanted of any network; everything else is the name of a layer, behind `LAYER`."""
LAYER = "layer "


class Place(NamedTuple):
    """A map that is wanted: of a contestant's layer, or of the pixels, which are nobody's (None)."""

    contestant: int | None
    layer: str


class Choice(NamedTuple):
    """Something that can be wanted, and how it is called."""

    key: str
    words: str


def usual(contestant: Contestant) -> tuple[str, ...]:
    """Some layers on the way: the first one with weights, one halfway, and the one before the last."""
    inner = contestant.layers[:-1]
    weighted = [layer.name for layer in inner if layer.kind in ("conv", "dense")]
    found = [
        *weighted[:1],
        *weighted[len(weighted) // 2 : len(weighted) // 2 + 1],
        *(layer.name for layer in inner[-1:]),
    ]
    return tuple(dict.fromkeys(found))


def choices(contestants: Sequence[Contestant]) -> tuple[Choice, ...]:
    """What can be wanted of some contestants."""
    names = dict.fromkeys(layer.name for each in contestants for layer in each.layers)
    inner = any(len(each.layers) > 1 for each in contestants)
    return (
        Choice(SOME, "Some layers"),
        Choice(THE_PIXELS, "Pixels"),
        *((Choice(LAST, "Before the last layer"),) if inner else ()),
        *(Choice(LAYER + name, f"Layer {name}") for name in names),
    )


def places(plan: Plan, shown: Sequence[int], key: str) -> tuple[Place, ...]:
    """Which maps are wanted of some contestants, those of one after those of another; the pixels come first."""
    if key == THE_PIXELS:
        return (Place(None, PIXELS),)
    of_each = [(index, _layers(plan.contestants[index], key)) for index in shown]
    found = tuple(Place(index, layer) for index, layers in of_each for layer in layers)
    return (Place(None, PIXELS), *found) if key == SOME else found


def _layers(contestant: Contestant, key: str) -> tuple[str, ...]:
    """The layers that are wanted of one contestant, which may have none such."""
    if key == SOME:
        return usual(contestant)
    if key == LAST:
        return tuple(layer.name for layer in contestant.layers[-2:-1])
    name = key.removeprefix(LAYER)
    return (name,) if any(layer.name == name for layer in contestant.layers) else ()


def heading(place: Place, plan: Plan) -> str:
    """What a map is of, without the contestant's name."""
    if place.contestant is None:
        return "Pixels"
    layers = plan.contestants[place.contestant].layers
    before_last = len(layers) > 1 and layers[-2].name == place.layer
    return f"{place.layer}, before the last layer" if before_last else place.layer
