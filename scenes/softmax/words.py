"""How the softmax scene writes its numbers."""

from __future__ import annotations

from scenes.stage.core.marks import SMALLEST_TEXT
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import format_number, power_text, superscript

SMALLEST_SHARE = 0.0005
"""A smaller share would read 0.000."""


def plain(value: float) -> str:
    """A number of any size: 2, 0.69, 162,755, 4.9 × 10⁸; without zeros at its end."""
    value = float(value)
    if value != 0 and not 0.01 <= abs(value) < 1e6:
        return power_text(value)
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace("-", "−")
    text = number(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def logit(value: float) -> str:
    """A logit, to two decimals, without zeros at its end."""
    text = format_number(float(value), 2)
    return text.rstrip("0").rstrip(".")


def probability(value: float) -> str:
    """A share or a loss, to three decimals; very small ones as a power of ten."""
    value = float(value)
    return power_text(value) if 0 < value < 0.01 else format_number(value, 3)


def share_text(value: float) -> str:
    """A share where there is little room: to three decimals, but never as 0 or 1, which no share is."""
    if 0 < value < SMALLEST_SHARE:
        return "<0.001"
    return ">0.999" if 1 - SMALLEST_SHARE < value < 1 else format_number(float(value), 3)


def loss_text(value: float) -> str:
    """A loss where there is little room: to three decimals, or <0.001."""
    return "<0.001" if 0 < value < SMALLEST_SHARE else format_number(float(value), 3)


def on_bar(value: float, count: int) -> tuple[str, float]:
    """A stretched logit on its bar, one of `count`, and its type size: in brief where bars are close."""
    if count <= 3:
        text = plain(value)
        return text, 26.0 if len(text) <= 7 else 22.0
    if value < 0.01:
        return "<0.01", SMALLEST_TEXT
    if value < 10_000:
        return plain(value), SMALLEST_TEXT
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}·10{superscript(int(exponent))}", SMALLEST_TEXT


def signed(value: float) -> str:
    """An entry of the gradient, with its sign."""
    value = float(value)
    if 0 < abs(value) < SMALLEST_SHARE:
        return "+0.000" if value > 0 else "−0.000"
    return format_number(value, 3, plus=True)
