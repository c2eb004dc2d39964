"""Going through a built network: what every part gets, gives and costs, and which can't stand where they stand."""

from __future__ import annotations

from typing import NamedTuple

from engine.contract.spec.built.parts import (
    Conv,
    Dense,
    Depthwise,
    Flatten,
    Lanes,
    Mean,
    Part,
    Parts,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    leaves,
    within,
)
from engine.contract.spec.built.shapes import (
    REMOVE,
    Cure,
    Refusal,
    Shape,
    in_words,
    joined,
    macs_of,
    out,
    parameters_of,
    sum_of,
)

Place = tuple[int, ...]
"""Where a part stands: its index in its row, behind those of the brackets around it, each with the row inside it."""


class Block(NamedTuple):
    """One part where it stands.

    `before` and `after` are the shapes that it gets and gives, None where a refusal before it leaves that open; costs
    are its own, without what is inside of it, for one picture. `field` is the side, in pixels of the picture, of what
    one number behind it can see.
    """

    place: Place
    part: Part
    before: Shape | None
    after: Shape | None
    parameters: int = 0
    macs: int = 0
    field: int = 1


class Refused(NamedTuple):
    """A part that can't stand at a place; one behind the last where something is missing there."""

    place: Place
    refusal: Refusal


class Survey(NamedTuple):
    """All parts of a network, brackets behind what is inside of them, and what can't be."""

    blocks: tuple[Block, ...]
    refused: tuple[Refused, ...]

    @property
    def parameters(self) -> int:
        """Weights and biases together."""
        return sum(block.parameters for block in self.blocks)

    @property
    def macs(self) -> int:
        """Multiply-accumulates together, for one picture."""
        return sum(block.macs for block in self.blocks)

    def at(self, place: Place) -> Block:
        """The part at a place."""
        return next(block for block in self.blocks if block.place == place)


class _Seen(NamedTuple):
    """What arrives somewhere: a shape, and how much of the picture one number of it sees, in which steps."""

    shape: Shape | None
    field: int = 1
    jump: int = 1


def survey(parts: Parts, shape: Shape, classes: int) -> Survey:
    """Go through a network for pictures of a shape (channels, height, width)."""
    walk = _Walk(max(shape[1:]), classes)
    last = walk.row(parts, (), _Seen(shape))
    if not walk.refused and last.shape is not None:
        refused = _unfinished(parts, last.shape, classes) or _pointless(parts)
        walk.refused += (refused,) if refused else ()
    return Survey(tuple(walk.blocks), tuple(walk.refused))


class _Walk:
    """What has been seen on the way."""

    def __init__(self, side: int, classes: int) -> None:
        self.blocks: list[Block] = []
        self.refused: list[Refused] = []
        self._side, self._classes = side, classes

    def row(self, parts: Parts, around: Place, seen: _Seen) -> _Seen:
        """Go through a row of parts."""
        for index, part in enumerate(parts):
            seen = self._part(part, (*around, index), seen)
        return seen

    def _part(self, part: Part, place: Place, seen: _Seen) -> _Seen:
        inside = [self.row(row, (*place, number), seen) for number, row in enumerate(within(part))]
        if seen.shape is None or any(each.shape is None for each in inside):
            self.blocks.append(Block(place, part, seen.shape, None))
            return _Seen(None)
        found = self._found(part, seen.shape, tuple(each.shape for each in inside if each.shape))
        if isinstance(found, Refusal):
            self.refused.append(Refused(place, found))
            self.blocks.append(Block(place, part, seen.shape, None))
            return _Seen(None)
        field, jump = self._reach(part, seen)
        field = max((field, *(each.field for each in inside)))
        jump = max((jump, *(each.jump for each in inside)))
        cost = part, seen.shape, found, self._classes
        self.blocks.append(Block(place, part, seen.shape, found, parameters_of(*cost), macs_of(*cost), field))
        return _Seen(found, field, jump)

    def _found(self, part: Part, shape: Shape, inside: tuple[Shape, ...]) -> Shape | Refusal:
        match part:
            case Residual():
                return sum_of(part, shape, inside[0])
            case Lanes():
                return joined(part, inside)
            case _:
                return out(part, shape, self._classes)

    def _reach(self, part: Part, seen: _Seen) -> tuple[int, int]:
        match part:
            case Conv(kernel=side, stride=stride) | Depthwise(kernel=side, stride=stride):
                return seen.field + (side - 1) * seen.jump, seen.jump * stride
            case Pool(kernel=side, stride=stride):
                return seen.field + (side - 1) * seen.jump, seen.jump * stride
            case Pointwise(stride=stride):
                return seen.field, seen.jump * stride
            case Mean() | Dense():
                return max(seen.field, self._side), seen.jump
            case _:
                return seen.field, seen.jump


def _pointless(parts: Parts) -> Refused | None:
    """Say of a network that gives what it must why it can't be trained all the same; None if it can."""
    last = len(parts) - 1
    if isinstance(parts[last], SideClassifier):
        said = "A side classifier stands on the way; behind the last layer there is nothing left for it to help."
        return Refused((last,), Refusal(said, (REMOVE,)))
    if not any(isinstance(leaf, Conv | Depthwise | Pointwise | Dense) for leaf in leaves(parts)):
        said = "No layer has weights, so there is nothing to learn."
        return Refused((len(parts),), Refusal(said, (Cure("Add a dense layer", (Dense(None),)),)))
    return None


def _unfinished(parts: Parts, shape: Shape, classes: int) -> Refused | None:
    """Say that a network doesn't end in one number for each class; None if it does."""
    if parts and shape == (classes,):
        return None
    said = f"The last layer must give one number for each of the {classes} classes; it gives {in_words(shape)}."
    end = Dense(None)
    if parts and isinstance(parts[-1], Dense):
        cures = (Cure("One unit a class", (end,)), Cure("Add a dense layer", (parts[-1], end)))
        return Refused((len(parts) - 1,), Refusal(said, cures))
    if len(shape) == 1:
        return Refused((len(parts),), Refusal(said, (Cure("Add a dense layer", (end,)),)))
    if not parts:
        said = f"There is no layer yet, and the net must give one number for each of the {classes} classes."
    cures = (Cure("Add Flatten, Dense", (Flatten(), end)), Cure("Add Mean, Dense", (Mean(), end)))
    return Refused((len(parts),), Refusal(said, cures))
