"""The account of a step: what is there, what is added or taken away, and what comes of it, a plate for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.padding.computed import Layer
from scenes.padding.layout import ACCOUNT
from scenes.padding.story import Steps
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.areas import Area

GAP = 24.0
TERM, HERO = 76.0, 96.0
"""The type size of a number on a low plate; the result is larger."""
LOW, LARGE = 180.0, 112.0
"""A plate is low up to this height; on a higher one numbers are large."""
LABEL = 36.0


@dataclass(frozen=True)
class Term:
    """A number with the sign before it, and a word for it. The same number has the same `name` in all steps."""

    value: float
    word: str
    role: Role
    name: str
    sign: str = ""

    @property
    def text(self) -> str:
        """The number as it stands on the plate."""
        return f"{self.sign} {self.value:.3g}".strip()


def terms(layer: Layer, steps: Steps) -> tuple[Term, Term, Term]:
    """What the present step counts with: what it begins with, what it does, and what comes of it."""
    k, whole = layer.knobs, float(int(layer.steps))
    row = Term(layer.row, "cells in a row", Role.INPUT, "row")
    room = Term(layer.room, _some(layer.room, "cell", "to move"), Role.HIGHLIGHT, "room")
    exact = Term(layer.steps, _some(layer.steps, "step"), Role.HIGHLIGHT, "steps")
    floor = Term(whole, _some(whole, "whole step"), Role.HIGHLIGHT, "whole")
    if steps.ghosts.active:
        zeros = Term(2 * k.padding, "zeros", Role.INPUT, "zeros", "+")
        return Term(k.n, "picture", Role.INPUT, "n"), zeros, _result(row)
    if steps.room.active:
        return row, Term(k.span, "window", Role.KERNEL, "span", "−"), _result(room)
    if steps.stride.active:
        return room, Term(k.stride, _some(k.stride, "cell", "a step"), Role.KERNEL, "stride", "÷"), _result(exact)
    if steps.misfit.active:
        return exact, Term(layer.too_far, _some(layer.too_far, "cell", "too far"), Role.WARNING, "too far"), floor
    positions = Term(layer.out, _some(layer.out, "position"), Role.OUTPUT, "out")
    return floor, Term(1, "first position", Role.OUTPUT, "one", "+"), _result(positions)


def _some(count: float, thing: str, rest: str = "") -> str:
    """The word for so many things, and what is said of them."""
    return f"{thing}{'' if count == 1 else 's'} {rest}".strip()


def _result(term: Term) -> Term:
    return Term(term.value, term.word, term.role, term.name, "=")


def account(layer: Layer, steps: Steps, areas: Sequence[Area] = ACCOUNT.columns(3, GAP)) -> list[AnyMark]:
    """Draw the plates: the second comes within the step, and the third at its end."""
    t = steps.present.t
    shares = (1.0, ease((t - 0.3) / 0.15), ease((t - 0.62) / 0.15))
    marks: list[AnyMark] = []
    for index, (area, term, share) in enumerate(zip(areas, terms(layer, steps), shares, strict=True)):
        marks += _plate(area, term, share, "odometer" if index == 2 else f"plate {index}")
    return marks


def _plate(area: Area, term: Term, share: float, name: str) -> list[AnyMark]:
    """A plate is there from the beginning; its number comes with its share."""
    result = name == "odometer"
    x, _ = area.middle
    low = area.height < LOW
    size = (HERO if result else TERM) if low else LARGE
    word_y = area.y + area.height - (27.0 if low else 42.0)
    box = Rect(
        x=area.x, y=area.y, width=area.width, height=area.height, radius=16, fill=between(0.06, 0.2, share),
        line=4.0 if result else 0.0, role=term.role, name=name,
        value=term.value if result and share > 0.0 else None,
    )  # fmt: skip
    number_y = (area.y + word_y - 0.5 * LABEL) / 2 - (6.0 if low else 0.0)
    return [
        box,
        lettering(x, number_y, term.text, term.role, bold=True, size=size, anchor="middle", opacity=share,
                  name=f"number: {term.name}"),
        lettering(x, word_y, term.word, Role.TEXT, size=LABEL, anchor="middle", opacity=share),
    ]  # fmt: skip
