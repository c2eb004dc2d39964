"""Both roads across the stage: the copies of x set off, they meet at the plus, and F is switched off by its lever."""

from __future__ import annotations

from scenes.reference import Floats, ResidualBlock
from scenes.residual.view import View
from scenes.stage.core.grips import Grip, PickCell, Scrub
from scenes.stage.core.lattice import Lattice, between
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import bracketed, number
from scenes.stage.numbers.values import label_width
from scenes.stage.residual.blocks import turned_off
from scenes.stage.residual.joining import LEAVES, Term, joining, passing
from scenes.stage.residual.lanes import along
from scenes.stage.residual.two_roads import LOW, Slot, meeting

CONVOLUTIONS = ("conv", "ReLU", "conv")
ENTERED = 0.42
"""How far the upper road leads until it is in F."""
SQUEEZED = 0.7
"""How large a copy of x still is when it is in F."""
PULLED = (0.06, 0.26)
"""When, in the step that switches F off, its lever is pulled."""
GONE, MEET = 0.34, 0.38
"""When F(x) is 0 all over, and when both set off."""
NOTCHES = 24
"""So many places of the lever a hand can tell apart."""
DIM = 0.38
WORDS_Y = 738.0
"""The line under the input and the shortcut."""


def draw_enter(view: View) -> None:
    """Draw the input, and how a copy of it goes along each road."""
    roads, x, share = view.roads, view.of.x, glide(view.steps.enter.t / 0.75)
    marks = [*_under(view), *_empty(view, "upper", "F(x)", Role.PRODUCT), *_empty(view, "out", *_sum(view.of))]
    if 0.0 < share < 1.0:
        at = along(roads.upper, ENTERED * share)
        size = between(roads.size("x"), SQUEEZED, share)
        marks.append(roads.grid("x", x, at=at, size=size, role=Role.INPUT, name="copy of x for F"))
    if view.of.shortcut and share > 0.0:
        at = along(roads.lower, share * roads.lane_share("lower"))
        marks.append(
            roads.grid("lower", x, at=at, role=Role.INPUT, name="x on the shortcut", grip=_pick(view, "lower"))
        )
    view.stage.add(*marks, *roads.f(CONVOLUTIONS, strength=_strength(view)), *_levers(view), *_input(view))


def draw_add(view: View) -> None:
    """Draw how both columns slide into one another, and the sum that goes on."""
    of, t = view.of, min(1.0, view.steps.add.t / 0.85)
    marks = [*_under(view), *view.roads.f(CONVOLUTIONS, strength=_strength(view)), *_levers(view), *_input(view)]
    marks += [*_lanes(view, of), *_joining(view, of, t, "sum", of.s)]
    if of.shortcut and of.x.shape[1] > 1:
        marks.append(_line(_account(view), 60.0, ease((t - LEAVES) * 8)))
    view.stage.add(*marks)


def draw_off(view: View) -> None:
    """Draw how the lever is pulled, what becomes of F(x), and what comes out."""
    span, of, off = view.steps.off, view.of, turned_off(view.of)
    pulled = 1.0 if view.knobs.zero else ease((span.t - PULLED[0]) / (PULLED[1] - PULLED[0]))
    gone = ease((span.t - PULLED[1]) / (GONE - PULLED[1]))
    marks = [
        *_under(view),
        *view.roads.f(CONVOLUTIONS, strength=between(1.0, DIM, pulled)),
        *_levers(view, 1.0 - pulled),
    ]
    marks += [*_input(view), *_lanes(view, of, off, gone)]
    share = max(0.0, (span.t - MEET) / (0.9 - MEET))
    marks += _joining(view, off, min(share, 1.0), "y", off.y)
    same = bool((off.y == off.x).all())
    words = "y = x" if same else "y = ReLU(x)" if of.shortcut else "y = 0"
    marks.append(_line(words, 104.0 if len(words) < 6 else 56.0, ease((share - 0.8) * 5)))
    view.stage.add(*marks)


def _strength(view: View) -> float:
    return DIM if view.knobs.zero else 1.0


def _sum(of: ResidualBlock) -> tuple[str, Role]:
    return "F(x) + x" if of.shortcut else "F(x)", Role.OUTPUT


def _under(view: View) -> list[AnyMark]:
    """The roads, the plus, and what the shortcut is called."""
    roads = view.roads
    words = "shortcut" if view.of.shortcut else "no shortcut"
    name = lettering(roads.box_middle, LOW - 62.0, words, Role.INPUT, bold=True, size=44.0, anchor="middle")
    return [*roads.roads(view.of.shortcut), *(meeting(roads.plus) if view.of.shortcut else []), name]


def _input(view: View) -> list[AnyMark]:
    return [
        view.roads.grid("x", view.of.x, role=Role.INPUT, name="x", grip=view.input_grip()),
        view.roads.name("x", "x", Role.INPUT),
    ]


def _empty(view: View, slot: Slot, words: str, role: Role) -> list[AnyMark]:
    """The place of numbers that are not known yet."""
    return [view.roads.grid(slot, view.of.f, role=role, shown=0), view.roads.name(slot, words, role)]


def _lanes(view: View, of: ResidualBlock, then: ResidualBlock | None = None, share: float = 0.0) -> list[AnyMark]:
    """What has come through F, and x on the shortcut; F(x) turns into that of another block."""
    roads, marks = view.roads, list[AnyMark]()
    for each, strength in ((of, 1.0 - share), (then, share)):
        if each is not None and strength > 0.0:
            name = "F(x)" if strength >= 0.5 else ""
            marks.append(
                roads.grid("upper", each.f, role=Role.PRODUCT, name=name, opacity=strength, grip=_pick(view, "upper"),
                           highlighted=_spoken_of(view))
            )  # fmt: skip
    marks.append(roads.name("upper", "F(x)", Role.PRODUCT))
    if of.shortcut:
        marks.append(
            roads.grid("lower", of.x, role=Role.INPUT, name="x on the shortcut", grip=_pick(view, "lower"),
                       highlighted=_spoken_of(view))
        )  # fmt: skip
    return marks


def _spoken_of(view: View) -> tuple[tuple[int, int], ...]:
    """In a map one cell is looked at while both are added."""
    return (view.cell,) if view.of.x.shape[1] > 1 and view.steps.add.active else ()


def _pick(view: View, slot: Slot) -> Grip | None:
    """A click on a result looks at that cell, where there are too many to look at all."""
    return PickCell("at", view.roads.grid(slot, view.of.f).lattice) if view.of.x.shape[1] > 1 else None


def _joining(view: View, of: ResidualBlock, t: float, name: str, result: Floats) -> list[AnyMark]:
    """F(x) and x on their way to the plus, and their sum; without the shortcut F(x) goes on alone."""
    roads = view.roads
    words = name if name == "y" else _sum(of)[0]
    marks: list[AnyMark] = [roads.name("out", words, Role.OUTPUT)]
    grid = roads.grid("out", result, role=Role.OUTPUT, name=name, grip=_pick(view, "out"), highlighted=_spoken_of(view))
    if t >= 1.0:
        return [*marks, grid]
    marks.append(roads.grid("out", result, role=Role.OUTPUT, shown=0))
    if t <= 0.0:
        return marks
    if of.shortcut:
        terms = Term("upper", of.f, Role.PRODUCT), Term("lower", of.x, Role.INPUT)
        return [*marks, *joining(roads, terms, Term("out", of.s, Role.OUTPUT), t)]
    return [*marks, passing(roads, Term("upper", of.f, Role.PRODUCT), "out", t)]


def _levers(view: View, on: float | None = None) -> list[AnyMark]:
    """The lever of F and that of the shortcut; while the story pulls the first one, a hand takes it there and back."""
    knobs, roads, grip = view.knobs, view.roads, None
    if on is not None and not knobs.zero:
        span, ((left, y), (right, _)) = view.steps.off, roads.lever_of_f(on).reach
        notches = Lattice((left, y - 60.0), ((right - left) / NOTCHES, 0.0), (0.0, 120.0), 1, NOTCHES)
        grip = Scrub(notches, span.start + PULLED[0] * span.seconds, (PULLED[1] - PULLED[0]) * span.seconds)
    return roads.levers(knobs.zero, knobs.shortcut, on, grip)


def _account(view: View) -> str:
    """How the cell that is looked at is added."""
    f, x, s = (float(values[view.cell]) for values in (view.of.f, view.of.x, view.of.s))
    return f"{number(f)} + {bracketed(x)} = {number(s)}"


def _line(words: str, size: float, opacity: float) -> AnyMark:
    """The one line that a step comes to."""
    size = min(size, 400.0 / (0.8 * label_width(words)))
    return lettering(LEFT + 8.0, WORDS_Y, words, Role.OUTPUT, bold=True, size=size, opacity=opacity, name="result")
