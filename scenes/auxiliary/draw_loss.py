"""One loss from three: each head's loss on a plate, and the bar of what they add."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, loss, present, short
from scenes.auxiliary.draw_network import ROLES, TITLES
from scenes.auxiliary.knobs import Knobs
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import options

HEADS = ("main", *SIDES)
PLATE, HEIGHT, GAP, TOP = 480.0, 190.0, 24.0, 124.0
BAR, BAR_Y = 130.0, 416.0
LONGEST = 5.0
"""A loss as long as the whole bar, unless the losses are larger."""
MOST_LOSS = 20.0
COLOURED = {"aux1": ("first", "1", "₁"), "aux2": ("third", "2", "₂")}
"""How the letters of the auxiliary heads are coloured and numbered."""


def one_loss(span: Span, knobs: Knobs) -> list[AnyMark]:
    """What each head adds slides out of its plate into the bar."""
    whole = loss(knobs)
    weights = [(f"{weight:g}", weight) for weight in (0.0, 0.3, 0.5, 1.0)]
    scale = (RIGHT - LEFT) / max(whole.total, LONGEST)
    marks: list[AnyMark] = [
        Rect(x=LEFT, y=BAR_Y, width=RIGHT - LEFT, height=BAR, radius=12, fill=0.12, role=Role.MUTED, name="ground"),
        lettering(RIGHT - 440, 748, "weight", Role.MUTED, size=40, anchor="end"),
        *options(RIGHT - 422, 714, 98, "weight", weights, knobs.weight, size=34),
        _formula(knobs),
    ]
    x = LEFT
    for index, (head, value) in enumerate(zip(HEADS, (whole.values[0], *whole.added), strict=True)):
        marks += _plate(index, head, knobs)
        share = span.part(index, len(HEADS))
        if value > 0 and share > 0:
            marks += _piece(index, head, value, x, value * scale, share)
        x += value * scale
    reached = sum(span.part(index, 3) * value for index, value in enumerate((whole.values[0], *whole.added)))
    marks.append(
        lettering(LEFT, 744, f"L = {short(reached if span.motion < 1 else whole.total)}", bold=True, size=88,
                  name="whole loss")
    )  # fmt: skip
    return marks


def _plate(index: int, head: str, knobs: Knobs) -> list[AnyMark]:
    """The loss of a head, which can be typed over or dragged."""
    x, there = LEFT + index * (PLATE + GAP), head == "main" or present(head, knobs)
    value = loss(knobs).values[index]
    weight = "" if head == "main" else f"{loss(knobs).weight:g} × "
    return [
        Rect(x=x, y=TOP, width=PLATE, height=HEIGHT, radius=14, fill=0.3 if there else 0.0, line=3.0,
             dashed=not there, role=ROLES[head], value=value, name=f"loss of the {TITLES[head]}",
             grip=EditCell("losses", (index,), low=0.0, high=MOST_LOSS, step=0.1)),
        lettering(x + 28, TOP + 48, TITLES[head], ROLES[head] if there else Role.MUTED, bold=True, size=40,
                  name=f"title of {head}"),
        lettering(x + 28, TOP + 128, f"{weight}{short(value)}" if there else "left out",
                  Role.TEXT if there else Role.MUTED, bold=there, size=84 if there else 52, name=f"value of {head}"),
    ]  # fmt: skip


def _piece(index: int, head: str, value: float, x: float, width: float, share: float) -> list[AnyMark]:
    """What a head adds, on its way from its plate to its place in the bar."""
    start = LEFT + index * (PLATE + GAP)
    at, top = between(start, x, share), between(TOP + HEIGHT / 2, BAR_Y, ease(share))
    marks: list[AnyMark] = [
        Rect(x=at, y=top, width=width, height=BAR, radius=12, fill=0.85, role=ROLES[head], name=f"{TITLES[head]} adds",
             value=value, opacity=min(1.0, 3 * share)),
    ]  # fmt: skip
    if width > 110 and share >= 1:
        marks.append(
            lettering(x + width / 2, BAR_Y + BAR / 2, short(value), Role.SURFACE, bold=True, size=64, anchor="middle",
                      name=f"piece of {head}")
        )  # fmt: skip
    return marks


def _formula(knobs: Knobs) -> Formula:
    """The loss with the auxiliary heads that are there."""
    tex, plain = r"L = \textcolor{output}{L_{\mathrm{main}}}", "L = L_main"
    found = [COLOURED[side] for side in SIDES if present(side, knobs)]
    if not found:
        return _set(tex, plain)
    terms = [rf"\textcolor{{{colour}}}{{L_{{{digit}}}}}" for colour, digit, _ in found]
    words = " + ".join(f"L{low}" for *_, low in found)
    both = len(terms) > 1
    summed = rf"({' + '.join(terms)})" if both else terms[0]
    words = f"({words})" if both else words
    return _set(rf"{tex} + {knobs.weight:g} \,{summed}", f"{plain} + {knobs.weight:g} {words}")


def _set(tex: str, plain: str) -> Formula:
    return Formula(tex=tex, plain=plain, x=LEFT, y=648, size=52, name="formula")
