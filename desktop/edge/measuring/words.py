"""What is measured of a network in one form, as plain data; the shell prints it as JSON, a line a form."""

from __future__ import annotations

from typing import Literal

import msgspec

Form = Literal["torch", "onnx", "int8"]
"""float32 in PyTorch, float32 in ONNX Runtime, and int8 (static, per channel) in ONNX Runtime."""
TITLES: dict[Form, str] = {
    "torch": "float32, PyTorch",
    "onnx": "float32, ONNX Runtime",
    "int8": "int8, ONNX Runtime",
}


class Measurement(msgspec.Struct, frozen=True):
    """A network in one form, one picture at a time.

    `median` and `p95` are seconds over so many `runs`, on so many `threads` of `processor`. `file` is the bytes of its
    file, `memory` the most bytes of activations that are alive at once. `right` of `judged` pictures with known classes
    have the right first answer; None where no classes are known. `changed` are the numbers of the pictures, of
    `answered` ones, whose first answer is another than in the first form that was measured; None for that form itself.
    """

    network: str
    form: Form
    median: float
    p95: float
    runs: int
    threads: int
    processor: str
    file: int
    memory: int | None
    right: int | None = None
    judged: int = 0
    changed: tuple[int, ...] | None = None
    answered: int = 0
    changed_names: tuple[str, ...] = ()
    layers: tuple[tuple[str, float], ...] = ()
    runtime: str = ""
    notes: tuple[str, ...] = ()
