"""The steps of the pooling scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED
from scenes.pooling.ordered import order_caption
from scenes.stage.core.lattice import Cell, nearest_cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, present
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import GLIDE, Walk
from scenes.stage.draw.walk import walk as walk_over

FLIGHT = 0.55
"""The share of a window's time from which its result is on its way; before, it is at work."""
LANDED = 0.96
"""The share of a window's time at which its result has arrived."""


@dataclass(frozen=True)
class Pace:
    """A walk over the windows: how far the present one's number is made and on its way, and how many are done."""

    walk: Walk
    work: float
    flight: float
    done: int


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done).

    `scan` is where a frame is that runs over windows too many to be framed all at once.
    """

    name: str
    intro: float
    tiles: float
    scan: tuple[float, float]
    window: float
    work: float
    write: float
    forth: Pace
    lost: float
    arrive: float
    back: Pace
    returned: float
    shift: float
    repool: float
    compare: float
    order: float

    @property
    def making(self) -> float:
        """How visible the magnified window is: from when it is opened until all are pooled."""
        return min(1.0, self.window * 1.5) * (1.0 - ease(self.lost / 0.3))

    @property
    def leftover(self) -> float:
        """How visible the stretched map is that shows what is left."""
        return ease((self.lost - 0.35) / 0.5) * (1.0 - ease(self.arrive / 0.25))

    @property
    def backward(self) -> float:
        """How visible the gradients are."""
        return ease((self.arrive - 0.4) / 0.5) * self.forward

    @property
    def pooled(self) -> float:
        """How visible the pooled map is in its first place."""
        return (1.0 - ease(self.arrive / 0.3)) * self.forward

    @property
    def forward(self) -> float:
        """How visible everything is that makes way for the shifted input."""
        return 1.0 - ease(self.shift / 0.12)

    @property
    def shifting(self) -> float:
        """How visible the input is beside its shifted self."""
        return ease((self.shift - 0.14) / 0.1) * (1.0 - ease(self.order / 0.1))


def tell(stage: Stage, of: Pool, chosen: Cell, by: int) -> Moment:
    """Lay out the steps; the first are about the window of the `chosen` cell, the last about a shift `by` pixels."""
    at = nearest_cell(chosen, *of.out)
    spans = {
        "intro": stage.step("The map", _map_caption(of), 2.5),
        "tiles": stage.step("The windows", _windows_caption(of), 3.5),
        "window": stage.step("One window", _window_caption(of), 2.5),
        "work": stage.step("The largest wins" if of.is_max else "Add and divide", _work_caption(of, at), 4.5),
        "write": stage.step("Write the cell", _write_caption(of), 2.5),
        "slide": stage.step("Every window", _slide_caption(of), _walk_seconds(of)),
        "lost": stage.step("What is left", _lost_caption(of), 4.0),
        "arrive": stage.step("A gradient arrives", _arrive_caption(of), 3.0),
        "back": stage.step("The way back", _back_caption(of), _walk_seconds(of) + 1.0),
        "shift": stage.step("Shift the input", _shift_caption(of, by), 5.0),
        "compare": stage.step("What has changed?", _compare_caption(of, by), 5.0),
        "order": stage.step("Before or after ReLU?", order_caption(of), 7.0),
    }
    name = present(spans)
    return Moment(
        name=name,
        intro=spans["intro"].motion,
        tiles=spans["tiles"].motion,
        scan=_scan(of, spans["tiles"].t / 0.9, at),
        window=spans["window"].motion,
        work=spans["work"].even,
        write=spans["write"].motion,
        forth=_pace(of, spans["slide"], at),
        lost=spans["lost"].motion,
        arrive=spans["arrive"].motion,
        back=_pace(of, spans["back"], (0, 0)),
        returned=spans["back"].t,
        shift=min(spans["shift"].t / 0.6, 1.0),
        repool=ease((spans["shift"].t - 0.5) / 0.4),
        compare=spans["compare"].motion,
        order=spans["order"].motion,
    )


def _pace(of: Pool, span: Span, at: Cell) -> Pace:
    """How far a walk over the windows has come; where they are too many to follow, each is done at once."""
    walk = walk_over(span, *of.out, at)
    if walk.when is None:
        return Pace(walk, 0.0, 0.0, 0)
    if of.windows > FOLLOWED:
        return Pace(walk, 1.0, 1.0, walk.written(glides=False))
    work = ease((walk.inside - GLIDE) / (FLIGHT - GLIDE))
    flight = max(0.0, min((walk.inside - FLIGHT) / (LANDED - FLIGHT), 1.0))
    return Pace(walk, work, flight, walk.index + (flight >= 1.0))


def _scan(of: Pool, share: float, at: Cell) -> tuple[float, float]:
    """Where a frame is that runs over all windows row by row, and then goes to the one looked at."""
    index = int(share * of.windows)
    row, column = divmod(index, of.out[1]) if index < of.windows else at
    return float(row), float(column)


def _walk_seconds(of: Pool) -> float:
    return min(2.2 * of.windows, 16.0) if of.windows <= FOLLOWED else 9.0


def _map_caption(of: Pool) -> str:
    channels, height, width = of.x.shape
    kind = "one channel" if channels == 1 else "three channels, each by itself"
    words = f"Pooling summarises a map, window by window. Here the map is {channels} × {height} × {width}: {kind}."
    if of.knobs.padding:
        never = "its cells hold −∞ and never win" if of.is_max else "its zeros count in the means"
        words += f" Around it {counted(of.knobs.padding, 'ring')} of padding: {never}."
    return words


def _windows_caption(of: Pool) -> str:
    k, s = of.knobs.size, of.knobs.stride
    size = f"Windows of {k} × {k} cells"
    if of.tiles:
        words = f"{size} tile the map: the stride, {s}, is as long as the window, so each cell lies in one window."
    elif s < k:
        words = f"{size}, a new one every {counted(s, 'cell')}: they overlap, and some cells lie in several windows."
    else:
        words = f"{size}, a new one every {s} cells: there are gaps, and cells in them (faded) are never looked at."
    if of.input.never_met is not None and s <= k:
        words += " The faded cells at the end are left over: no further window fits."
    return words


def _window_caption(of: Pool) -> str:
    words = f"Look at one window closely: {of.knobs.size**2} values go in, one comes out."
    if of.channels > 1:
        words += " Each channel has its own window and makes its own number: channels are not mixed."
    return words


def _work_caption(of: Pool, at: Cell) -> str:
    if not of.is_max:
        return (
            f"The values are added up and divided by {of.knobs.size**2}: all melt into their mean. "
            "There is no weight to learn."
        )
    words = "The values are compared one after the other, and the largest wins. There is no weight to learn."
    if of.ties(at):
        words += " A tie: the first of the largest in reading order counts as the winner."
    return words


def _write_caption(of: Pool) -> str:
    what = "The winner rises" if of.is_max else "The mean rises"
    return f"{what} into the pooled map, to the cell that stands where its window stands."


def _slide_caption(of: Pool) -> str:
    rows, columns = of.out
    what = "each winner rises" if of.is_max else "each mean rises"
    words = f"The same in all {rows} × {columns} = {rows * columns:,} windows: {what} into the pooled map."
    if of.channels > 1:
        words += f" {of.channels} channels go in and {of.channels} come out."
    return words


def _lost_caption(of: Pool) -> str:
    height, width = of.x.shape[1:]
    if of.windows >= height * width:
        return f"{height * width:,} numbers on each channel have become {of.windows:,}: with this stride no fewer."
    gone = "the others are gone, and where each winner stood" if of.is_max else "what made up each mean is gone"
    return (
        f"{height * width:,} numbers on each channel have become {of.windows:,}; {gone}. "
        "In the middle, the pooled map enlarged: all that later layers get to see."
    )


def _arrive_caption(of: Pool) -> str:
    return (
        "In training a gradient comes back: how the loss would change with each pooled number. Suppose it is this one "
        "(click a number to change it)."
    )


def _back_caption(of: Pool) -> str:
    if of.is_max:
        words = "Each window hands its gradient to its winner alone; all other cells get 0."
        end = " Where windows overlap, a cell that won several gets the sum."
    else:
        words = f"Each window hands every one of its cells an equal share, 1/{of.knobs.size**2} of its gradient."
        end = " Where windows overlap, the shares add up."
        if of.knobs.padding:
            end += " What falls on the padding is lost."
    return words + (end if of.knobs.stride < of.knobs.size or of.knobs.padding else "")


def _shift_caption(of: Pool, by: int) -> str:
    return (
        f"Does pooling care where things are? The input moves {counted(by, 'pixel')} to the right, zeros come in from "
        "the left, and it is pooled again with the same windows."
    )


def _compare_caption(of: Pool, by: int) -> str:
    shifted, s = of.shifted(by), of.knobs.stride
    words = f"{shifted.differ:,} of {shifted.cells:,} pooled cells differ, so pooling is not blind to a shift. "
    if shifted.differ == 0:
        words = "No pooled cell differs: this shift stays within the windows. That is not so for every shift. "
    if shifted.moved is None:
        return words + f"The windows stand {s} pixels apart, so the map can't simply follow a shift by {by}."
    if shifted.moved_cells == 0:
        return words
    borders = "" if shifted.moved == 0 else ", but for the borders"
    moved = counted(by // s, "cell")
    return words + f"{by} is a multiple of the stride {s}, so the map has only moved, by {moved}{borders}."
