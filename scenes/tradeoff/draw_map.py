"""The map: axes, the circles of the networks, and a name beside each that has room for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.tradeoff.computed import Spot, spots, unbeaten
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.naming import LETTERS, Place, settled
from scenes.tradeoff.story import Steps

BOX = (120.0, 196.0, 950.0, 540.0)
TOP1 = (54.0, 87.0)
PLANE = Axes(box=BOX, x=(0.2, 64.0), y=TOP1, log_x=True)
"""Billions of MACs across, percent of top-1 upwards."""
MACS = "MACs of one pass, in billions"
FALL = 70.0
DIM = 0.32
"""The opacity of networks that a step doesn't speak of; a hand can still take hold of them."""


def macs_place(spot: Spot) -> Point:
    """Where a network stands on the map."""
    return PLANE.at(spot.network.macs / 1e9, spot.quoted.top1)


def draw_map(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw the map of MACs, with the networks that have dropped in, and what the step says of them."""
    if steps.networks.active:
        stage.add(*frame(note=crops_note(knobs.source), opacity=steps.arriving))
        _drop(stage, knobs, steps)
        return
    stage.add(*frame(note=crops_note(knobs.source)))
    loud = _loud(knobs, steps)
    if steps.front.active:
        xs, ys = zip(*((each.network.macs / 1e9, each.quoted.top1) for each in unbeaten(knobs.source)), strict=True)
        stage.add(*PLANE.line(xs, ys, Role.HIGHLIGHT, "unbeaten", opacity=steps.present.motion))
    placed = [(each, macs_place(each)) for each in spots(knobs.source)]
    for each, place in large_first(placed):
        faded = 1.0 if each.label in loud else 1.0 - (1.0 - DIM) * steps.present.motion
        stage.add(circle(each, place, knobs, faded))
    everyone = names(placed, 1.0 - steps.present.motion)
    if steps.pair.active:  # the names of the two stay where they are
        stage.add(*(replace(name, opacity=1.0) if label in loud else name for label, name in everyone.items()))
    else:
        stage.add(*everyone.values())
        stage.add(*names([pair for pair in placed if pair[0].label in loud], steps.present.motion, above=True).values())


def _loud(knobs: Knobs, steps: Steps) -> tuple[str, ...]:
    """The labels of the networks that the step speaks of."""
    return ("SqueezeNet 1.0", "AlexNet") if steps.pair.active else tuple(each.label for each in unbeaten(knobs.source))


def frame(plane: Axes = PLANE, words: str = MACS, note: str = "", opacity: float = 1.0) -> Iterable[AnyMark]:
    """The axes and what they mean, with a note at the foot."""
    left, top, _, height = BOX
    below = lettering(left, top + height + 48, note, Role.MUTED, size=22, opacity=opacity, name="note")
    return *plane.frame(words, "top-1 accuracy on ImageNet, %", opacity=opacity), *([below] if note else [])


def crops_note(source: str) -> str:
    """What a dashed circle means, where there are any."""
    return "dashed: average over several crops" if any(each.quoted.averaged for each in spots(source)) else ""


def _drop(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Let one network after the other fall onto its place."""
    found = spots(knobs.source)
    fallen = [steps.networks.part(index, len(found)) for index in range(len(found))]
    came = {each.label: share for each, share in zip(found, fallen, strict=True)}
    placed = [(each, macs_place(each)) for each in found]
    for each, place in large_first(placed):
        share = came[each.label]
        if share > 0.01:
            mark = circle(each, place, knobs, share)
            stage.add(Group(marks=(mark,), dy=-FALL * (1.0 - share)))
    for label, name in names(placed).items():
        if came[label] > 0.5:
            stage.add(name, opacity=2 * came[label] - 1)
    last = max((index for index, share in enumerate(fallen) if share > 0.01), default=0)
    year = TextRun(str(found[last].network.year), Role.MUTED, bold=True)
    if steps.arriving > 0.01:
        left, top, width, height = BOX
        stage.text(left + width - 24, top + height - 50, (year,), size=64, anchor="end", name="year", opacity=0.6)


def large_first(placed: Iterable[tuple[Spot, Point]]) -> list[tuple[Spot, Point]]:
    """Small circles in front, so that a hand finds them."""
    return sorted(placed, key=lambda pair: -pair[0].radius)


def circle(spot: Spot, place: Point, knobs: Knobs, opacity: float = 1.0) -> Rect:
    """A network: its area is the number of parameters; a click puts its numbers on the card."""
    (x, y), r = place, spot.radius
    chosen = spot.label == knobs.picked
    return Rect(
        x=x - r, y=y - r, width=2 * r, height=2 * r, radius=r, fill=0.35, line=4.0 if chosen else 2.0,
        dashed=spot.quoted.averaged,
        role=Role.HIGHLIGHT if chosen else spot.role, name=spot.label, value=spot.quoted.top1,
        grip=SetValue("picked", spot.label), opacity=opacity,
    )  # fmt: skip


def names(placed: Iterable[tuple[Spot, Point]], opacity: float = 1.0, above: bool = False) -> dict[str, Group]:
    """The names beside the circles, by label; those without room are left out, a click still tells."""
    listed = list(placed)
    found = settled(tuple((each.short, each.radius, place) for each, place in listed), BOX, above)
    return {
        each.label: Group(marks=_name(each, where), opacity=opacity)
        for (each, _), where in zip(listed, found, strict=True)
        if where is not None
    }


def _name(spot: Spot, where: Place) -> tuple[AnyMark, ...]:
    """A name, and the line to its circle where it stands far off."""
    text = lettering(where.x, where.y, spot.short, spot.role, size=LETTERS, anchor=where.anchor,
                     name=f"name of {spot.label}")  # fmt: skip
    return (Path(points=where.line, line=1.5, role=spot.role), text) if where.line else (text,)
