"""Lines of text, shaped once and then drawn at any size.

Text is shaped at one large size without hinting, so that a line has the same proportions on every screen, in every
export, and in the tests that measure it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QPainterPath, QRawFont, QTextLayout, QTextOption

from desktop.painter.colours import colour
from desktop.theme import fonts
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.output.theme import Theme

SHAPED_AT = 100
FOREIGN_FROM, BOX = 0x590, "□"
"""From Hebrew on a letter may be in no typeface of a machine; what stands for one that isn't."""
SIZES_PER_PIXEL = 2
"""Glyphs come in half pixels of type size: type that grows would otherwise fill Qt's caches anew in every frame."""
OUTLINED_FROM = 60.0
"""Type of this many pixels is drawn as outlines, because Qt does so from 64 on and finds none in a resized font."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """Glyphs of one stretch of text with their places at `SHAPED_AT` pixels, from the baseline's start.

    A stretch in the bundled typeface alone, as all numbers are, has its `glyphs` and their `offsets` at hand too.
    """

    width: float
    runs: tuple[QGlyphRun, ...]
    glyphs: tuple[int, ...] = ()
    offsets: tuple[float, ...] = ()


@lru_cache(maxsize=8192)
def shaped(text: str, bold: bool) -> Shaped:
    """Shape a stretch of text."""
    layout = QTextLayout(_drawable(text), _font(bold))
    option = QTextOption()
    option.setUseDesignMetrics(True)
    option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    if not line.isValid():
        return Shaped(0.0, ())
    runs = []
    for run in layout.glyphRuns():
        run.setPositions([QPointF(point.x(), point.y() - line.ascent()) for point in run.positions()])
        runs.append(run)
    width = line.naturalTextWidth()
    if len(runs) != 1 or runs[0].rawFont().familyName() != fonts.FAMILY:
        return Shaped(width, tuple(runs))
    offsets = tuple(point.x() for point in runs[0].positions())
    return Shaped(width, tuple(runs), tuple(runs[0].glyphIndexes()), offsets)


def width(runs: tuple[TextRun, ...], size: float) -> float:
    """The width of a line of text at a type size."""
    return _width(runs) * size / SHAPED_AT


def draw(painter: QPainter, x: float, baseline: float, text: str, size: float, bold: bool = False) -> None:
    """Draw a stretch of text in the painter's pen. The painter's units must be the pixels of its device."""
    if size >= OUTLINED_FROM:
        painter.save()
        painter.translate(x, baseline)
        painter.scale(size / SHAPED_AT, size / SHAPED_AT)
        painter.fillPath(_outline(text, bold), painter.pen().brush())
        painter.restore()
        return
    for run in _sized(text, bold, round(size, 1)):
        painter.drawGlyphRun(QPointF(x, baseline), run)


def draw_numbers(
    painter: QPainter, numbers: Iterable[tuple[float, float, str]], size: float, bold: bool = False
) -> None:
    """Draw many numbers in the painter's pen, each as (middle, baseline, text): one run of glyphs for all of them."""
    scale = size / SHAPED_AT
    glyphs: list[int] = []
    places: list[QPointF] = []
    for middle, baseline, text in numbers:
        found = shaped(text, bold)
        left = middle - found.width * scale / 2
        if not found.glyphs or size >= OUTLINED_FROM:
            draw(painter, left, baseline, text, size, bold)
            continue
        glyphs += found.glyphs
        places += [QPointF(left + offset * scale, baseline) for offset in found.offsets]
    if glyphs:
        run = QGlyphRun()
        run.setRawFont(_own_font(bold, _rounded(size)))
        run.setGlyphIndexes(glyphs)
        run.setPositions(places)
        painter.drawGlyphRun(QPointF(0.0, 0.0), run)


def draw_line(
    painter: QPainter,
    x: float,
    baseline: float,
    runs: Sequence[TextRun],
    size: float,
    theme: Theme,
    role: Role,
    opacity: float,
) -> None:
    """Draw a line of several runs, each in its role's colour or else that of `role`.

    `opacity` goes into the pen: with that of the painter, Qt takes seven times as long for text.
    """
    for run in runs:
        painter.setPen(colour(theme.colour(run.role or role), opacity))
        draw(painter, x, baseline, run.text, size, run.bold)
        x += shaped(run.text, run.bold).width * size / SHAPED_AT


def _drawable(text: str) -> str:
    """Text with a box for each letter that no typeface here has.

    Qt 6.11 breaks down over words of scripts that it finds no typeface for, Devanagari say, with the whole process.
    """
    foreign = {letter for letter in text if ord(letter) >= FOREIGN_FROM}
    lacking = {ord(letter): BOX for letter in foreign if not _metrics().inFontUcs4(ord(letter))}
    return text.translate(lacking) if lacking else text


@lru_cache(maxsize=1)
def _metrics() -> QFontMetricsF:
    return QFontMetricsF(_font(False))


@lru_cache(maxsize=8192)
def _width(runs: tuple[TextRun, ...]) -> float:
    return sum(shaped(run.text, run.bold).width for run in runs)


@lru_cache(maxsize=2)
def _font(bold: bool) -> QFont:
    font = fonts.font(SHAPED_AT, bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=8192)
def _sized(text: str, bold: bool, size: float) -> tuple[QGlyphRun, ...]:
    scale = size / SHAPED_AT
    sized, found = [], shaped(text, bold)
    own = bool(found.glyphs)
    for run in found.runs:
        smaller = QGlyphRun()
        smaller.setRawFont(_own_font(bold, _rounded(size)) if own else _resized(run.rawFont(), _rounded(size)))
        smaller.setGlyphIndexes(run.glyphIndexes())
        smaller.setPositions([point * scale for point in run.positions()])
        sized.append(smaller)
    return tuple(sized)


@lru_cache(maxsize=1024)
def _outline(text: str, bold: bool) -> QPainterPath:
    """The shape of a stretch of text at `SHAPED_AT` pixels, its baseline beginning at the origin."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for run in shaped(text, bold).runs:
        font = run.rawFont()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
            path.addPath(font.pathForGlyph(glyph).translated(place))
    return path


@lru_cache(maxsize=256)
def _own_font(bold: bool, size: float) -> QRawFont:
    """The bundled typeface at a size; every other QRawFont of it would draw its glyphs anew."""
    return _resized(shaped("0", bold).runs[0].rawFont(), size)


def _resized(font: QRawFont, size: float) -> QRawFont:
    sized = QRawFont(font)
    sized.setPixelSize(size)
    return sized


def _rounded(size: float) -> float:
    return max(1, round(size * SIZES_PER_PIXEL)) / SIZES_PER_PIXEL
