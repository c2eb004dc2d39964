"""What is wrong with a row of parts: what can't be, what is odd, and what is worth a word. Pure functions, no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec.structs import replace

from desktop.lab.builder.draft import Draft, row_at, spliced
from desktop.lab.builder.estimate import time_in_words
from engine.contract.spec import SpecError, about
from engine.contract.spec.built.network import check_size
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    Mean,
    Part,
    Parts,
    Pointwise,
    Pool,
    Residual,
    SqueezeExcite,
    within,
)
from engine.contract.spec.built.survey import Block, Place, Survey

Grade = Literal["impossible", "odd", "note"]
HEAVY_HEAD = 0.9
"""A dense layer with a larger share of all parameters is worth a word."""
MANY_SIGMOIDS = 4
SLOW_SECONDS = 1.0
_SATURATING = ("sigmoid", "tanh")


@dataclass(frozen=True)
class Fix:
    """What a button offers: its words, and all parts of the row as they then are."""

    title: str
    parts: Parts


@dataclass(frozen=True)
class Link:
    """A scene that shows why, by name, with knobs."""

    scene: str
    knobs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong at a place, in one sentence, with what can be done."""

    place: Place
    grade: Grade
    sentence: str
    fixes: tuple[Fix, ...] = ()
    why: Link | None = None
    sides: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    """The two shapes that can't be added, where that is what is wrong."""


def faults(draft: Draft, index: int, seconds: float | None = None) -> tuple[Fault, ...]:
    """What is wrong with a row, the gravest first; `seconds` is what a step is expected to take, if that is known."""
    parts, survey = draft.rows[index].parts, draft.survey(index)
    try:
        check_size(parts)
    except SpecError as error:
        return (Fault((len(parts),), "impossible", str(error)),)
    impossible = tuple(_impossible(parts, survey))
    side = max(about(draft.data).shape[1:])
    found = (*impossible, *_odd(parts, survey), *_slow(parts, seconds), *_notes(parts, survey, side))
    order = ("impossible", "odd", "note")
    return tuple(sorted(found, key=lambda fault: order.index(fault.grade)))


# --- Impossible -----------------------------------------------------------------------------------------------------


def _impossible(parts: Parts, survey: Survey) -> Iterator[Fault]:
    for place, refusal in survey.refused:
        fixes = tuple(Fix(cure.title, spliced(parts, place, 1, cure.instead)) for cure in refusal.cures)
        row = row_at(parts, place[:-1])
        part = row[place[-1]] if place[-1] < len(row) else None
        yield Fault(place, "impossible", refusal.sentence, fixes, _why(part, survey, place), refusal.sides)


def _why(part: Part | None, survey: Survey, place: Place) -> Link | None:
    """The scene that a refused part belongs to."""
    match part:
        case Residual():
            return Link("projection", {"option": "B: project"})
        case Conv() | Depthwise():
            before = survey.at(place).before
            return Link("padding") if before is not None and len(before) == 3 else None
        case Pool():
            return Link("pooling")
        case Dense() | Flatten() | Mean():
            return Link("gap")
        case SqueezeExcite():
            return Link("gates")
        case _:
            return None


# --- Odd ------------------------------------------------------------------------------------------------------------


def _odd(parts: Parts, survey: Survey) -> Iterator[Fault]:
    for around in _rows(parts):
        yield from _odd_in_row(parts, around)
    yield from _many_sigmoids(parts, survey)
    yield from _heavy_head(parts, survey)
    if parts and isinstance(parts[-1], Activate):
        said = "An activation behind the last layer changes what the classes are told apart by; leave it out."
        yield Fault((len(parts) - 1,), "odd", said, (Fix("Remove it", parts[:-1]),))


def _rows(parts: Parts, around: Place = ()) -> Iterator[Place]:
    """Where the rows are: the whole, and those inside of brackets."""
    yield around
    for index, part in enumerate(row_at(parts, around)):
        for number in range(len(within(part))):
            yield from _rows(parts, (*around, index, number))


def _odd_in_row(parts: Parts, around: Place) -> Iterator[Fault]:
    row = row_at(parts, around)
    for index, part in enumerate(row):
        place, rest = (*around, index), row[index + 1 :]
        behind = rest[0] if rest else None
        if isinstance(part, Conv | Depthwise | Pointwise | Dense) and part.bias and isinstance(behind, BatchNorm):
            fix = Fix("No bias", spliced(parts, place, 1, (replace(part, bias=False),)))
            yield Fault(place, "odd", "Batch norm takes every bias before it away again; it only costs time.", (fix,))
        if isinstance(part, Dropout) and any(isinstance(each, BatchNorm) for each in rest):
            fix = Fix("Remove this one", spliced(parts, place, 1, ()))
            said = "Dropout before batch norm: in use the numbers spread less than batch norm has learned to expect."
            yield Fault(place, "odd", said, (fix,))
        if isinstance(part, Activate) and isinstance(behind, Activate):
            fix = Fix("Remove the second", spliced(parts, (*around, index + 1), 1, ()))
            yield Fault((*around, index + 1), "odd", "Two activations stand one behind the other.", (fix,))
        at = _linear_again(row, index)
        if at is not None:
            fix = Fix("ReLU between them", spliced(parts, (*around, at), 0, (Activate(),)))
            said = "Two layers with weights and no activation between them: together they can do no more than one."
            yield Fault((*around, at), "odd", said, (fix,), Link("activation"))


def _linear_again(row: Parts, index: int) -> int | None:
    """Where the next layer with weights stands, if nothing between it and the one at `index` is nonlinear."""
    first = row[index]
    if not isinstance(first, Conv | Depthwise | Pointwise | Dense):
        return None
    for at in range(index + 1, len(row)):
        match row[at]:
            case Pointwise() if isinstance(first, Depthwise):
                return None  # a separable convolution, as it is often built
            case Conv() | Depthwise() | Pointwise() | Dense():
                return at
            case BatchNorm() | Dropout() | Flatten() | Mean() | Pool(kind="mean"):
                continue
            case _:
                return None
    return None


def _many_sigmoids(parts: Parts, survey: Survey) -> Iterator[Fault]:
    kinds = [block for block in survey.blocks if isinstance(block.part, Activate) and block.part.kind in _SATURATING]
    helped = any(isinstance(block.part, BatchNorm | Residual) for block in survey.blocks)
    if len(kinds) < MANY_SIGMOIDS or helped:
        return
    relu = parts
    for block in kinds:
        relu = spliced(relu, block.place, 1, (Activate(),))
    normed = parts
    for block in reversed(kinds):
        normed = spliced(normed, block.place, 0, (BatchNorm(),))
    said = f"{len(kinds)} sigmoids or tanhs: each makes the gradient smaller, and the first layers may hardly learn."
    fixes = Fix("ReLU instead of all", relu), Fix("Batch norm before each", normed)
    yield Fault(kinds[0].place, "odd", said, fixes, Link("vanishing"))


def _heavy_head(parts: Parts, survey: Survey) -> Iterator[Fault]:
    heaviest = max(survey.blocks, key=lambda block: block.parameters, default=None)
    convolves = any(isinstance(block.part, Conv | Pointwise) for block in survey.blocks)
    if heaviest is None or not isinstance(heaviest.part, Dense) or not convolves or survey.refused:
        return
    share = heaviest.parameters / survey.parameters
    if share <= HEAVY_HEAD:
        return
    place = heaviest.place
    fixes: tuple[Fix, ...] = ()
    row = row_at(parts, place[:-1])
    if place[-1] > 0 and isinstance(row[place[-1] - 1], Flatten):
        before = (*place[:-1], place[-1] - 1)
        fixes = (Fix("Mean instead of Flatten", spliced(parts, before, 1, (Mean(),))),)
    said = f"This dense layer holds {100 * share:.0f} % of all parameters."
    yield Fault(place, "odd", said, fixes, Link("gap"))


def _slow(parts: Parts, seconds: float | None) -> Iterator[Fault]:
    if seconds is not None and seconds > SLOW_SECONDS:
        said = f"One step would take about {time_in_words(seconds)} here"
        yield Fault((len(parts),), "odd", f"{said}; fewer filters or an earlier pooling make it quicker.")


# --- Notes ----------------------------------------------------------------------------------------------------------


def _notes(parts: Parts, survey: Survey, side: int) -> Iterator[Fault]:
    before: Block | None = None
    for block in survey.blocks:
        if len(block.place) > 1:
            continue
        if isinstance(block.part, Mean) and before is not None and 1 < before.field < side:
            said = f"Each number that is averaged here sees {before.field}×{before.field} of {side}×{side} pixels."
            yield Fault(block.place, "note", said, (), Link("receptive"))
        before = block
