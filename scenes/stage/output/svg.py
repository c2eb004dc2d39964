"""Frames as SVG files, with nothing but the standard library: for print, for the web, and for tests to compare.

A file stands alone: pictures are inside it, and on demand the typeface too. Marks keep their names (ids and titles)
and their roles (classes), so that a file can be styled, read out and searched.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

import assets
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
    Placed,
    Rect,
    Role,
    Text,
    TextRun,
    arrow_head,
    placed,
)
from scenes.stage.core.stage import Frame
from scenes.stage.output import png
from scenes.stage.output import styling as look
from scenes.stage.output.shading import Colours
from scenes.stage.output.theme import Theme

Typeset = Callable[[Formula, Theme], str | None]
"""Sets a formula as SVG elements where it stands, at its size; None where it can't be."""

FONT_FILES = {400: "Inter-Regular.otf", 600: "Inter-SemiBold.otf"}
_NOT_IN_IDS = re.compile(r"[^\w.-]+")


def to_svg(
    frame: Frame, theme: Theme, typeset: Typeset | None = None, *, height: float = HEIGHT, embed_fonts: bool = False
) -> str:
    """Write a frame as an SVG file, always the same for the same frame.

    Without `typeset` formulas stand in plain text. `embed_fonts` puts the typeface into the file (0.7 MB), so that it
    looks the same where it isn't installed. The stage is `height` units high.
    """
    body = _Writer(theme, typeset)
    for each in frame.placed():
        body.mark(each)
    step = frame.steps[frame.step] if frame.steps else None
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'width="{WIDTH}" height="{_n(height)}" viewBox="0 0 {WIDTH} {_n(height)}" '
        f'font-family="Inter, sans-serif" style="font-variant-numeric:tabular-nums">'
    ]
    if step is not None:
        lines += [f"<title>{escape(step.title)}</title>", f"<desc>{escape(step.caption)}</desc>"]
    if embed_fonts:
        lines.append(f"<style>{_font_faces()}</style>")
    lines.append(f'<rect width="{WIDTH}" height="{_n(height)}" fill="{theme.background}"/>')
    return "\n".join([*lines, *body.lines, "</svg>", ""])


class _Writer:
    """Writes marks as lines of SVG."""

    def __init__(self, theme: Theme, typeset: Typeset | None) -> None:
        self.theme = theme
        self.typeset = typeset
        self.lines: list[str] = []
        self._used: dict[str, int] = {}

    def mark(self, each: Placed) -> None:
        """Write one mark as a group with its name, role and opacity."""
        words = [f'class="{type(each.mark).__name__.lower()} {each.mark.role.value}"']
        if each.mark.name:
            words.insert(0, f"id={quoteattr(self._id(each.mark.name))}")
        if each.opacity < 1.0:
            words.append(f'opacity="{_n(each.opacity)}"')
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
            yield f'<{kind} points="{_points(mark.points, dx, dy)}" {style}/>'
        elif isinstance(mark, Arrow):
            yield from self._arrow(mark, dx, dy)
        elif isinstance(mark, Text):
            yield self._text(replace(mark, x=mark.x + dx, y=mark.y + dy))
        elif isinstance(mark, Formula):
            yield self._formula(replace(mark, x=mark.x + dx, y=mark.y + dy))
        elif isinstance(mark, Image):
            yield _picture(mark.lattice.moved(dx, dy), mark.pixels.array)
        else:
            yield from self._grid(replace(mark, origin=(mark.origin[0] + dx, mark.origin[1] + dy)))

    def _style(self, role: Role, fill: float, line: float, dashed: bool = False) -> str:
        colour = self.theme.colour(role)
        words = [f'fill="{colour}"' if fill > 0 else 'fill="none"']
        if 0 < fill < 1:
            words.append(f'fill-opacity="{_n(fill)}"')
        if line > 0:
            width = line * self.theme.lines
            words.append(f'stroke="{colour}" stroke-width="{_n(width)}" stroke-linejoin="round"')
            words.append('stroke-linecap="butt"' if dashed else 'stroke-linecap="round"')
        if line > 0 and dashed:
            words.append(f'stroke-dasharray="{" ".join(_n(part * width) for part in look.DASHES)}"')
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

    def _text(self, mark: Text) -> str:
        size = look.text_size(mark, self.theme)
        spans = "".join(self._span(run, mark.role) for run in mark.runs)
        return (
            f'<text x="{_n(mark.x)}" y="{_n(mark.y + look.BASELINE * size)}" font-size="{_n(size)}" '
            f'text-anchor="{mark.anchor}" xml:space="preserve">{spans}</text>'
        )

    def _span(self, run: TextRun, role: Role) -> str:
        weight = ' font-weight="600"' if run.bold else ""
        return f'<tspan fill="{self.theme.colour(run.role or role)}"{weight}>{escape(run.text)}</tspan>'

    def _formula(self, mark: Formula) -> str:
        sized = replace(mark, size=look.text_size(mark, self.theme))
        found = self.typeset(sized, self.theme) if self.typeset is not None else None
        return self._text(look.plain_text(mark)) if found is None else found

    def _grid(self, grid: Grid) -> Iterator[str]:
        colours = look.fills(grid, self.theme)
        if look.is_picture(grid):
            yield _picture(grid.lattice, colours)
        else:
            yield from self._cells(grid, colours)
        yield from self._numbers(grid, colours)
        for part in placed(look.frames(grid)):
            yield from self._drawn(part.mark, 0.0, 0.0)

    def _cells(self, grid: Grid, colours: Colours) -> Iterator[str]:
        """Write the cells in their own units, in which each is a square of side 1."""
        rows, columns = grid.values.shape
        yield f'<polygon points="{_points(grid.lattice.corners)}" fill="{self.theme.background}"/>'
        yield f'<g transform="{_matrix(grid.lattice)}">'
        radii = " ".join(f'{name}="{_n(radius)}"' for name, radius in zip(("rx", "ry"), look.corner(grid), strict=True))
        side, start = 1.0 - grid.gap, grid.gap / 2
        for row in range(rows):
            for column in range(columns):
                yield (
                    f'<rect x="{_n(column + start)}" y="{_n(row + start)}" width="{_n(side)}" height="{_n(side)}" '
                    f'{radii} fill="{_hex(colours, row, column)}"/>'
                )
        yield "</g>"
        lines = " ".join(f"M{_point(start)} L{_point(end)}" for start, end in look.hatching(grid))
        if lines:
            width = look.HATCH_LINE * self.theme.lines
            style = f'stroke="{self.theme.border}" stroke-width="{_n(width)}" stroke-linecap="round"'
            yield f'<path d="{lines}" fill="none" {style}/>'

    def _numbers(self, grid: Grid, colours: Colours) -> Iterator[str]:
        size = look.number_size(grid, self.theme)
        if size <= 0:
            return
        inks, labels, lattice = look.inks(grid, colours), grid.labels, grid.lattice
        yield f'<g font-size="{_n(size)}" text-anchor="middle">'
        for index in range(look.written(grid)):
            row, column = divmod(index, lattice.columns)
            x, y = lattice.center(row, column)
            place = f'x="{_n(x)}" y="{_n(y + look.BASELINE * size)}"'
            yield f'<text {place} fill="{inks[row][column]}">{labels[row][column]}</text>'
        yield "</g>"


def _picture(lattice: Lattice, pixels: Colours) -> str:
    """Write a picture with each of its pixels repeated, because not every viewer knows how to keep them sharp."""
    across, down = (max(1, round(math.hypot(*side))) for side in (lattice.u, lattice.v))
    large = pixels.repeat(down, axis=0).repeat(across, axis=1)
    data = base64.b64encode(png.encode(large)).decode("ascii")
    sharp = ' style="image-rendering:pixelated"' if across * down > 1 else ""
    return (
        f'<image width="{lattice.columns}" height="{lattice.rows}" transform="{_matrix(lattice)}" '
        f'preserveAspectRatio="none"{sharp} xlink:href="data:image/png;base64,{data}"/>'
    )


def _matrix(lattice: Lattice) -> str:
    """The way from (column, row) to the stage."""
    return f"matrix({' '.join(_n(number) for number in (*lattice.u, *lattice.v, *lattice.origin))})"


def _hex(colours: Colours, row: int, column: int) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colours[row, column])


def _points(points: tuple[Point, ...], dx: float = 0.0, dy: float = 0.0) -> str:
    return " ".join(_point(point, dx, dy) for point in points)


def _point(point: Point, dx: float = 0.0, dy: float = 0.0) -> str:
    return f"{_n(point[0] + dx)},{_n(point[1] + dy)}"


def _n(number: float) -> str:
    """A number with up to four decimals, as short as it gets, and never "-0"."""
    text = f"{number:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _font_faces() -> str:
    faces = []
    for weight, file in FONT_FILES.items():
        data = base64.b64encode(assets.path("fonts", file).read_bytes()).decode("ascii")
        source = f'url("data:font/otf;base64,{data}") format("opentype")'
        faces.append(f'@font-face{{font-family:"Inter";font-weight:{weight};src:{source}}}')
    return "".join(faces)
