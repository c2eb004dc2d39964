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

    @property
    def as_file(self) -> bool:
        """Whether it runs as the ONNX file that it is, and so in no other program than ONNX Runtime."""
        described = self.network and (self.folder is not None or self.onnx is None)
        return self.onnx is not None and not described
