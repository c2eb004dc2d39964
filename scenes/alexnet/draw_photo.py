"""The picture, first large with the window of conv1 on it, then small at the head of the layers."""

from __future__ import annotations

from scenes import reference
from scenes.alexnet.computed import Build
from scenes.alexnet.story import FLIGHT, Steps
from scenes.stage.core.grips import Scrub
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Image, Rect, Role, Text, TextRun
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.maps import photograph
from scenes.stage.draw.sliding import lattice_of_windows
from scenes.stage.draw.walk import Walk, walk
from scenes.stage.numbers.values import Values

BIG_Y, BIG = 200.0, 584.0
SMALL_MIDDLE = 288.0
ZOOM_X, ZOOM = 860.0, 352.0
WORDS_Y = 610.0


def draw_photo(stage: Stage, of: Build, now: Steps) -> None:
    """Draw the picture where it has come to; while it is large, one window after another is read."""
    side = of.network.shape[1]
    gone = ease(now.spans["conv1"].t / FLIGHT)
    large = between(BIG, of.face(side), gone)
    x, y = LEFT, between(BIG_Y, SMALL_MIDDLE - of.face(side) / 2, gone)
    u = large / side
    picture = Image(pixels=photograph("astronaut", side), origin=(x, y), u=(u, 0), v=(0, u), name="picture")
    stage.add(picture, opacity=now.bars)
    if gone < 1:
        _, rows, columns = of.layers[0].shape
        slide = walk(now.spans["picture"], rows, columns, (0, 0), lead=0.05)
        stage.add(*_windows(of, slide, BIG / side), opacity=max(0.0, 1.0 - 8 * gone))


def _windows(of: Build, slide: Walk, u: float) -> list[AnyMark]:
    """The window where it stands, what lies in it, and the edge that no window reaches."""
    first, side = of.layers[0], of.network.shape[1]
    assert first.kernel is not None
    (k, _), (s, _), (p, _) = first.kernel, first.stride, first.padding
    row, column = slide.cell
    top, left = row * s - p, column * s - p
    marks: list[AnyMark] = [heading(LEFT, BIG_Y - 22, "picture", f"3×{side}×{side}", Role.INPUT)]
    marks += _unreached(reference.unreached(side, k, s, p) - p, side, u)
    marks.append(
        Rect(x=LEFT + max(left, 0) * u, y=BIG_Y + max(top, 0) * u, width=(k + min(left, 0)) * u,
             height=(k + min(top, 0)) * u, line=5.0, role=Role.KERNEL, name="window")
    )  # fmt: skip
    if slide.when is not None:
        marks.append(_scrubber(of, slide, u))
    seen = Values(photograph("astronaut", side).array[max(top, 0) : top + k, max(left, 0) : left + k])
    cell = ZOOM / k
    marks += [
        heading(ZOOM_X, BIG_Y - 22, "window", f"3×{k}×{k}, stride {s}", Role.KERNEL),
        Image(pixels=seen, origin=(ZOOM_X, BIG_Y), u=(cell, 0), v=(0, cell), name="window's pixels"),
        *_words(of, slide),
    ]
    return marks


def _scrubber(of: Build, slide: Walk, u: float) -> Rect:
    """The picture as a place to drag the window over."""
    first = of.layers[0]
    assert first.kernel is not None
    assert slide.when is not None
    _, rows, columns = first.shape
    corner = (LEFT - first.padding[1] * u, BIG_Y - first.padding[0] * u)
    lattice = lattice_of_windows(corner, u, first.kernel[0], first.stride[0], rows, columns)
    return Rect(x=LEFT, y=BIG_Y, width=BIG, height=BIG, name="picture in time", grip=Scrub(lattice, *slide.when))


def _unreached(pixels_left: int, side: int, u: float) -> list[AnyMark]:
    """The strips at the right and at the bottom that come after the last window, if any."""
    if pixels_left <= 0:
        return []
    thick, start = pixels_left * u, (side - pixels_left) * u
    across = Rect(x=LEFT, y=BIG_Y + start, width=BIG, height=thick, fill=0.7, role=Role.WARNING, name="rows not read")
    down = Rect(x=LEFT + start, y=BIG_Y, width=thick, height=BIG, fill=0.7, role=Role.WARNING, name="columns not read")
    return [across, down]


def _words(of: Build, slide: Walk) -> list[AnyMark]:
    """Which place the window has come to."""
    maps, rows, columns = of.layers[0].shape
    place = slide.cell[0] * columns + slide.cell[1] + 1
    lines = (
        (TextRun("place  ", Role.MUTED), TextRun(f"{place:,}", Role.HIGHLIGHT, bold=True),
         TextRun(f"  of {rows}·{columns} = "), TextRun(f"{rows * columns:,}", bold=True)),
        (TextRun(f"{maps} filters", Role.KERNEL, bold=True), TextRun(" read every one of them:", Role.MUTED)),
        (TextRun(f"{maps} maps of {rows} × {columns}", Role.OUTPUT, bold=True),),
    )  # fmt: skip
    return [Text(x=ZOOM_X, y=WORDS_Y + 52 * index, runs=runs, size=30) for index, runs in enumerate(lines)]
