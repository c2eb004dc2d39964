"""SqueezeNet beside AlexNet: one has hardly any parameters, and still more work."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.draw.blocks import brief, heading
from scenes.tradeoff.computed import Spot, spot
from scenes.tradeoff.draw_card import LEFT, WIDTH
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.story import Steps

TOP, BAR = 206.0, 40.0
LONGEST = WIDTH - 110.0


def draw_pair(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw three rows of bars: parameters, MACs, and how often a parameter is used."""
    pair = (spot(knobs.source, "AlexNet"), spot(knobs.source, "SqueezeNet 1.0"))
    rows = (
        ("parameters", Role.KERNEL, [float(each.network.parameters) for each in pair]),
        ("MACs", Role.INPUT, [float(each.network.macs) for each in pair]),
        ("MACs a parameter", Role.OUTPUT, [each.uses for each in pair]),
    )
    for index, (what, role, counts) in enumerate(rows):
        share = steps.pair.part(index, len(rows))
        if share > 0.01:
            marks = _bars(pair, what, role, counts, TOP + index * 200.0, share)
            stage.add(*marks, opacity=min(1.0, 2 * share))


def _bars(
    pair: tuple[Spot, Spot], what: str, role: Role, counts: list[float], y: float, share: float
) -> list[AnyMark]:  # fmt: skip
    marks: list[AnyMark] = [heading(LEFT, y, what, role=role)]
    for index, (each, count) in enumerate(zip(pair, counts, strict=True)):
        top = y + 30 + index * 74
        length = max(2.0, share * LONGEST * count / max(counts))
        words = brief(count) if count >= 1000 else f"{count:.0f}"
        marks += [
            lettering(LEFT, top + 10, each.label, Role.MUTED, size=20),
            Rect(x=LEFT, y=top + 26, width=length, height=BAR - 12, fill=0.8, role=role, value=count,
                 name=f"{what} of {each.label}"),
            lettering(LEFT + length + 12, top + 40, words, role, bold=True, size=24),
        ]  # fmt: skip
    return marks
