"""The most probable classes as bars; those of a picture that is gone stand dimmed until the new ones come."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect

from desktop.opened.model.trial import TOP, Guess
from desktop.teaching.view.bars import Bars
from desktop.theme.appearance import Appearance

DIMMED, LINE = 0.4, 29
"""How strong answers about another picture stand, and how high a bar is."""


class Answers(Bars):
    """Shows the best guesses. `chose` carries the place of a class that is to be explained."""

    chose = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, names=0.5, figures=0.79, usual=TOP, line=LINE)
        self._guesses: tuple[Guess, ...] = ()
        self._effect = QGraphicsOpacityEffect(self)
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)
        self.setAccessibleName("What it answers")
        self.setToolTip("Click a class to see where the network looks for it.")
        self.placed.connect(lambda place: self.chose.emit(self._guesses[place].place))

    def show_guesses(self, guesses: tuple[Guess, ...], of: int | None, stale: bool) -> None:
        """Show guesses, of which one is explained; `stale` ones are about another picture."""
        self._guesses = guesses
        places = [guess.place for guess in guesses]
        shares = np.array([guess.share for guess in guesses]) if guesses else None
        self.show_classes(tuple(guess.name for guess in guesses), shares, places.index(of) if of in places else -1)
        self._effect.setOpacity(DIMMED)
        self._effect.setEnabled(stale)

    def _figures(self, share: float) -> str:
        return f"{100 * share:.1f} %" if 0.0005 <= share < 0.1 else super()._figures(share)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        if self._guesses:
            super().paintEvent(event)
