"""The steps of the LeNet-5 scene and their captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scenes.lenet.computed import Flow, modern, published, table
from scenes.lenet.knobs import EVERY_MAP, TABLE_1998, Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.data.weights import trained
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import Walk, walk

FLIGHT = 0.12
"""The share of the first convolution's step in which the input flies to its place."""
LEAVING = 0.08
"""The share of the table's step in which the strip goes."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The digit on its way through the layers, then the table and the account."""

    digit: Span
    c1: Span
    s2: Span
    c3: Span
    s4: Span
    dense: Span
    answer: Span
    table: Span
    account: Span

    @property
    def layers(self) -> Mapping[str, Span]:
        """The step in which each layer appears."""
        return {
            "C1": self.c1, "S2": self.s2, "C3": self.c3, "S4": self.s4, "C5": self.dense, "F6": self.dense,
            "output": self.answer,
        }  # fmt: skip

    @property
    def flows(self) -> bool:
        """Whether the digit is on its way, before table and account."""
        return self.telling(self.c1, self.answer)

    @property
    def arriving(self) -> float:
        """How visible the present step's part of the stage is, 0 to 1."""
        waits = FLIGHT if self.c1.active else LEAVING if self.table.active else 0.0
        return ease((self.present.t - waits) / 0.08)

    @cached_property
    def slide(self) -> Walk:
        """The way of C1's window over the input."""
        _, rows, columns = modern().layer("C1").shape
        return walk(self.c1, rows, columns, (0, 0), lead=0.2)


def tell(stage: Stage, flow: Flow, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    return Steps(
        digit=stage.step("A digit", DIGIT, 4.0),
        c1=stage.step("C1: six filters", _c1_caption(), 9.0),
        s2=stage.step("S2: half the size", _s2_caption(), 5.0),
        c3=stage.step("C3: sixteen maps", _c3_caption(), 6.0),
        s4=stage.step("S4: half again", _s4_caption(), 4.0),
        dense=stage.step("C5 and F6: dense", _dense_caption(), 5.0),
        answer=stage.step("The answer", _answer_caption(flow, knobs), 4.0),
        table=stage.step("Who reads whom", _table_caption(knobs), 8.0),
        account=stage.step("Two networks, one name", _account_caption(), 7.0),
    )


DIGIT = "A handwritten digit of 8 × 8 numbers, enlarged to the 32 × 32 that LeNet-5 reads."


def _c1_caption() -> str:
    maps, side, _ = modern().layer("C1").shape
    return (
        f"Six learned 5 × 5 filters slide over the digit; negative sums are cut off by ReLU. "
        f"One picture in, {maps} maps of {side} × {side} out."
    )


def _s2_caption() -> str:
    maps, side, _ = modern().layer("S2").shape
    return (
        f"Of every 2 × 2 the largest is kept: {maps} maps of {side} × {side}. The size falls, the number of maps "
        "stays. (In 1998 it was their sum, with a weight and a bias learned for each map.)"
    )


def _c3_caption() -> str:
    before, after = modern().layer("S2").shape[0], modern().layer("C3").shape
    return (
        f"Now a filter is {before} kernels deep: it reads all {before} maps. {after[0]} filters make {after[0]} maps "
        f"of {after[1]} × {after[2]}: smaller, but more."
    )


def _s4_caption() -> str:
    maps, side, _ = modern().layer("S4").shape
    return f"Pooled once more: {maps} maps of {side} × {side}. They no longer look like a digit, but they tell which."


def _dense_caption() -> str:
    c5, f6 = modern().layer("C5").shape[0], modern().layer("F6").shape[0]
    return (
        f"A 5 × 5 window covers a 5 × 5 map whole, so C5 is a dense layer: {c5} units read all the maps. "
        f"{f6} units read those."
    )


def _answer_caption(flow: Flow, knobs: Knobs) -> str:
    known = trained("lenet-5-modern")
    verdict = "right" if flow.said == flow.answer else "wrong"
    says = f"the network says {flow.said}" + ("" if knobs.pixels else f", and that is {verdict}")
    moved = f"The digit was moved {counted(knobs.shift, 'pixel')} to the right. " if knobs.shift else ""
    words = f"{moved}Softmax turns ten numbers into shares: {says}. "
    share = f"{100 * known.accuracy:.1f} %"
    if knobs.weights:
        return f"{words}Before its weights were changed by hand, it read {share} of {known.count} new digits right."
    return f"{words}Of {known.count} digits that it never learned from it reads {share} right."


def _table_caption(knobs: Knobs) -> str:
    if knobs.table == EVERY_MAP:
        return f"Today every map of C3 reads every map of S2: {table(EVERY_MAP).total:,} parameters."
    return (
        "In 1998 a map of C3 read three, four or all six maps of S2: fewer connections, and maps that had to differ. "
        f"{table(TABLE_1998).total:,} parameters instead of {table(EVERY_MAP).total:,}."
    )


def _account_caption() -> str:
    return (
        f"The network of 1998 had {published().parameters:,} parameters. The one that tutorials call LeNet-5, and that "
        f"ran here, has {modern().parameters:,}. Networks of today often put batch normalisation behind each "
        "convolution, which then needs no bias."
    )
