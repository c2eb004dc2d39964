"""The steps of the pooling scene."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.pooling.computed import Pool
from scenes.pooling.layout import FOLLOWED
from scenes.pooling.words import Words
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: forward through one window and all, the gradient's way back, and what a shift and the order do."""

    windows: Span
    window: Span
    work: Span
    write: Span
    slide: Span
    rest: Span
    arrive: Span
    back: Span
    shift: Span
    compare: Span
    order: Span


def tell(stage: Stage, layer: Pool, at: Cell, by: int) -> Steps:
    """Lay out the steps; the first are about the window of the cell `at`, the last about a shift `by` pixels."""
    words, geometry = Words(layer, at, by), ("size", "stride", "padding")

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...] = (), was: str = "") -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=(was,) if was else ())

    return Steps(
        windows=step("The windows", words.windows(), 4.5, ("picture", "channels", "size", "stride"), "The map"),
        window=step("One window", words.window(), 2.8, geometry),
        work=step(
            "The largest wins" if layer.is_max else "Add and divide",
            words.works(),
            min(9.0, 3.5 + 0.4 * layer.knobs.size**2),
            ("kind",),
        ),
        write=step("Write the cell", words.writes(), 2.8),
        slide=step("Every window", words.slides(), _walk_seconds(layer), ("kind", *geometry)),
        rest=step("What is left", words.rest(), 4.0, geometry),
        arrive=step("A gradient arrives", words.arrives(), 3.5),
        back=step("The way back", words.goes_back(), _walk_seconds(layer) + 1.0, ("kind",)),
        shift=step("Shift the input", words.shifts(), 5.0, ("shift",)),
        compare=step("What has changed?", words.compares(), 4.5, ("shift", "kind", "size", "stride")),
        order=step("Before or after ReLU?", words.orders(), 6.0, ("kind",)),
    )


def _walk_seconds(layer: Pool) -> float:
    return max(3.0, min(2.2 * layer.windows, 16.0)) if layer.windows <= FOLLOWED else 9.0
