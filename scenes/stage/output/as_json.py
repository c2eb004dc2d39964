"""Frames as plain data that JSON can hold: for tools, for tests, and for whoever wants the numbers."""

from __future__ import annotations

import base64
import dataclasses
import math
from enum import Enum
from typing import Any

import numpy as np

from scenes.stage.core.marks import Inked, TextRun
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values

_KINDS: dict[type, str] = {TextRun: "run", Inked: "path"}
"""What is written under another word than its class has: readers of these files know it so."""


def frame_as_plain(frame: Frame) -> dict[str, Any]:
    """Write a frame as plain data: its time, its steps, its scales, and its marks in drawing order.

    A mark has its `kind` and all its fields; groups hold their marks and how far they are moved. `step` counts from 1.
    Numbers that JSON has no way to write are the words "NaN", "Infinity" and "-Infinity".
    """
    return {
        "t": frame.t,
        "step": frame.step + 1,
        "seconds": frame.seconds,
        "steps": [plain(step) for step in frame.steps],
        "scales": plain(frame.scales),
        "marks": [plain(mark) for mark in frame.marks],
    }


def plain(value: Any) -> Any:
    """Write a mark, or anything that it is made of, as plain data. Raises TypeError for what no mark holds."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = {"kind": _KINDS.get(type(value), type(value).__name__.lower())}
        return kind | {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Values):
        return _numbers(value.array)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, float):
        return _number(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, np.generic):
        return plain(value.item())
    raise TypeError(f"there is no plain form of {type(value).__name__}")


def _numbers(array: np.ndarray[Any, Any]) -> Any:
    if array.dtype.kind == "f" and not np.all(np.isfinite(array)):
        return plain(array.tolist())
    return array.tolist()


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
