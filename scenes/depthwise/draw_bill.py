"""The account: weights and multiply-accumulates of both layers, counted while they run and as bars in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.depthwise.computed import Cost
from scenes.depthwise.view import View
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import FORMULA_Y, LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import heading, options

BAR = 54.0
MACS_Y, WEIGHTS_Y = 174.0, 442.0
PITCH = 122.0
CHIPS_Y = 728.0
ROOM = 51
"""About how many characters fit over a bar, beside the words there."""


def draw_counters(view: View) -> None:
    """Draw the two running counts at the top right."""
    shown = view.steps.layers
    if view.steps.kernels.even <= 0 or shown <= 0.01:
        return
    weights, macs = spent_separable(view)
    lines = [("separable", weights, macs)]
    if view.steps.again:
        weights, macs = spent_standard(view)
        lines.append(("standard", weights, macs))
    for index, (label, weights, macs) in enumerate(lines):
        runs = (
            TextRun(f"{label}   ", Role.MUTED),
            TextRun(f"{weights:,}", Role.KERNEL, bold=True),
            TextRun(" weights   ", Role.MUTED),
            TextRun(f"{macs:,}", Role.OUTPUT, bold=True),
            TextRun(" MACs", Role.MUTED),
        )
        view.stage.text(
            RIGHT, FORMULA_Y + 44 * index, runs, size=20, anchor="end", opacity=shown, name=f"counter {label}"
        )


def spent_separable(view: View) -> tuple[int, int]:
    """The weights seen and the multiply-accumulates done so far, by the depthwise and the pointwise part."""
    steps, layer, cost = view.steps, view.layer, view.layer.cost
    windows = max(view.slide.written(), int(steps.written >= 1))  # the one made closely is not counted again
    cells = max(steps.column * layer.windows + view.weave.written(), int(steps.added >= 1))
    weights = min(int(steps.kernels.even * layer.channels + 1e-9), layer.channels) * layer.knobs.size**2
    columns = layer.maps if steps.standard.motion > 0 else steps.column + (steps.pierced > 0)
    whole = steps.standard.motion > 0
    macs = windows * layer.channels * layer.knobs.size**2 + cells * layer.channels
    return weights + columns * layer.channels, cost.separable_macs if whole else macs


def spent_standard(view: View) -> tuple[int, int]:
    """The weights of the standard filters, and the multiply-accumulates that they have done so far."""
    steps, layer = view.steps, view.layer
    cells = steps.column * layer.windows + view.standard.written()
    return layer.cost.standard_weights, cells * layer.channels * layer.knobs.size**2


@dataclass(frozen=True)
class Account:
    """One quantity of both layers: how the standard layer's comes about, and the two parts of the separable one's.

    `done` is how much of it both have spent so far.
    """

    unit: str
    symbols: str
    product: str
    standard: int
    products: tuple[str, str]
    parts: tuple[int, int]
    done: int

    @property
    def separable(self) -> int:
        """The sum of both parts."""
        return sum(self.parts)

    @property
    def scale(self) -> float:
        """Units of length for one, so that the longer bar is as wide as the stage allows."""
        return (RIGHT - LEFT) / max(self.standard, self.separable)


def draw_bill(view: View, cost: Cost, span: Span, opacity: float, real: bool) -> None:
    """Draw what both layers cost as bars of one scale; both compute at one pace, once the account has been seen."""
    spent = min(max(0.0, (span.t - 0.3) / 0.5), 1.0)
    k, m, n, f = cost.size, cost.channels, cost.maps, f"{cost.height}·{cost.width}"
    macs = Account(
        "MACs", "k·k·M·N·H'·W'", f"{k}·{k}·{m}·{n}·{f}", cost.standard_macs,
        (f"{k}·{k}·{m}·{f}", f"{m}·{n}·{f}"), (cost.depthwise_macs, cost.pointwise_macs),
        round(spent * max(cost.standard_macs, cost.separable_macs)),
    )  # fmt: skip
    weights = Account(
        "weights", "k·k·M·N", f"{k}·{k}·{m}·{n}", cost.standard_weights,
        (f"{k}·{k}·{m}", f"{m}·{n}"), (cost.depthwise_weights, cost.pointwise_weights),
        max(cost.standard_weights, cost.separable_weights),
    )  # fmt: skip
    where = "a layer of MobileNet" if real and (k, m, n, cost.height) == (3, 512, 512, 14) else ""
    marks: list[AnyMark] = [
        heading(LEFT, MACS_Y, "multiply–accumulates (MACs)", where, Role.OUTPUT),
        *_bars(MACS_Y + 40, macs),
        heading(LEFT, WEIGHTS_Y, "weights", "without biases", Role.KERNEL),
        *_bars(WEIGHTS_Y + 40, weights),
    ]
    if spent >= 1:
        fewer = (TextRun(cost.saving, Role.OUTPUT, bold=True),)
        marks.append(Text(x=RIGHT, y=MACS_Y - 20, runs=fewer, size=40, anchor="end", name="saving"))
    view.stage.add(Group(marks=tuple(marks), opacity=opacity))
    if real:
        _draw_choices(view, opacity)


def _bars(y: float, account: Account) -> list[AnyMark]:
    """The standard layer's bar and under it the separable layer's in two parts, filled as far as they have come."""
    first = min(account.done, account.parts[0])
    second = min(account.done, account.separable) - first
    terms = [f"{product} = {count:,}" for product, count in zip(account.products, account.parts, strict=True)]
    if len(terms[0] + terms[1]) > ROOM:
        terms = [f"{count:,}" for count in account.parts]
    parts = (
        TextRun(f"depthwise {terms[0]}", Role.PRODUCT),
        TextRun("  +  ", Role.MUTED),
        TextRun(f"pointwise {terms[1]}", Role.OUTPUT),
    )
    product = (TextRun(f"{account.symbols} = {account.product}"),)
    whole = ((min(account.done, account.standard), Role.MUTED),)
    pieces = ((first, Role.PRODUCT), (second, Role.OUTPUT))
    return [
        *_bar(y, account, "standard", product, account.standard, whole),
        *_bar(y + PITCH, account, "separable", parts, account.separable, pieces),
    ]


def _bar(
    y: float, account: Account, label: str, words: tuple[TextRun, ...], total: int, pieces: Sequence[tuple[int, Role]]
) -> list[AnyMark]:
    """A bar of what a layer costs, filled piece by piece; over it how the number comes about, and the count."""
    count = sum(amount for amount, _ in pieces)
    marks: list[AnyMark] = [
        Text(x=LEFT, y=y, runs=(TextRun(f"{label}   ", bold=True), *words), size=24),
        lettering(RIGHT, y, f"{count:,}", bold=True, size=30, anchor="end", name=f"{label} {account.unit}"),
        Rect(x=LEFT, y=y + 24, width=total * account.scale, height=BAR, fill=0.15, role=Role.MUTED),
    ]
    left = LEFT
    for amount, role in pieces:
        marks.append(Rect(x=left, y=y + 24, width=amount * account.scale, height=BAR, fill=0.75, role=role))
        left += amount * account.scale
    return marks


def _draw_choices(view: View, opacity: float) -> None:
    """Plates to choose the number of output maps and the kernel size of the real layer."""
    maps = [(words, words) for words in ("16", "64", "128", "512", "1024")]
    sizes = [(words, words) for words in ("3", "5", "7")]
    view.stage.text(LEFT, CHIPS_Y + 24, "N", size=26, role=Role.MUTED, opacity=opacity)
    view.stage.add(*options(LEFT + 40, CHIPS_Y, 110, "real_maps", maps, str(view.real.maps), opacity=opacity))
    view.stage.text(LEFT + 700, CHIPS_Y + 24, "k", size=26, role=Role.MUTED, opacity=opacity)
    view.stage.add(*options(LEFT + 740, CHIPS_Y, 90, "real_size", sizes, str(view.real.size), opacity=opacity))
