"""The map: axes, the circles of the networks, and the names of those that have room for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scenes.stage.charts.axes import Axes
from scenes.stage.core.grips import SetValue
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.timeline import Span
from scenes.tradeoff.computed import Spot, spot, spots, unbeaten
from scenes.tradeoff.draw_card import BOX as CARD
from scenes.tradeoff.draw_card import RIGHT, card
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.naming import LETTERS, Box, Place, settled

BOX = (140.0, 158.0, 1404.0, 540.0)
TOP1 = (48.0, 92.0)
PLANE = Axes(box=BOX, x=(0.2, 64.0), y=TOP1, log_x=True)
"""Billions of MACs across, percent of top-1 upwards."""
MACS = "billion MACs for one picture"
FALL = 120.0
DIM = 0.3
"""The opacity of networks that a step doesn't speak of; a hand can still take hold of them."""
LANDMARKS = (
    "AlexNet", "VGG-16", "GoogLeNet", "ResNet-18", "ResNet-50", "SqueezeNet 1.0", "MobileNet v1",
    "MobileNet v2", "EfficientNet-B0", "EfficientNet-B7",
)  # fmt: skip
"""Those whose names stand on the map; a click names any other."""


def macs_place(spot: Spot) -> Point:
    """Where a network stands on the map."""
    return PLANE.at(spot.network.macs / 1e9, spot.quoted.top1)


def drop(span: Span, knobs: Knobs) -> list[AnyMark]:
    """One network after the other falls onto its place; then the one that was clicked is told of."""
    found = spots(knobs.source)
    came = {each.label: span.part(index, len(found)) for index, each in enumerate(found)}
    placed = [(each, macs_place(each)) for each in found]
    marks: list[AnyMark] = [*frame(note=crops_note(knobs.source))]
    for each, place in large_first(placed):
        share = came[each.label]
        if share > 0.01:
            marks.append(Group(marks=(circle(each, place, knobs, share),), dy=-FALL * (1.0 - share)))
    marks += [name for label, name in names(placed, LANDMARKS).items() if came[label] >= 1]
    if all(share >= 1 for share in came.values()):
        return [*marks, card(spot(knobs.source, knobs.picked))]
    falling = next(each for each in found if came[each.label] < 1)
    return [
        *marks,
        lettering(RIGHT, 640, str(falling.network.year), Role.MUTED, bold=True, size=96, anchor="end", name="year"),
        lettering(RIGHT, 560, falling.label, falling.role, bold=True, size=52, anchor="end", name="the one that falls"),
    ]


def unbeaten_map(span: Span, knobs: Knobs) -> list[AnyMark]:
    """The networks that nothing beats, on a line from few MACs to many; the others fade behind them."""
    front = unbeaten(knobs.source)
    last = front[-1].network.macs / 1e9
    reach = PLANE.x[0] * (last / PLANE.x[0]) ** span.motion * (1 + 1e-9)
    marks: list[AnyMark] = [*frame(note=crops_note(knobs.source))]
    placed = [(each, macs_place(each)) for each in spots(knobs.source)]
    loud = [each.label for each in front]
    for each, place in large_first(placed):
        marks.append(circle(each, place, knobs, 1.0 if each.label in loud else 1.0 - (1.0 - DIM) * span.motion))
    known = [each for each in front if each.network.macs / 1e9 <= reach]
    xs, ys = [each.network.macs / 1e9 for each in known], [each.quoted.top1 for each in known]
    marks += PLANE.line(xs, ys, Role.HIGHLIGHT, "unbeaten")
    marks += names([pair for pair in placed if pair[0].label in loud], loud, above=True).values()
    total = len(spots(knobs.source))
    return [
        *marks,
        lettering(RIGHT, 548, f"{len(known)} of {total}", bold=True, size=112, anchor="end", name="how many"),
        lettering(RIGHT, 645, "are beaten by none", Role.MUTED, size=44, anchor="end", name="what they are"),
    ]


def frame(plane: Axes = PLANE, words: str = MACS, note: str = "") -> Iterable[AnyMark]:
    """The axes and what they mean, with a note at the foot."""
    left, top, _, height = BOX
    below = lettering(left, top + height + 74, note, Role.MUTED, size=24, name="note", note=True)
    return *plane.frame(words, "top-1 accuracy on ImageNet, %"), *([below] if note else [])


def crops_note(source: str) -> str:
    """What a dashed circle means, where there are any."""
    return "dashed: average over several crops" if any(each.quoted.averaged for each in spots(source)) else ""


def large_first(placed: Iterable[tuple[Spot, Point]]) -> list[tuple[Spot, Point]]:
    """Small circles in front, so that a hand finds them."""
    return sorted(placed, key=lambda pair: -pair[0].radius)


def circle(spot: Spot, place: Point, knobs: Knobs, opacity: float = 1.0) -> Rect:
    """A network: its area is the number of parameters; a click tells of it."""
    (x, y), r = place, spot.radius
    chosen = spot.label == knobs.picked
    return Rect(
        x=x - r, y=y - r, width=2 * r, height=2 * r, radius=r, fill=0.4, line=6.0 if chosen else 3.0,
        dashed=spot.quoted.averaged,
        role=Role.HIGHLIGHT if chosen else spot.role, name=spot.label, value=spot.quoted.top1,
        grip=SetValue("picked", spot.label), opacity=opacity,
    )  # fmt: skip


def names(
    placed: Iterable[tuple[Spot, Point]],
    wanted: Collection[str],
    *,
    blocked: tuple[Box, ...] = (CARD,),
    above: bool = False,
) -> dict[str, Group]:
    """The names of the wanted ones beside their circles, by label; those without room are left out."""
    listed = list(placed)
    named = [(each, place) for each, place in listed if each.label in wanted]
    others = tuple((place, each.radius) for each, place in listed if each.label not in wanted)
    found = settled(tuple((each.short, each.radius, place) for each, place in named), others, blocked, BOX, above)
    return {
        each.label: Group(marks=_name(each, where), name=f"label of {each.label}")
        for (each, _), where in zip(named, found, strict=True)
        if where is not None
    }


def _name(spot: Spot, where: Place) -> tuple[AnyMark, ...]:
    """A name, and the line to its circle where it stands far off."""
    text = lettering(where.x, where.y, spot.short, spot.role, size=LETTERS, anchor=where.anchor,
                     name=f"name of {spot.label}")  # fmt: skip
    return (Path(points=where.line, line=2.5, role=spot.role), text) if where.line else (text,)
