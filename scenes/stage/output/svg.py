"""Frames as SVG files, with nothing but the standard library: for print, for the web, and for tests to compare.

A file stands alone: pictures are inside it, and of the typeface the letters that it shows. Marks keep their names (ids
and titles) and their roles (classes), so that a file can be styled, read out and searched.

Viewers differ in what they know of text. So that a line looks the same in all of them, each of its runs is an element
of its own with a place and a length: some viewers draw a second run over the first, or beside the page, where lines end
at their anchor; some take a wider typeface, because they don't read the one inside the file.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.core.marks import (
    HEIGHT,
    WIDTH,
    Arrow,
    Drawn,
    Formula,
    Grid,
    Image,
    Path,
    Rect,
    Role,
    Text,
    TextRun,
    arrow_head,
)
from scenes.stage.core.minimap import minimap
from scenes.stage.core.placing import Placed, placed
from scenes.stage.core.stage import PANE, Frame
from scenes.stage.numbers.scales import Scales
from scenes.stage.output import png
from scenes.stage.output import styling as look
from scenes.stage.output.ramps import Colours
from scenes.stage.output.shading import Tiles, hexed
from scenes.stage.output.theme import Theme

Typeset = Callable[[Formula, Theme], str | None]
"""Sets a formula as SVG elements where it stands, at its size; None where it can't be."""

FAMILY = "Inter"
INSTEAD = "Arial, sans-serif"
"""What a viewer takes that can't read the typeface in the file: one that is no wider, if there is one."""
WEIGHTS = {False: 400, True: 600}
"""How heavy letters are that are not bold, and those that are."""
PICTURE = "picture-between-title-and-caption"
"""What the clip is called that keeps the camera's picture between the title and the caption."""
STRAIGHT = 0.02
"""How far a line may pass by a point that it needn't go through, in units: far less than any line is thick."""
Array = npt.NDArray[np.float64]
_NOT_IN_IDS = re.compile(r"[^\w.-]+")


class Typeface(Protocol):
    """What has to be known of the typeface. Nothing here can measure letters or read the files of fonts."""

    def width(self, text: str, bold: bool) -> float:
        """How wide a text is, as a multiple of its type size."""

    def file(self, letters: str, bold: bool) -> bytes:
        """A WOFF file of some letters, each given once and in order."""


def to_svg(
    frame: Frame,
    theme: Theme,
    typeface: Typeface,
    typeset: Typeset | None = None,
    *,
    top: float = 0.0,
    height: float = HEIGHT,
) -> str:
    """Write a frame as an SVG file, always the same for the same frame.

    Without `typeset` formulas stand in plain text. The stage is `height` units high, and shown from `top` on.
    """
    body = _Writer(theme, typeface, typeset, frame.scales)
    for each in frame.placed():
        body.mark(each, clipped=frame.told and not each.pinned)
    for each in placed(minimap(frame)):
        body.mark(each)
    step = frame.steps[frame.step] if frame.steps else None
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'width="{WIDTH}" height="{_n(height - top)}" viewBox="0 {_n(top)} {WIDTH} {_n(height - top)}" '
        f'font-family="{FAMILY}, {INSTEAD}" style="font-variant-numeric:tabular-nums" '
        'stroke-linejoin="round" stroke-linecap="round">'
    ]
    if step is not None:
        lines += [f"<title>{escape(step.title)}</title>", f"<desc>{escape(step.caption)}</desc>"]
    lines += body.font_faces()
    if frame.told:
        lines.append(_clip())
    lines += _ground(theme, height)
    return "\n".join([*lines, *body.lines, "</svg>", ""])


class _Writer:
    """Writes marks as lines of SVG."""

    def __init__(self, theme: Theme, typeface: Typeface, typeset: Typeset | None, scales: Scales) -> None:
        self.theme = theme
        self.scales = scales
        self.typeface = typeface
        self.typeset = typeset
        self.lines: list[str] = []
        self._used: dict[str, int] = {}
        self._letters: dict[bool, set[str]] = {False: set(), True: set()}

    def font_faces(self) -> Iterator[str]:
        """Write the typeface with all letters that the marks have needed until now."""
        faces = []
        for bold, letters in self._letters.items():
            if letters:
                data = base64.b64encode(self.typeface.file("".join(sorted(letters)), bold)).decode("ascii")
                source = f'url("data:font/woff;base64,{data}") format("woff")'
                faces.append(f'@font-face{{font-family:"{FAMILY}";font-weight:{WEIGHTS[bold]};src:{source}}}')
        if faces:
            yield f"<style>{''.join(faces)}</style>"

    def mark(self, each: Placed, clipped: bool = False) -> None:
        """Write one mark as a group with its name, role and opacity; one is `clipped` as the picture is."""
        words = [f'class="{type(each.mark).__name__.lower()} {each.mark.role.value}"']
        if each.mark.name:
            words.insert(0, f"id={quoteattr(self._id(each.mark.name))}")
        if each.opacity < 1.0:
            words.append(f'opacity="{_n(each.opacity, 3)}"')
        if clipped:
            words.append(f'clip-path="url(#{PICTURE})"')
        self.lines.append(f"<g {' '.join(words)}>")
        if each.mark.name:
            self.lines.append(f"<title>{escape(each.mark.name)}</title>")
        self.lines += self._drawn(each.mark, each.dx, each.dy)
        self.lines.append("</g>")

    def _id(self, name: str) -> str:
        """The name as an id that no other mark has."""
        word = _NOT_IN_IDS.sub("-", name).strip("-") or "mark"
        self._used[word] = self._used.get(word, 0) + 1
        return word if self._used[word] == 1 else f"{word}-{self._used[word]}"

    def _drawn(self, mark: Drawn, dx: float, dy: float) -> Iterator[str]:
        if isinstance(mark, Rect):
            yield self._rect(mark, dx, dy)
        elif isinstance(mark, Path):
            kind = "polygon" if mark.closed else "polyline"
            style = self._style(mark.role, mark.fill if mark.closed else 0.0, mark.line, mark.dashed)
            yield f'<{kind} points="{_points(_thinned(mark.points), dx, dy)}" {style}/>'
        elif isinstance(mark, Arrow):
            yield from self._arrow(mark, dx, dy)
        elif isinstance(mark, Text):
            yield from self._text(replace(mark, x=mark.x + dx, y=mark.y + dy))
        elif isinstance(mark, Formula):
            yield from self._formula(replace(mark, x=mark.x + dx, y=mark.y + dy))
        elif isinstance(mark, Image):
            yield _picture(mark.lattice.moved(dx, dy), mark.pixels.array, mark.smooth)
        else:
            yield from self._grid(replace(mark, origin=(mark.origin[0] + dx, mark.origin[1] + dy)))

    def _style(self, role: Role, fill: float, line: float, dashed: bool = False) -> str:
        colour = self.theme.colour(role)
        words = [f'fill="{colour}"' if fill > 0 else 'fill="none"']
        if 0 < fill < 1:
            words.append(f'fill-opacity="{_n(fill, 3)}"')
        if line > 0:
            width = line * self.theme.lines
            words.append(f'stroke="{colour}" stroke-width="{_n(width)}"')
        if line > 0 and dashed:
            dashes = " ".join(_n(part * width) for part in look.DASHES)
            words.append(f'stroke-linecap="butt" stroke-dasharray="{dashes}"')
        return " ".join(words)

    def _rect(self, mark: Rect, dx: float, dy: float) -> str:
        corners = f' rx="{_n(mark.radius)}"' if mark.radius > 0 else ""
        return (
            f'<rect x="{_n(mark.x + dx)}" y="{_n(mark.y + dy)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'
            f"{corners} {self._style(mark.role, mark.fill, mark.line, mark.dashed)}/>"
        )

    def _arrow(self, mark: Arrow, dx: float, dy: float) -> Iterator[str]:
        start, middle, end = (_point(point, dx, dy) for point in look.shaft(mark))
        yield f'<path d="M{start} Q{middle} {end}" {self._style(mark.role, 0.0, mark.line)}/>'
        yield f'<polygon points="{_points(arrow_head(mark), dx, dy)}" {self._style(mark.role, 1.0, 0.0)}/>'

    def _text(self, mark: Text) -> Iterator[str]:
        """Write each run where it stands, without the spaces around it: viewers disagree on whether those are wide."""
        size, shift = look.text_size(mark, self.theme), look.SHIFT[mark.anchor]
        widths = [size * self.typeface.width(run.text, run.bold) for run in mark.runs]
        left = mark.x + shift * sum(widths)
        for run, room in zip(mark.runs, widths, strict=True):
            words = run.text.strip()
            if words:
                indent = run.text[: run.text.index(words)]
                start = left + size * self.typeface.width(indent, run.bold)
                width = size * self.typeface.width(words, run.bold)
                yield self._words(replace(run, text=words), mark, start - shift * width, size, width)
            left += room

    def _words(self, run: TextRun, line: Text, x: float, size: float, width: float) -> str:
        self._letters[run.bold] |= set(run.text)
        how = [f'x="{_n(x)}" y="{_n(line.y + look.BASELINE * size)}" font-size="{_n(size)}"']
        if line.anchor != "start":
            how.append(f'text-anchor="{line.anchor}"')
        how.append(f'textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"')
        how.append(f'fill="{self.theme.colour(run.role or line.role)}"')
        if run.bold:
            how.append(f'font-weight="{WEIGHTS[True]}"')
        if "  " in run.text:
            how.append('xml:space="preserve"')
        return f"<text {' '.join(how)}>{escape(run.text)}</text>"

    def _formula(self, mark: Formula) -> Iterator[str]:
        sized = replace(mark, size=look.text_size(mark, self.theme))
        found = self.typeset(sized, self.theme) if self.typeset is not None else None
        if found is None:
            yield from self._text(look.plain_text(mark))
        else:
            yield found

    def _grid(self, grid: Grid) -> Iterator[str]:
        found = look.tiles(grid, self.scales.of(grid.scale_name), self.theme)
        for frame in look.ground(grid):
            yield self._rect(frame, 0.0, 0.0)
        if look.is_picture(grid):
            yield _picture(grid.lattice, found.fill)
        else:
            yield from self._cells(grid, found)
        yield from self._numbers(grid, found)
        for part in placed(look.frames(grid)):
            yield from self._drawn(part.mark, 0.0, 0.0)

    def _cells(self, grid: Grid, found: Tiles) -> Iterator[str]:
        """Write the tiles; rings and outlines are strokes within them."""
        if not grid.loose:
            yield f'<polygon points="{_points(grid.lattice.corners)}" fill="{self.theme.background}"/>'
        across, down = look.sides(grid)
        along = replace(grid.lattice, u=_scaled(grid.u, across), v=_scaled(grid.v, down))
        yield f'<g class="tiles" transform="{_matrix(along)}" stroke-linecap="butt">'
        for cell in np.ndindex(*grid.values.shape):
            yield from self._tile(grid, found, cell)
        yield "</g>"

    def _tile(self, grid: Grid, found: Tiles, cell: tuple[int, ...]) -> Iterator[str]:
        row, column = cell
        (x, y, width, height), side = look.tile_box(grid, row, column), look.smaller_side(grid)
        line, fill = look.ring_width(grid, found, (row, column), self.theme), hexed(found.fill[row, column])
        style = f'fill="{fill}"'
        if line > 0:
            style += f' stroke="{hexed(found.ring[row, column])}" stroke-width="{_n(line)}"'
        if found.dashed[cell]:
            style += f' stroke-dasharray="{" ".join(_n(part * line) for part in look.DASHES)}"'
        yield (
            f'<rect x="{_n(x + line / 2)}" y="{_n(y + line / 2)}" width="{_n(width - line)}" '
            f'height="{_n(height - line)}" rx="{_n(max(0.0, look.CORNER * side - line / 2))}" {style}/>'
        )
        if found.beyond[cell]:
            corner = " ".join(_point((x + width - left * side, y + down * side)) for left, down in look.BEYOND)
            yield f'<polygon points="{corner}" fill="{look.corner_colour(grid, found, (row, column), self.theme)}"/>'

    def _numbers(self, grid: Grid, found: Tiles) -> Iterator[str]:
        size = look.number_size(grid, self.theme)
        if size <= 0:
            return
        labels, lattice = grid.labels, grid.lattice
        yield f'<g font-size="{_n(size)}" text-anchor="middle">'
        for index in range(look.written(grid)):
            row, column = divmod(index, lattice.columns)
            label = labels[row][column]
            bold = look.is_bold(label)
            self._letters[bold] |= set(label)
            x, y = look.number_place(grid, row, column)
            place = f'x="{_n(x)}" y="{_n(y + look.BASELINE * size)}"'
            weight = f' font-weight="{WEIGHTS[True]}"' if bold else ""
            yield f'<text {place} fill="{hexed(found.ink[row, column])}"{weight}>{label}</text>'
        yield "</g>"


def _clip() -> str:
    """Keep what the camera looks at between the title and the caption."""
    top, bottom = PANE
    pane = f'<rect x="0" y="{_n(top)}" width="{WIDTH}" height="{_n(bottom - top)}"/>'
    return f'<defs><clipPath id="{PICTURE}">{pane}</clipPath></defs>'


def _ground(theme: Theme, height: float) -> Iterator[str]:
    """Write the stage itself, which glows in its middle where the theme says so."""
    fill = theme.background
    if theme.glow != theme.background:
        x, y = look.GLOW_AT
        yield (
            f'<radialGradient id="stage-glow" gradientUnits="userSpaceOnUse" cx="{_n(x)}" cy="{_n(y)}" '
            f'r="{_n(look.GLOW_RADIUS)}"><stop stop-color="{theme.glow}"/>'
            f'<stop offset="1" stop-color="{theme.background}"/></radialGradient>'
        )
        fill = "url(#stage-glow)"
    yield f'<rect width="{WIDTH}" height="{_n(height)}" fill="{fill}"/>'


def _picture(lattice: Lattice, pixels: Colours, smooth: bool = False) -> str:
    """Write a picture, its pixels repeated unless it is smooth: not every viewer knows how to keep them sharp."""
    across, down = (1 if smooth else max(1, round(math.hypot(*side))) for side in (lattice.u, lattice.v))
    large = pixels.repeat(down, axis=0).repeat(across, axis=1)
    data = base64.b64encode(png.encode(large)).decode("ascii")
    sharp = ' style="image-rendering:pixelated"' if across * down > 1 else ""
    return (
        f'<image width="{lattice.columns}" height="{lattice.rows}" transform="{_matrix(lattice)}" '
        f'preserveAspectRatio="none"{sharp} xlink:href="data:image/png;base64,{data}"/>'
    )


def _scaled(side: Point, by: float) -> Point:
    return side[0] / by, side[1] / by


def _matrix(lattice: Lattice) -> str:
    """The way from (column, row) to the stage."""
    return f"matrix({' '.join(_n(number, 4) for number in (*lattice.u, *lattice.v, *lattice.origin))})"


def _points(points: tuple[Point, ...], dx: float = 0.0, dy: float = 0.0) -> str:
    return " ".join(_point(point, dx, dy) for point in points)


def _point(point: Point, dx: float = 0.0, dy: float = 0.0) -> str:
    return f"{_n(point[0] + dx)},{_n(point[1] + dy)}"


def _thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points without those that the line goes through anyway (Douglas and Peucker, 1973)."""
    places, kept = np.array(points), {0, len(points) - 1}
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        between = _distances(places[first + 1 : last], places[first], places[last])
        if between.size and between.max() > STRAIGHT:
            middle = first + 1 + int(between.argmax())
            kept.add(middle)
            stretches += [(first, middle), (middle, last)]
    return tuple(points[index] for index in sorted(kept))


def _distances(points: Array, start: Array, end: Array) -> Array:
    """How far points are from a stretch of a line."""
    along, away = end - start, points - start
    length = float(along @ along)
    shares = np.clip(away @ along / length, 0.0, 1.0) if length > 0 else np.zeros(len(points))
    found: Array = np.hypot(*(away - shares[:, None] * along).T)
    return found


def _n(number: float, decimals: int = 2) -> str:
    """A number as short as it gets, and never "-0". A hundredth of a unit is less than anybody sees."""
    text = f"{number:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
