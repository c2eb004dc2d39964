"""Formulas: LaTeX made into vector pictures, without size or colour; painters scale and colour them as they need.

As a program (``python -m desktop.painter.formulas``) it sets one formula for each line it reads, both as JSON. Setting
takes tens of milliseconds of pure Python: in a thread of the window's process it makes frames late (a frame of 4 ms
took 12, the slowest 38), in a process of its own it doesn't.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TextIO
from xml.etree import ElementTree

from scenes.stage.core.marks import Role
from scenes.stage.output.theme import Theme

EM = 100.0
"""The type size that formulas are set at, in the units of their pictures."""
AXIS = 0.258
"""How far the axis (the minus sign, the fraction bar) is above the baseline, as a share of the type size."""

_SYMBOLS = ("mi", "mn", "mo", "ms", "mtext")
"""The elements of MathML that hold text only: whatever else stands in one is not drawn."""
_FILL = re.compile(r'fill="([a-z]+)"', re.IGNORECASE)


class FormulaError(ValueError):
    """A formula can't be set; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class SetFormula:
    r"""A formula as SVG elements in a box, in units of 1/100 of the type size; the baseline is at y = 0.

    Elements are filled with "currentColor", or with the name of a role where the LaTeX says
    ``\textcolor{kernel}{w}``.
    """

    elements: str
    left: float
    top: float
    width: float
    height: float

    def coloured(self, theme: Theme, role: Role) -> str:
        """The SVG elements in a theme's colours; `role` is that of the formula itself."""

        def colour(found: re.Match[str]) -> str:
            word = found[1]
            if word in theme.roles:
                return f'fill="{theme.colour(Role(word))}"'
            return f'fill="{theme.colour(role)}"' if word == "currentColor" else found[0]

        return _FILL.sub(colour, self.elements)


@lru_cache(maxsize=2048)
def set_formula(tex: str) -> SetFormula:
    """Set LaTeX as a picture; 30 to 100 ms the first time. Raises FormulaError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own, about how it reads its fonts
        # Half a second, which a window that asks its own process for formulas never spends.
        from ziamath.config import config
        from ziamath.zmath import Latex

        # With shared symbols (SVG 2), Qt's SVG renderer draws formulas wrongly.
        config.svg2 = False
        try:
            formula = Latex(tex, size=EM, color="currentColor", margin=1.0, inline=True)
            drawn = ElementTree.fromstring(formula.svg())
        except Exception as error:  # the library names no errors of its own: broken LaTeX fails in many ways
            kind = type(error).__name__
            raise FormulaError(f"The formula {tex!r} is not LaTeX that can be set ({kind}).") from error
    unknown = [text for text in formula.mathml.itertext() if "\\" in text]
    if unknown:
        raise FormulaError(f"The formula {tex!r} has the unknown command {unknown[0]}.")
    if any(each.tag.rpartition("}")[2] in _SYMBOLS and len(each) for each in formula.mathml.iter()):
        raise FormulaError(
            f"The formula {tex!r} makes one symbol of others, as \\mathrel{{+}} does, and they would not be drawn: "
            "write them without that command."
        )
    left, top, width, height = (float(number) for number in drawn.attrib["viewBox"].split())
    return SetFormula("".join(_element(each) for each in drawn), left, top, width, height)


def _element(element: ElementTree.Element) -> str:
    """Write an element without the namespace that its parser has put before its name."""
    for each in element.iter():
        each.tag = each.tag.rpartition("}")[2]
        if each.get("fill") == "black":  # as the library draws the bars of \overline and \underline
            each.set("fill", "currentColor")
    return ElementTree.tostring(element, encoding="unicode")


def request(tex: str) -> bytes:
    """A line that asks for a formula."""
    return json.dumps(tex).encode() + b"\n"


def answer(tex: str) -> str:
    """The line that answers a request: the formula, or the problem with it."""
    try:
        return json.dumps({"tex": tex, "formula": asdict(set_formula(tex))})
    except FormulaError as error:
        return json.dumps({"tex": tex, "problem": str(error)})


def read_answer(line: bytes) -> tuple[str, SetFormula | str]:
    """The LaTeX that a line answers, with its formula or the problem with it; raises ValueError for anything else."""
    try:
        found = json.loads(line)
        return found["tex"], found["problem"] if "problem" in found else SetFormula(**found["formula"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an answer: {line[:80]!r}") from error


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer every request until there are no more."""
    for line in requests:
        print(answer(json.loads(line)), file=answers, flush=True)


if __name__ == "__main__":
    real = sys.stdout
    sys.stdout = sys.stderr  # a stray print must not stand among the answers
    serve(sys.stdin, real)
