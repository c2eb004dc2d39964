"""What an SVG file needs of letters: how wide they are, files of some of them, and formulas."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import assets
from desktop.painter.formulas import AXIS, EM, FormulaError, set_formula
from desktop.painter.lettering import SHAPED_AT, shaped
from desktop.theme import fonts
from scenes.stage.core.marks import Formula
from scenes.stage.output.styling import SHIFT
from scenes.stage.output.theme import Theme

FEATURES = ("calt", "kern", "tnum")
"""What Qt uses of the typeface: signs that fit what is beside them, kerning, and figures of equal width."""
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_OTHER = re.compile(r"[^MLQCZ\d\s.-]")
_PATH = re.compile(r'(?<= d=")[^"]*')


class BundledTypeface:
    """The typeface of the window, for SVG files. There must be a QGuiApplication."""

    def width(self, text: str, bold: bool) -> float:
        """How wide a text is, as a multiple of its type size."""
        return shaped(text, bold).width / SHAPED_AT

    def file(self, letters: str, bold: bool) -> bytes:
        """A WOFF file of some letters."""
        return _subset(fonts.FILES[bold], letters)


@lru_cache(maxsize=64)
def _subset(name: str, letters: str) -> bytes:
    # Imported late: only those wait for it who export SVG.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=FEATURES, name_IDs=[], hinting=False, desubroutinize=True)
    subsetter, file = Subsetter(options), io.BytesIO()
    subsetter.populate(text=letters)
    with TTFont(assets.path("fonts", name), recalcTimestamp=False, lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(file)
    return file.getvalue()


def svg_formula(formula: Formula, theme: Theme) -> str | None:
    """A formula as SVG elements where it stands; None where its LaTeX can't be set."""
    try:
        found = set_formula(formula.tex)
    except FormulaError:
        return None
    scale = formula.size / EM
    x = formula.x + (SHIFT[formula.anchor] * found.width - found.left) * scale
    y = formula.y + AXIS * formula.size
    elements = _PATH.sub(lambda path: _shortened(path[0]), found.coloured(theme, formula.role))
    return f'<g transform="translate({x:.2f} {y:.2f}) scale({scale:.5f})">{elements}</g>'


def _shortened(path: str) -> str:
    """An outline of lines and curves as steps from point to point, in thousandths of the type size."""
    if _OTHER.search(path):
        return path
    written, here, start = [], (0, 0), (0, 0)
    for command, words in _COMMAND.findall(path):
        tenths = [round(10 * float(word)) for word in words.split()]
        points = list(zip(tenths[::2], tenths[1::2], strict=True))
        if command == "L" and points == [here]:
            continue
        steps = " ".join(f"{_tenth(x - here[0])} {_tenth(y - here[1])}" for x, y in points)
        written.append(command.lower() + steps.replace(" -", "-"))
        if command == "M":
            start = points[-1]
        here = points[-1] if points else start
    return "".join(written)


def _tenth(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (f"{whole or ''}.{part}" if part else f"{whole}")
