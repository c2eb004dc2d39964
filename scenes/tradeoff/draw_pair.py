"""SqueezeNet beside AlexNet: one has hardly any parameters, and still more work."""

from __future__ import annotations

from scenes.stage.core.marks import AnyMark, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import Span
from scenes.tradeoff.computed import Spot, spot
from scenes.tradeoff.knobs import Knobs

TOP, PITCH, BAR = 128.0, 222.0, 74.0
BARS_X, LONGEST = LEFT + 360.0, RIGHT - LEFT - 360.0 - 190.0


def pair(span: Span, knobs: Knobs) -> list[AnyMark]:
    """Three rows of bars one after the other: parameters, MACs, and how often a parameter is used."""
    both = (spot(knobs.source, "AlexNet"), spot(knobs.source, "SqueezeNet 1.0"))
    rows = (
        ("weights", Role.KERNEL, [float(each.network.parameters) for each in both]),
        ("multiply-accumulates", Role.OUTPUT, [float(each.network.macs) for each in both]),
        ("uses of a weight", Role.PRODUCT, [each.uses for each in both]),
    )
    marks: list[AnyMark] = []
    for index, (what, role, counts) in enumerate(rows):
        marks += _bars(both, what, role, counts, TOP + index * PITCH, span.part(index, len(rows)))
    return marks


def _bars(
    both: tuple[Spot, Spot], what: str, role: Role, counts: list[float], y: float, share: float
) -> list[AnyMark]:  # fmt: skip
    marks: list[AnyMark] = [lettering(LEFT, y, what, role, bold=True, size=40, name=f"heading {what}")]
    for index, (each, count) in enumerate(zip(both, counts, strict=True)):
        top = y + 30 + index * (BAR + 8)
        length = max(3.0, share * LONGEST * count / max(counts))
        words = f"{count / 1e6:.3g} M" if count >= 1000 else f"{count:.0f}"
        marks += [
            lettering(LEFT, top + BAR / 2, each.label, size=40, name=f"{what} label {each.label}"),
            Rect(x=BARS_X, y=top, width=length, height=BAR, radius=6, fill=0.85, role=role, value=count,
                 name=f"{what} of {each.label}"),
        ]  # fmt: skip
        if share > 0:
            marks.append(
                lettering(BARS_X + length + 18, top + BAR / 2, words, role, bold=True, size=52,
                          opacity=min(1.0, 2 * share), name=f"{what} count {each.label}")
            )  # fmt: skip
    return marks
