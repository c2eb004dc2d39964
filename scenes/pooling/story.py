"""The steps of the pooling scene, and what is visible while they are told."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED
from scenes.pooling.ordered import order_caption
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.draw.blocks import counted, how_many_differ


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: forward through one window and all, the gradient's way back, and what a shift and the order do."""

    map: Span
    tiles: Span
    window: Span
    work: Span
    write: Span
    slide: Span
    lost: Span
    arrive: Span
    back: Span
    shift: Span
    compare: Span
    order: Span

    @property
    def making(self) -> float:
        """How visible the magnified window is: from when it is opened until all are pooled."""
        return min(1.0, self.window.motion * 1.5) * self.lost.fade(0.3)

    @property
    def leftover(self) -> float:
        """How visible the stretched map is that shows what is left."""
        return self.lost.rise(0.35, 0.85) * self.arrive.fade(0.25)

    @property
    def backward(self) -> float:
        """How visible the gradients are."""
        return self.arrive.rise(0.4, 0.9) * self.forward

    @property
    def pooled(self) -> float:
        """How visible the pooled map is in its first place."""
        return self.arrive.fade(0.3) * self.forward

    @property
    def forward(self) -> float:
        """How visible everything is that makes way for the shifted input."""
        return 1.0 - ease(self.shifted / 0.12)

    @property
    def shifting(self) -> float:
        """How visible the input is beside its shifted self."""
        return ease((self.shifted - 0.14) / 0.1) * self.order.fade(0.1)

    @property
    def shifted(self) -> float:
        """How far the input is shifted: evenly, and done before it is pooled again."""
        return min(self.shift.t / 0.6, 1.0)


def tell(stage: Stage, layer: Pool, at: Cell, by: int) -> Steps:
    """Lay out the steps; the first are about the window of the cell `at`, the last about a shift `by` pixels."""
    return Steps(
        map=stage.step("The map", _map_caption(layer), 2.5),
        tiles=stage.step("The windows", _windows_caption(layer), 3.5),
        window=stage.step("One window", _window_caption(layer), 2.5),
        work=stage.step("The largest wins" if layer.is_max else "Add and divide", _work_caption(layer, at), 4.5),
        write=stage.step("Write the cell", _write_caption(layer), 2.5),
        slide=stage.step("Every window", _slide_caption(layer), _walk_seconds(layer)),
        lost=stage.step("What is left", _lost_caption(layer), 4.0),
        arrive=stage.step("A gradient arrives", _arrive_caption(layer), 3.0),
        back=stage.step("The way back", _back_caption(layer), _walk_seconds(layer) + 1.0),
        shift=stage.step("Shift the input", _shift_caption(layer, by), 5.0),
        compare=stage.step("What has changed?", _compare_caption(layer, by), 5.0),
        order=stage.step("Before or after ReLU?", order_caption(layer), 7.0),
    )


def _walk_seconds(layer: Pool) -> float:
    return min(2.2 * layer.windows, 16.0) if layer.windows <= FOLLOWED else 9.0


def _map_caption(layer: Pool) -> str:
    channels, height, width = layer.x.shape
    kind = "one channel" if channels == 1 else "three channels, each by itself"
    words = f"Pooling summarises a map, window by window. Here the map is {channels} × {height} × {width}: {kind}."
    if layer.knobs.padding:
        never = "its cells hold −∞ and never win" if layer.is_max else "its zeros count in the means"
        words += f" Around it {counted(layer.knobs.padding, 'ring')} of padding: {never}."
    return words


def _windows_caption(layer: Pool) -> str:
    k, s = layer.knobs.size, layer.knobs.stride
    size = f"Windows of {k} × {k} cells"
    if layer.tiles:
        words = f"{size} tile the map: the stride, {s}, is as long as the window, so each cell lies in one window."
    elif s < k:
        every = "at every cell" if s == 1 else f"every {s} cells"
        words = f"{size}, a new one {every}: they overlap, and some cells lie in several windows."
    else:
        words = f"{size}, a new one every {s} cells: there are gaps, and cells in them (faded) are never looked at."
    if layer.input.never_met is not None and s <= k:
        words += " The faded cells at the end are left over: no further window fits."
    return words


def _window_caption(layer: Pool) -> str:
    words = f"Look at one window closely: {layer.knobs.size**2} values go in, one comes out."
    if layer.channels > 1:
        words += " Each channel has its own window and makes its own number: channels are not mixed."
    return words


def _work_caption(layer: Pool, at: Cell) -> str:
    if not layer.is_max:
        return (
            f"The values are added up and divided by {layer.knobs.size**2}: all melt into their mean. "
            "There is no weight to learn."
        )
    words = "The values are compared one after the other, and the largest wins. There is no weight to learn."
    if layer.ties(at):
        words += " A tie: the first of the largest in reading order counts as the winner."
    return words


def _write_caption(layer: Pool) -> str:
    what = "The winner rises" if layer.is_max else "The mean rises"
    return f"{what} into the pooled map, to the cell that stands where its window stands."


def _slide_caption(layer: Pool) -> str:
    rows, columns = layer.out
    what = "each winner rises" if layer.is_max else "each mean rises"
    words = f"The same in all {rows} × {columns} = {rows * columns:,} windows: {what} into the pooled map."
    if rows * columns == 1:
        words = "There is no other window, so the pooled map has one cell."
    if layer.channels > 1:
        words += f" {layer.channels} channels go in and {layer.channels} come out."
    return words


def _lost_caption(layer: Pool) -> str:
    height, width = layer.x.shape[1:]
    if layer.windows >= height * width:
        return f"{height * width:,} numbers on each channel have become {layer.windows:,}: with this stride no fewer."
    gone = "the others are gone, and where each winner stood" if layer.is_max else "what made up each mean is gone"
    return (
        f"{height * width:,} numbers on each channel have become {layer.windows:,}; {gone}. "
        "In the middle, the pooled map enlarged: all that later layers get to see."
    )


def _arrive_caption(layer: Pool) -> str:
    return (
        "In training a gradient comes back: how the loss would change with each pooled number. Suppose it is this one "
        "(click a number to change it)."
    )


def _back_caption(layer: Pool) -> str:
    if layer.is_max:
        words = "Each window hands its gradient to its winner alone; all other cells get 0."
        end = " Where windows overlap, a cell that won several gets the sum."
    else:
        words = f"Each window hands every one of its cells an equal share, 1/{layer.knobs.size**2} of its gradient."
        end = " Where windows overlap, the shares add up."
        if layer.knobs.padding:
            end += " What falls on the padding is lost."
    return words + (end if layer.knobs.stride < layer.knobs.size or layer.knobs.padding else "")


def _shift_caption(layer: Pool, by: int) -> str:
    return (
        f"Does pooling care where things are? The input moves {counted(by, 'pixel')} to the right, zeros come in from "
        "the left, and it is pooled again with the same windows."
    )


def _compare_caption(layer: Pool, by: int) -> str:
    shifted, s = layer.shifted(by), layer.knobs.stride
    if shifted.differ == 0:
        same = "the largest is as large as before" if layer.is_max else "the mean is what it was"
        return f"No pooled cell differs: in every window {same}. That is not so for every shift of every picture."
    found = " ".join(how_many_differ(shifted.differ, shifted.cells, "pooled cell"))
    words = f"{found}, so pooling is not blind to a shift."
    if shifted.moved is None:
        return f"{words} The windows stand {s} pixels apart, so the map can't simply follow a shift by {by}."
    if shifted.moved_cells == 0:
        return words
    borders = "" if shifted.moved == 0 else ", but for the borders"
    moved = counted(by // s, "cell")
    return f"{words} {by} is a multiple of the stride {s}, so the map has only moved, by {moved}{borders}."
