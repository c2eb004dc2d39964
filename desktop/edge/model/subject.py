"""Which network is measured."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Subject:
    """A network that can be measured: one that fits a description of `assets/networks`, or an ONNX file.

    `title` is what the user knows it by. A described `network` has its weights in the `folder`, as they are prepared of
    an opened file; None means those that ship, or random ones where none do.
    """

    title: str
    network: str = ""
    folder: Path | None = None
    onnx: Path | None = None
