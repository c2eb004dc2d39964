"""The two roads in the gradient's colour: it splits at the plus, and what comes back along both adds up at the fork."""

from __future__ import annotations

from scenes.reference import Floats
from scenes.residual_backward.view import View, size
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Role, Text, TextRun
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import number
from scenes.stage.residual.joining import Term, joining, passing
from scenes.stage.residual.lanes import Line, along, bed, length, stretch
from scenes.stage.residual.passing import Shown, passed_spot
from scenes.stage.residual.two_roads import LOW, Slot, TwoRoads, meeting

CONVOLUTIONS = ("conv", "ReLU", "conv")
RUN = 0.42
"""When, in the step that adds both, they have come along their roads."""


def draw_split(view: View) -> None:
    """Draw the gradient at the sum, and a copy of it on each road."""
    of, roads, span = view.of, view.roads(at_fork=False), view.steps.split
    gradient = Shown(of.ds, "gradient at the sum", "∂L/∂s", Role.GRADIENT, start=passed_spot(view.shape, back=True))
    t = glide((span.t - gradient.lead(span)) / 0.65)
    marks: list[AnyMark] = [*roads.roads(of.shortcut)]
    lanes: tuple[Slot, ...] = ("upper", "lower") if of.shortcut else ("upper",)
    for slot in lanes:
        marks.append(_pulse(stretch(_way(roads, slot), 0.0, t), view.thick(of.ds), f"gradient on the {slot} road"))
    marks += [
        *roads.f(CONVOLUTIONS),
        *meeting(roads.plus, Role.GRADIENT, ""),
        *_shortcut(roads, of.shortcut),
        *_levers(view, roads),
    ]
    marks += [roads.grid("x", of.dx, role=Role.GRADIENT, shown=0), roads.name("x", "∂L/∂x", Role.GRADIENT)]
    names = {"upper": ("gradient at F(x)", "∂L/∂F"), "lower": ("gradient on the shortcut", "straight")}
    for slot in lanes:
        name, title = names[slot]
        if t > 0.0:
            grown = between(roads.size("out"), 1.0, ease(3 * t))
            at = along(_way(roads, slot), t)
            marks.append(
                roads.grid(slot, of.ds, at=at, size=grown, role=Role.GRADIENT, name=name, highlighted=view.spoken_of,
                           grip=view.pick(roads, slot))
            )  # fmt: skip
        if slot == "upper":
            marks.append(roads.name(slot, title, Role.GRADIENT))
    grid, name_over = _at(view, roads, "out", of.ds, gradient.name, gradient.title)
    view.stage.add(*marks, name_over, *(gradient.coming(grid, span) or (grid,)))


def draw_gather(view: View) -> None:
    """Draw both gradients on their roads, and how they slide into one another."""
    of, roads, t = view.of, view.roads(at_fork=True), view.steps.gather.t
    run, joined = glide(t / RUN), max(0.0, (t - RUN) / (0.88 - RUN))
    inside = _past(roads)
    marks: list[AnyMark] = [*roads.roads(of.shortcut)]
    way, straight = _way(roads, "upper"), _way(roads, "lower")
    marks.append(_pulse(stretch(way, 0.0, min(run, inside)), view.thick(of.ds), "gradient before F"))
    if run > inside:
        marks.append(_pulse(stretch(way, inside, run), view.thick(of.through), "gradient behind F"))
    if of.shortcut:
        marks.append(_pulse(stretch(straight, 0.0, run), view.thick(of.ds), "gradient on the lower road"))
    if joined > 0.0:
        marks += _to_the_fork(view, roads, min(1.0, 3.0 * joined))
    if joined >= 0.62:
        ahead = (roads.fork, roads.places["x"])
        marks.append(_pulse(stretch(ahead, 0.0, (joined - 0.62) / 0.38), view.thick(of.dx), "gradient at the fork"))
    through = between(size(of.ds), size(of.through), ease((run - inside + 0.25) / 0.25))
    marks += roads.f(("through F",), number(_rounded(through, of.through)) if run > 0.2 else "F", role=Role.GRADIENT)
    marks += [
        *meeting(roads.plus, Role.GRADIENT, ""),
        *_shortcut(roads, of.shortcut, size(of.ds) if run > 0.2 else None),
    ]
    if of.shortcut:
        marks += meeting(roads.fork, Role.GRADIENT)
    marks += [
        *_at(view, roads, "out", of.ds, "gradient at the sum", "∂L/∂s"),
        *_levers(view, roads),
    ]
    marks += _coming(view, roads, run, inside)
    marks += _joined(view, roads, joined)
    view.stage.add(*marks)


def _rounded(value: float, like: Floats) -> float:
    """A running number with no more decimals than what it runs to."""
    return float(round(value)) if float(size(like)).is_integer() else round(value, 2)


def _way(roads: TwoRoads, slot: Slot) -> Line:
    """The way back from the output to where the numbers of a lane stand."""
    road, share = (roads.upper if slot == "upper" else roads.lower), roads.lane_share(slot)
    return (roads.places["out"], *reversed(stretch(road, share, 1.0)))


def _past(roads: TwoRoads) -> float:
    """How much of the upper way leads to the middle of F."""
    way = _way(roads, "upper")
    return 1.0 - (roads.box_middle - roads.places["upper"][0]) / length(way)


def _to_the_fork(view: View, roads: TwoRoads, share: float) -> list[AnyMark]:
    """The roads from where the numbers stand to the fork."""
    lanes: tuple[tuple[Slot, Floats, Line], ...] = (
        ("upper", view.of.through, roads.upper),
        ("lower", view.of.ds, roads.lower),
    )
    marks: list[AnyMark] = []
    for slot, gradient, road in lanes if view.of.shortcut else lanes[:1]:
        begin = (roads.fork[0] - roads.places["x"][0]) / length(road)
        line = tuple(reversed(stretch(road, begin, roads.lane_share(slot))))
        marks.append(_pulse(stretch(line, 0.0, share), view.thick(gradient), f"gradient at the {slot} bend"))
    return marks


def _pulse(line: Line, width: float, name: str) -> AnyMark:
    """A gradient on a road."""
    return bed(line, Role.GRADIENT, width, opacity=0.9, name=name)


def _shortcut(roads: TwoRoads, on: bool, running: float | None = None) -> list[AnyMark]:
    """What the lower road is, and how large the gradient on it is."""
    runs = [TextRun("straight" if on else "no shortcut", Role.GRADIENT)]
    if on and running is not None:
        runs.append(TextRun(f"  {number(running)}", Role.GRADIENT, bold=True))
    size_ = 56.0 if on else 44.0
    return [Text(x=roads.box_middle, y=LOW - 72.0, runs=tuple(runs), size=size_, anchor="middle", name="straight")]


def _at(view: View, roads: TwoRoads, slot: Slot, values: Floats, name: str, title: str) -> tuple[Grid, Text]:
    grid = roads.grid(
        slot, values, role=Role.GRADIENT, name=name, highlighted=view.spoken_of, grip=view.pick(roads, slot)
    )
    return grid, roads.name(slot, title, Role.GRADIENT)


def _coming(view: View, roads: TwoRoads, run: float, inside: float) -> list[AnyMark]:
    """The numbers on both lanes; the upper ones change where they are in F, which hides them."""
    of, marks = view.of, list[AnyMark]()
    behind = run > inside
    at = along(_way(roads, "upper"), run)
    left, right = roads.box
    grown = between(roads.size("out"), 1.0, ease(4.0 * run))
    if run > 0.0 and not left + roads.half < at[0] < right - roads.half:
        values, name = (of.through, "gradient through F") if behind else (of.ds, "copy for F")
        grip = view.pick(roads, "upper")
        marks.append(roads.grid("upper", values, at=at, size=grown, role=Role.GRADIENT, name=name, grip=grip))
    if run > 0.0 and of.shortcut:
        at = along(_way(roads, "lower"), run)
        marks.append(
            roads.grid("lower", of.ds, at=at, size=grown, role=Role.GRADIENT, name="gradient on the shortcut",
                       grip=view.pick(roads, "lower"))
        )  # fmt: skip
    return marks


def _joined(view: View, roads: TwoRoads, t: float) -> list[AnyMark]:
    """Both on their way to the fork, and what they add up to at the input."""
    of = view.of
    marks: list[AnyMark] = [roads.name("x", "∂L/∂x", Role.GRADIENT)]
    if t >= 1.0:
        return [*_at(view, roads, "x", of.dx, "gradient at x", "∂L/∂x")]
    marks.append(roads.grid("x", of.dx, role=Role.GRADIENT, shown=0))
    if t <= 0.0:
        return marks
    if of.shortcut:
        terms = Term("upper", of.through, Role.GRADIENT), Term("lower", of.ds, Role.GRADIENT)
        return [*marks, *joining(roads, terms, Term("x", of.dx, Role.GRADIENT), t)]
    return [*marks, passing(roads, Term("upper", of.through, Role.GRADIENT), "x", t)]


def _levers(view: View, roads: TwoRoads) -> list[AnyMark]:
    return roads.levers(view.knobs.zero, view.knobs.shortcut)
