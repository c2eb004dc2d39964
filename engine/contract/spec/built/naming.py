"""What the layers of a built network are called, in charts, in tapes and in code."""

from __future__ import annotations

from collections import Counter

from engine.contract.spec.built import parts

_NAMES: dict[type[parts.Part], str] = {
    parts.Conv: "conv",
    parts.Depthwise: "depthwise",
    parts.Pointwise: "pointwise",
    parts.Pool: "pool",
    parts.BatchNorm: "norm",
    parts.Dropout: "dropout",
    parts.Dense: "fc",
    parts.Flatten: "flatten",
    parts.Mean: "mean",
    parts.SqueezeExcite: "gate",
    parts.SideClassifier: "aux",
    parts.Residual: "block",
    parts.Lanes: "lanes",
}


def names(row: parts.Parts) -> tuple[str, ...]:
    """Name the parts of a row by what they are and, where there are several, by their number: conv1, relu1, fc."""
    bases = [part.kind if isinstance(part, parts.Activate) else _NAMES[type(part)] for part in row]
    often, count = Counter(bases), Counter[str]()
    found = []
    for base in bases:
        count[base] += 1
        found.append(base if often[base] == 1 else f"{base}{count[base]}")
    return tuple(found)
