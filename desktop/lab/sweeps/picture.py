"""A sweep as one picture: how each run ended, over what varies, and beside it the way that the runs went."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from desktop.lab.sweeps.series import Dot, Series, Shown
from engine.contract.spec import about
from engine.contract.sweeps.axes import FIELDS, shown
from scenes.stage.charts.axes import Axes, Range
from scenes.stage.charts.curve_key import DOT
from scenes.stage.charts.curves import above_zero, curve, decades, level
from scenes.stage.core.catalogue import Scene, render
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Frame, Stage
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import number_text

BOX = (168.0, 196.0, 800.0, 400.0)
"""Where the results are drawn."""
HEADING_Y, NAMES_Y, FOOT_Y = 136.0, 726.0, 786.0
SMALL = (1064.0, 196.0, 480.0, 470.0)
"""Where the ways of the runs are drawn, a small chart for each value of the field along the axis."""
ROWS, NOTES, WORDS = 4, 24.0, 32.0
"""So many small charts stand below each other; the letters of notes, and of what must be read."""
NUMBERS = 58.0
"""Room at the left of the small charts for the numbers at their axes."""
CLOSE = 0.05
"""Results of seeds fill the axis, but for a part of its usual length: less would look like much."""
HIGH = 1.25
"""The axis of the loss reaches so many times as high as guessing; what lies above stands at its edge."""
GONE_ABOVE = 26.0
"""How far above the axes stand the runs that diverged."""
DECADE = 8.0
"""Values that lie so many times apart stand on a logarithmic axis."""
BAND = 0.22


class Place(NamedTuple):
    """Where a run's dot is, and the run's index."""

    x: float
    y: float
    run: int


def scene(what: Shown) -> Scene:
    """The scene whose only step is the picture of a sweep."""

    def draw(stage: Stage, knobs: Knobs) -> None:
        stage.step("Sweep", _caption(what), 3.0, still=True)
        stage.add(*marks(what))

    measured = "Loss" if what.measure == "loss" else "Accuracy"
    return Scene("sweep", f"{measured} at the end, over the {what.across.title}", "", 0, "", (), (), (), draw, Knobs)


def frame(what: Shown) -> Frame:
    """The picture of a sweep as far as it has come."""
    made = scene(what)
    return render(made, made.knobs(), 0.0)


def _caption(what: Shown) -> str:
    if what.spread and what.outcomes:
        return f"Dots are runs, the line is their median, the band holds {what.spread}."
    return "Each dot is a run. Click one to look at it."


def marks(what: Shown) -> list[AnyMark]:
    """The picture between the title and the caption."""
    axes, series = _axes(what), what.series
    unit = "validation loss, in nats" if what.measure == "loss" else "validation accuracy, in %"
    drawn: list[AnyMark] = [lettering(LEFT, HEADING_Y, unit.capitalize(), Role.TEXT, size=40.0, name="heading")]
    drawn += axes.frame(what.across.title, zero=False)
    classes = len(about(what.sweep.base.data).classes)
    if what.measure == "loss" and axes.y[0] <= math.log(classes) <= axes.y[1]:
        drawn += level(axes, math.log(classes), f"guessing: ln {classes} = {number_text(math.log(classes))}")
    drawn += [mark for each in series for mark in _band(axes, what, each)]
    drawn += [mark for each in series for mark in _line(axes, what, each)]
    drawn += [mark for index, each in enumerate(series) for mark in _dots(axes, what, each, index)]
    drawn += _gone(series)
    return [*drawn, *_ways(what), *_foot(what, series)]


def places(what: Shown) -> Iterator[Place]:
    """Where each run stands in the picture; one with several contestants stands at several places."""
    axes = _axes(what)
    for each in what.series:
        for dot in each.dots:
            yield Place(*_place(axes, what, dot), dot.run)


def _place(axes: Axes, what: Shown, dot: Dot) -> tuple[float, float]:
    """A dot's place: at the edge if it lies beyond, above the axes if it diverged."""
    if not math.isfinite(dot.y):
        return axes.at(dot.x, axes.y[1])[0], BOX[1] - GONE_ABOVE
    return axes.at(dot.x, min(max(_scaled(what, dot.y), axes.y[0]), axes.y[1]))


def _scaled(what: Shown, result: float) -> float:
    return result if what.measure == "loss" else 100 * result


def _axes(what: Shown) -> Axes:
    """The plane of the results."""
    xs, whole = what.across.values, FIELDS[what.across.field].whole
    log = not whole and min(xs) > 0 and max(xs) >= DECADE * min(xs)
    y, log_y = _heights(what)
    if what.across.field == "seed":
        y, log_y = _close(what, y, log_y)
    return Axes(BOX, _room(xs, log), y, log_x=log, whole_x=whole, log_y=log_y)


def _heights(what: Shown) -> tuple[Range, bool]:
    """The range of the results from the beginning of a run on, and whether it is logarithmic."""
    if what.measure == "accuracy":
        return (0.0, 100.0), False
    guess = math.log(len(about(what.sweep.base.data).classes))
    found = what.results
    if found and min(found) > 0 and max(found) < 0.05 * guess:
        return decades([np.array([min(found), guess])]), True
    return above_zero(HIGH * guess), False


def _close(what: Shown, y: Range, log: bool) -> tuple[Range, bool]:
    """The range of the results at the end, where these differ by chance only: it is the spread that is looked at."""
    found = [_scaled(what, each) for each in what.results]
    if not found:
        return y, log
    low, high = min(found), max(found)
    least = max(0.0, CLOSE * (HIGH * high if log else y[1] - y[0]) - (high - low)) / 2
    beside = 0.1 * (high - low) + least
    return (max(0.0, low - beside), min(100.0, high + beside) if what.measure == "accuracy" else high + beside), False


def _room(xs: Sequence[float], log: bool) -> Range:
    """The range that holds all values, with room at both ends for their dots."""
    low, high = min(xs), max(xs)
    if log:
        beside = (high / low) ** 0.06
        return low / beside, high * beside
    beside = 0.06 * (high - low) or max(0.5, 0.5 * abs(low))
    return low - beside, high + beside


def _band(axes: Axes, what: Shown, series: Series) -> list[AnyMark]:
    """What all runs of a line hold between them."""
    found = series.summary
    if what.across.field == "seed" and len(found) > 1:
        lows, highs = [each[1] for each in found], [each[3] for each in found]
        found = tuple((x, min(lows), 0.0, max(highs)) for x in (axes.x[0], axes.x[1]))
    if len(found) < 2 or all(low == high for _, low, _, high in found):
        return []
    low, high = axes.y
    below = [axes.at(x, min(max(_scaled(what, y), low), high)) for x, y, _, _ in found]
    above = [axes.at(x, min(max(_scaled(what, y), low), high)) for x, _, _, y in found]
    name = f"band of {series.name}"
    return [Path(points=(*below, *reversed(above)), closed=True, fill=BAND, line=0.0, role=series.role, name=name)]


def _line(axes: Axes, what: Shown, series: Series) -> list[AnyMark]:
    """The middle of all runs of a line, over what varies."""
    found = series.summary
    if what.across.field == "seed":
        middle = float(np.median([each[2] for each in found])) if found else math.nan
        found = tuple((x, 0.0, middle, 0.0) for x in (axes.x[0], axes.x[1])) if len(found) > 1 else ()
    middles = [min(_scaled(what, middle), axes.y[1]) for _, _, middle, _ in found]
    return list(axes.line([each[0] for each in found], middles, series.role, f"middle of {series.name}"))


def _dots(axes: Axes, what: Shown, series: Series, index: int) -> list[AnyMark]:
    """A dot for each run, a cross for one that diverged."""
    made: list[AnyMark] = []
    for dot in series.dots:
        x, y = _place(axes, what, dot)
        name = f"run {dot.run + 1} of line {index + 1}"
        if math.isfinite(dot.y):
            made.append(
                Rect(
                    x=x - DOT, y=y - DOT, width=2 * DOT, height=2 * DOT, radius=DOT, fill=1.0, role=series.role,
                    name=name, value=_scaled(what, dot.y),
                )
            )  # fmt: skip
        else:
            for one, other in ((-DOT, DOT), (DOT, -DOT)):
                ends = ((x - DOT, y + one), (x + DOT, y + other))
                made.append(Path(points=ends, line=4.0, role=series.role, name=name))
    return made


def _gone(series: Sequence[Series]) -> list[AnyMark]:
    """What the crosses above the axes are."""
    if all(math.isfinite(dot.y) for each in series for dot in each.dots):
        return []
    y = BOX[1] - GONE_ABOVE
    return [lettering(BOX[0] - 12, y, "diverged", Role.MUTED, size=WORDS, anchor="end", name="diverged")]


def _ways(what: Shown) -> list[AnyMark]:
    """The validation losses or accuracies on the way, a small chart for each value."""
    values = what.across.values
    columns = 1 if len(values) <= ROWS else 2
    chosen = _spread(values, ROWS * columns)
    left, top, width, height = SMALL
    rows = math.ceil(len(chosen) / columns)
    across, down = (width - NUMBERS) / columns, height / max(rows, 2)
    last = max([step for each in what.outcomes.values() for course in each.courses for step in course.steps] or [1])
    y, log_y = _heights(what)
    made: list[AnyMark] = [lettering(left, HEADING_Y, "On the way", Role.TEXT, size=40.0, name="on the way")]
    for number, value in enumerate(chosen):
        row, column = divmod(number, columns)
        box = (left + NUMBERS + column * across, top + row * down + 8, across - 24, down - 46)
        axes = Axes(box, (0.0, float(max(last, 1))), y, log_y=log_y)
        made += _way(what, value, axes)
        made += _ends(axes, column == 0, bool(what.outcomes) and number + columns >= len(chosen))
    return made


def _ends(axes: Axes, first: bool, lowest: bool) -> list[AnyMark]:
    """The numbers at the ends of a small chart's axes, once for each row and each column."""
    left, top, width, height = axes.box
    made: list[AnyMark] = []
    for number, at in ((axes.y[1], top + 6), (axes.y[0], top + height - 6)) if first else ():
        made.append(lettering(left - 8, at, shown(number), Role.MUTED, size=NOTES, anchor="end", note=True))
    if lowest:
        words = f"{axes.x[1]:.0f} steps"
        made.append(lettering(left + width, top + height + 18, words, Role.MUTED, size=NOTES, anchor="end", note=True))
    return made


def _way(what: Shown, value: float, axes: Axes) -> list[AnyMark]:
    """One small chart: all runs with a value, over their steps."""
    left, top, width, height = axes.box
    corner = ((left, top), (left, top + height), (left + width, top + height))
    words = f"seed {shown(value)}" if what.across.field == "seed" else shown(value)
    made: list[AnyMark] = [
        Path(points=corner, line=2.0, role=Role.MUTED),
        lettering(
            left + width, top - 2, words, Role.MUTED, size=NOTES, anchor="end", note=True, name=f"way of {words}"
        ),
    ]
    for index, each in enumerate(what.series):
        for dot in each.dots:
            if dot.x == value:
                course = what.outcomes[dot.run].courses[what.contestant(index)]
                ys = np.array(course.losses if what.measure == "loss" else course.accuracies)
                ys = ys if what.measure == "loss" else 100 * ys
                made += curve(axes, np.array(course.steps), ys, each.role, f"way of run {dot.run + 1}", line=2.5)
    return made


def _spread(values: Sequence[float], most: int) -> list[float]:
    """At most so many values, evenly spread, the first and the last among them."""
    if len(values) <= most:
        return sorted(values)
    ordered = sorted(values)
    return [ordered[round(place * (len(ordered) - 1) / (most - 1))] for place in range(most)]


def _foot(what: Shown, series: Sequence[Series]) -> list[AnyMark]:
    """Which line is which, and where the best is."""
    runs: list[TextRun] = []
    for each in series:
        runs += [TextRun(", ")] * bool(runs) + [TextRun(each.name, each.role, bold=True)]
    made: list[AnyMark] = [Text(x=LEFT, y=NAMES_Y, runs=tuple(runs), size=WORDS, name="lines")]
    done = f"{len(what.outcomes)} of {counted(len(what.sweep.points), 'run')}"
    made.append(lettering(RIGHT, FOOT_Y, done, Role.MUTED, size=NOTES, anchor="end", note=True, name="how many"))
    best = _best(what, series)
    if best:
        made.append(lettering(LEFT, FOOT_Y, best, Role.MUTED, size=NOTES, note=True, name="best"))
    return made


def _best(what: Shown, series: Sequence[Series]) -> str:
    """Where each line has its best middle, in words."""
    if what.across.field == "seed":
        return _spreads(what, series)
    said = []
    for each in series:
        if each.summary:
            pick = min if what.measure == "loss" else max
            x, _, middle, _ = pick(each.summary, key=lambda one: one[2])
            said.append(f"{each.name}: {_said(what, middle)} at {shown(x)}")
    kind = "Lowest loss" if what.measure == "loss" else "Highest accuracy"
    of = f" (median of {what.spread})" if what.spread else ""
    return f"{kind}{of}: {'; '.join(said)}" if said else ""


def _spreads(what: Shown, series: Sequence[Series]) -> str:
    """What came out over all seeds, in words."""
    said = []
    for each in series:
        found = [middle for _, _, middle, _ in each.summary]
        if len(found) > 1:
            low, high = (_said(what, number).removesuffix(" %") for number in (min(found), max(found)))
            said.append(f"{each.name}: {_said(what, float(np.median(found)))} ({low} to {high})")
    return f"Median over the seeds: {'; '.join(said)}" if said else ""


def _said(what: Shown, result: float) -> str:
    return number_text(result) if what.measure == "loss" else f"{100 * result:.1f} %"
