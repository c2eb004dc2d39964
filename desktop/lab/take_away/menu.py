"""The menu of what can be taken along, and the dialogs that ask where to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.lab.take_away import code, settings_file
from desktop.lab.take_away.kept_weights import KeptWeights, Name, Shown
from desktop.lab.take_away.settings_file import ENDING, SettingsError
from desktop.lab.take_away.taken import Order, refused
from desktop.lab.take_away.writing import Writing
from desktop.widgets.saving import ask_where_to_save
from engine.contract.spec import Contestant, RunSpec

_SETTINGS = f"Settings of a run (*{ENDING})"


class TakeAway(QMenu):
    """Saves code and settings of the wanted run and the networks of the one that is `shown`, and opens settings.

    `told` carries a sentence for the user, beside those of `writing`; `opened` the settings that a file holds, and its
    path; `edge_wanted` is that of `KeptWeights`.
    """

    told = Signal(str)
    edge_wanted = Signal(object, object, int)
    opened = Signal(object, object)

    def __init__(
        self, spec: Callable[[], RunSpec], shown: Callable[[], Shown], name: Name, writing: Writing, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._spec, self._writing, self._window = spec, writing, parent
        self._folder = Path.home()
        self._weights = KeptWeights(shown, name, writing, parent)
        self._weights.told.connect(self.told)
        self._weights.edge_wanted.connect(self.edge_wanted)
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Offer what there is of the wanted run, and of the one that is looked at."""
        self.clear()
        for contestant in self._spec().contestants:
            title = f"PyTorch code of {contestant.name.replace('&', '&&')}…"
            self.addAction(title).triggered.connect(partial(self._ask_for_code, contestant))
        self.addSeparator()
        self._weights.add_to(self)
        self.addSeparator()
        self.addAction("Save these settings as a file…").triggered.connect(self._ask_for_settings)
        self.addAction("Open settings…").triggered.connect(self._ask_to_open)

    def _ask_for_code(self, contestant: Contestant) -> None:
        suggested = self._folder / code.file_name(contestant)
        path = ask_where_to_save(self._window, f"PyTorch code of {contestant.name}", suggested, "Python (*.py)")
        if path:
            self._folder = path.parent
            self._writing.write(Order("code", contestant, self._spec(), str(path)))

    def _ask_for_settings(self) -> None:
        path = ask_where_to_save(self._window, "Save the settings", self._folder / f"settings{ENDING}", _SETTINGS)
        if path:
            self.save_settings(path)

    def save_settings(self, path: Path) -> None:
        """Write the settings of the wanted run."""
        self._folder = path.parent
        try:
            settings_file.write(self._spec(), path)
        except OSError as error:
            self.told.emit(refused(path, error))
        else:
            self.told.emit(f"The settings are saved as {path}. Drop the file on the window to open it again.")

    def _ask_to_open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, "Open settings", str(self._folder), _SETTINGS)
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Read the settings in a file."""
        self._folder = path.parent
        try:
            found = settings_file.read(path)
        except SettingsError as error:
            self.told.emit(str(error))
        else:
            self.opened.emit(found, path)
