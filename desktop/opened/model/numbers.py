"""The numbers of the chosen layer: which of its arrays is looked at, and what is in it."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from desktop.model_files.words import Histogram, Look, Looked, Refused, Tensor
from desktop.opened.model.opened import Opened
from desktop.opened.model.orders import Answer
from scenes.stage.data.networks import Layer

Floats = npt.NDArray[np.float32]


class Numbers(QObject):
    """Looks at one array at a time: of those that are chosen meanwhile the last counts. `changed` says it all."""

    changed = Signal()

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self.layer: Layer | None = None
        self.tensor: Tensor | None = None
        self.histogram: Histogram | None = None
        self.values: Floats | None = None
        self.refused = ""
        opened.began.connect(lambda: self.choose(None))

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The arrays of the layer, the largest first."""
        contents = self._opened.contents
        return () if contents is None or self.layer is None else contents.tensors.get(self.layer.name, ())

    def choose(self, layer: Layer | None) -> None:
        """Look at another layer: at its largest array."""
        self.layer = layer
        self.look_at(next(iter(self.tensors), None))

    def look_at(self, tensor: Tensor | None) -> None:
        """Look at an array of the layer, or at none; what was shown before goes at once."""
        self.tensor, self.histogram, self.values, self.refused = tensor, None, None, ""
        if tensor is not None and self._opened.orders is not None:
            self._opened.orders.ask(Look(tensor.name), partial(self._take, tensor))
        self.changed.emit()

    def _take(self, asked: Tensor, answer: Answer) -> None:
        if asked is not self.tensor:
            return
        if isinstance(answer, Refused):
            self.refused = answer.sentence
        elif isinstance(answer, Looked):
            self.histogram, self.values = answer.histogram, answer.values.numpy().astype(np.float32)
        self.changed.emit()
