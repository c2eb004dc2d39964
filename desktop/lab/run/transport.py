"""The buttons that drive a run."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.runs.readings import beginning
from desktop.training.session import Phase
from desktop.widgets.parts import button
from engine.contract.spec import Origin

_MAIN = {
    Phase.IDLE: ("Start", "Begin to train  Space"),
    Phase.QUEUED: ("Starting…", "The run begins as soon as the engine is ready."),
    Phase.RUNNING: ("Pause", "Wait after the present batch  Space"),
    Phase.PAUSED: ("Go on", "Train on  Space"),
    Phase.OVER: ("Start again", "Begin a new run with the settings as they are  Space"),
}


class Transport(QWidget):
    """`main` starts, pauses or goes on, `home` shows all cards; the others do what they say."""

    main = Signal()
    one_batch = Signal()
    stop = Signal()
    reset = Signal()
    home = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.main_button = button("Start", act=self.main.emit, name="primary")
        self.batch_button = button("One batch", "Train one batch, then pause", self.one_batch.emit)
        self.stop_button = button("Stop", "End the run; what was recorded stays", self.stop.emit)
        self.reset_button = button("Reset", "End the run and show none; it stays among your runs", self.reset.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.home_button = button("Cards", "The home of the lab: all its runs, as cards", self.home.emit)
        self._buttons = (self.home_button, self.main_button, self.batch_button, self.stop_button, self.reset_button)
        for each in self._buttons:
            row.addWidget(each)

    def show_phase(self, phase: Phase, origin: Origin | None = None) -> None:
        """Offer what makes sense in a phase; the run that would begin next may go on from an `origin`."""
        words, hint = _MAIN[phase]
        if origin is not None and phase in (Phase.IDLE, Phase.OVER):
            words = f"Go on from step {origin.step}"
            hint = f"Begin a new run with {beginning(origin)}  Space"
        self.main_button.setText(words)
        self.main_button.setToolTip(hint)
        focused = next((each for each in (self, *self._buttons) if each.hasFocus()), None)
        self.main_button.setEnabled(phase is not Phase.QUEUED)
        self.batch_button.setEnabled(phase is not Phase.QUEUED)
        self.stop_button.setEnabled(phase in (Phase.RUNNING, Phase.PAUSED))
        self.reset_button.setEnabled(phase is not Phase.IDLE)
        if focused is self or (focused is not None and not focused.isEnabled()):
            # Qt would hand the focus on to the next button, and a second Enter would press that.
            (self.main_button if self.main_button.isEnabled() else self).setFocus()
