"""Entries of a menu: the networks of a run with the weights that it kept, in the forms in which they can be had."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.lab.take_away import code, onnx_file
from desktop.lab.take_away.altering import alterings
from desktop.lab.take_away.taken import Form, Order, kept_in
from desktop.lab.take_away.writing import Writing
from desktop.widgets.saving import ask_where_to_save
from scenes.stage.data.recording import MOST_CHECKPOINT_BYTES, Checkpoint, Recording

Shown = tuple[Recording | None, int | None]
"""The run that is looked at, and the step; None is the newest."""
Name = Callable[[Recording], str]
"""What a run is called, as words in a sentence."""

NO_RUN = "Train a run, and its networks can be taken with their weights."
NOT_YET = "No weights are kept of this run yet. Wait for its next validation."
NOT_KEPT = "No weights were kept of this run. Train it again to take them along."
TOO_LARGE = "These networks are too large for a run to keep their weights."
EDGE = "On the edge…"
_FORMS: dict[Form, tuple[str, str, str]] = {
    "code": ("PyTorch code with these weights…", ".py", "Python (*.py)"),
    "safetensors": ("Weights as safetensors…", ".safetensors", "safetensors (*.safetensors)"),
    "onnx": ("Network as ONNX…", ".onnx", "ONNX (*.onnx)"),
}
"""What an entry says, and the ending and the kind of its file."""


class KeptWeights(QObject):
    """Offers the networks of the run that is `shown`, by its name; `told` carries a sentence for the user.

    `edge_wanted` carries the run, a checkpoint of it, and the index of the contestant whose costs are to be measured.
    """

    told = Signal(str)
    edge_wanted = Signal(object, object, int)

    def __init__(self, shown: Callable[[], Shown], name: Name, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._name = name
        self._shown, self._writing, self._window = shown, writing, window
        self._folder = Path.home()

    def add_to(self, menu: QMenu) -> None:
        """Add what there is to a menu; where there is nothing, why."""
        recording, step = self._shown()
        if recording is None:
            _say(menu, NO_RUN)
            return
        _say(menu, f"From {_plain(self._name(recording))}")
        step = recording.step if step is None else step
        checkpoint = recording.checkpoint_by(step)
        if checkpoint is None:
            _say(menu, why_none(recording))
            return
        before = "" if checkpoint.step == step else ", the last that are kept before"
        _say(menu, f"With the weights after step {checkpoint.step:,}{before}:")
        for index, contestant in enumerate(recording.plan.contestants):
            if checkpoint.weights[index] is None:
                _say(menu, f"{_plain(contestant.name)} had left by then. Look at a step before.")
                continue
            inside = menu.addMenu(_plain(contestant.name))
            for form, (title, *_) in _FORMS.items():
                asked = partial(self._ask, form, recording, checkpoint, index)
                inside.addAction(title).triggered.connect(asked)
            inside.addSeparator()
            measured = partial(self.edge_wanted.emit, recording, checkpoint, index)
            inside.addAction(EDGE).triggered.connect(lambda _checked=False, measured=measured: measured())

    def _ask(self, form: Form, recording: Recording, checkpoint: Checkpoint, index: int) -> None:
        lacking = onnx_file.lacking() if form == "onnx" else ""
        if lacking:
            self.told.emit(lacking)
            return
        contestant, spec, kept = kept_in(recording, checkpoint, index)
        title, ending, kind = _FORMS[form]
        suggested = self._folder / code.file_name(contestant, ending)
        path = ask_where_to_save(self._window, f"{contestant.name}: {title.rstrip('…')}", suggested, kind)
        if path:
            self._folder = path.parent
            self._writing.write(Order(form, contestant, spec, str(path), kept, alterings(recording)))


class WeightsMenu(QMenu):
    """A menu of these entries only; the signals are those of `KeptWeights`."""

    told = Signal(str)
    edge_wanted = Signal(object, object, int)

    def __init__(self, shown: Callable[[], Shown], name: Name, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._weights = KeptWeights(shown, name, writing, window)
        self._weights.told.connect(self.told)
        self._weights.edge_wanted.connect(self.edge_wanted)
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Offer what there is of the run."""
        self.clear()
        self._weights.add_to(self)


def why_none(recording: Recording) -> str:
    """Why a run has no weights."""
    size = 4 * sum(contestant.parameters for contestant in recording.plan.contestants)
    if 2 * size > MOST_CHECKPOINT_BYTES:  # the first and the last must fit
        return TOO_LARGE
    return NOT_YET if recording.ending is None else NOT_KEPT


def _say(menu: QMenu, words: str) -> None:
    menu.addAction(words).setEnabled(False)


def _plain(name: str) -> str:
    """A name in a menu, where & would underline what follows it."""
    return name.replace("&", "&&")
