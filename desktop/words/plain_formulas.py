"""Formulas in plain letters, for where they stand among words: “$x_1^2$” as x₁²."""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree

_RAISED = dict(zip("0123456789+-−()nTi", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿᵀⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−()aeijklmnoprtx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₜₓ", strict=True))
_SPACED = frozenset("+-−=<>≤≥≈≠×·→∈∗")


@lru_cache(maxsize=512)
def plain_formula(tex: str) -> str:
    """LaTeX in plain letters; as it is written where it can't be read."""
    from latex2mathml.converter import convert  # which takes a while, and few cards need it

    try:
        written = ElementTree.fromstring(convert(tex))
    except Exception:  # the library names no errors of its own: broken LaTeX fails in many ways
        return tex
    return " ".join(_said(written).split()) or tex


def _said(element: ElementTree.Element) -> str:
    kind, parts = element.tag.rpartition("}")[2], [_said(each) for each in element]
    if kind == "mo":
        sign = element.text or ""
        return f" {sign} " if sign in _SPACED else sign
    if kind == "mspace":
        return " "
    if kind == "mfrac" and len(parts) == 2:
        return " / ".join(_held(part) for part in parts)
    if kind == "msqrt":
        return f"√{_held(''.join(parts))}"
    if kind in ("msup", "msub", "msubsup") and len(parts) >= 2:
        below = _small(parts[1], _LOWERED, "_") if kind != "msup" else ""
        above = _small(parts[-1], _RAISED, "^") if kind != "msub" else ""
        return parts[0] + below + above
    return (element.text or "") + "".join(parts)


def _small(words: str, letters: dict[str, str], sign: str) -> str:
    """What stands above or below the line, in letters that do so where there are such."""
    close = words.replace(" ", "")
    if close and all(letter in letters for letter in close):
        return "".join(letters[letter] for letter in close)
    return sign + _held(words)


def _held(words: str) -> str:
    """A part in brackets where it is more than a name or a number."""
    return words if words.replace(".", "").isalnum() else f"({words.strip()})"
