"""What the layers of a network are called: in the lab, and where its parts have names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from engine.contract.spec import Built
from engine.contract.spec.built.naming import names
from engine.contract.spec.built.parts import Flatten, Lanes, Part, Parts, Residual, SideClassifier, SqueezeExcite
from engine.contract.spec.built.survey import Place, Survey, survey
from engine.contract.spec.data import Shape


class UnfitLayersError(ValueError):
    """Layers that are another network's; the text is one sentence for the user."""


def in_the_lab(built: Built, shape: Shape, classes: int, layers: tuple[str, ...]) -> dict[str, str]:
    """What the lab calls each layer of a network that is built of parts, by the name that it has as a part of it.

    `layers` are the names in the lab, in the order of the forward pass. A network with a name of its own calls its
    layers otherwise than its parts are called ("stem.conv" is "conv1"). Raises `UnfitLayersError` if these are not
    the network's.
    """
    found = survey(built.parts, shape, classes)
    own = tuple(_row(built.parts, found, (), ""))
    if len(own) != len(layers):
        raise UnfitLayersError("These weights belong to another network, so they can't be taken along.")
    return dict(zip(own, layers, strict=True))


def as_attribute(name: str) -> str:
    """A layer's name as Python takes it: "block1.leaky-relu" is block1_leaky_relu."""
    return name.replace(".", "_").replace("-", "_")


def _row(row: Parts, found: Survey, around: Place, prefix: str) -> Iterator[str]:
    """The layers of a row of parts, in the order of the forward pass; flattening is none."""
    for index, (name, part) in enumerate(zip(names(row), row, strict=True)):
        yield from _part(part, found, (*around, index), prefix + name)


def _part(part: Part, found: Survey, place: Place, name: str) -> Iterator[str]:
    match part:
        case Flatten():
            return
        case SqueezeExcite():
            yield from (f"{name}.{each}" for each in ("mean", "reduce", "relu", "restore", "sigmoid", "scale"))
        case SideClassifier():
            before = found.at(place).before
            yield from (f"{name}.{each}" for each in (("mean", "fc") if before and len(before) == 3 else ("fc",)))
        case Residual(parts=parts, shortcut=shortcut):
            yield from _row(parts, found, (*place, 0), f"{name}.")
            yield from (f"{name}.{each}" for each in (("add",) if shortcut == "identity" else ("shortcut", "add")))
        case Lanes(lanes=lanes):
            for number, lane in enumerate(lanes):
                inside = f"{name}.lane{number + 1}"
                yield from _row(lane, found, (*place, number), f"{inside}.") if lane else (inside,)
            yield f"{name}.join"
        case _:
            yield name
