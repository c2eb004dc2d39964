"""How fast runs go and are played again: one wish for both, and the controls that show it."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.fields import Combo
from desktop.widgets.parts import button
from engine.contract.pace import A_MINUTE, AS_FAST_AS_IT_GOES, Pace

FIRST = Pace(whole=A_MINUTE, slow_at_events=True)
"""What is wished before anybody has wished for something else."""
SPEEDS: dict[str, Pace] = {
    "A minute a run": Pace(whole=A_MINUTE),
    "1 step a second": Pace(rate=1.0),
    **{f"{rate} steps a second": Pace(rate=float(rate)) for rate in (2, 5, 10, 20, 50, 100)},
    "As fast as it goes": AS_FAST_AS_IT_GOES,
}


class Pacing(QObject):
    """The wished pace. `changed` carries it."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pace = FIRST

    def ask(self, **fields: Any) -> None:
        """Wish for a pace that differs in some fields."""
        pace = msgspec.structs.replace(self.pace, **fields)
        if pace != self.pace:
            self.pace = pace
            self.changed.emit(pace)

    def to_plain(self) -> object:
        """The wish as plain data."""
        return msgspec.to_builtins(self.pace)

    def restore(self, plain: object) -> None:
        """Wish what another start left; what is none of the speeds that are offered stays as it was."""
        try:
            pace = msgspec.convert(plain, Pace)
        except msgspec.ValidationError:
            return
        if _speed(pace) in SPEEDS.values():
            self.ask(**msgspec.structs.asdict(pace))


def _speed(pace: Pace) -> Pace:
    """A pace without its stops."""
    return Pace(pace.rate, pace.whole)


class PaceBar(QWidget):
    """Shows the wished pace in a row and asks for others."""

    def __init__(self, appearance: Appearance, pacing: Pacing) -> None:
        super().__init__()
        self._pacing = pacing
        self.speed = Combo(appearance, "Pace of the run")
        self.speed.addItems(list(SPEEDS))
        self.speed.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.speed.setMinimumContentsLength(14)
        self.speed.setToolTip("How fast a run trains, and how fast it is played again; its numbers stay the same.")
        self.speed.picked.connect(self._pick)
        self.epochs = button(
            "Stop at epochs",
            "Pause after each pass over all training pictures",
            lambda: pacing.ask(stop_at_epochs=not pacing.pace.stop_at_epochs),
        )
        self.events = button(
            "Slow at events",
            "Go slower where a setting was changed, and where a network breaks down",
            lambda: pacing.ask(slow_at_events=not pacing.pace.slow_at_events),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.speed)
        for each in (self.epochs, self.events):
            each.setCheckable(True)
            row.addWidget(each)
        pacing.changed.connect(self._show)
        self._show(pacing.pace)

    def _show(self, pace: Pace) -> None:
        self.speed.setCurrentIndex(list(SPEEDS.values()).index(_speed(pace)))
        self.epochs.setChecked(pace.stop_at_epochs)
        self.events.setChecked(pace.slow_at_events)

    def _pick(self, index: int) -> None:
        speed = list(SPEEDS.values())[index]
        self._pacing.ask(rate=speed.rate, whole=speed.whole)
