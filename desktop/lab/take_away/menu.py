"""The menu of what can be taken along, and the dialogs that ask where to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.lab.take_away import code, settings_file
from desktop.lab.take_away.settings_file import ENDING, SettingsError
from desktop.widgets.saving import ask_where_to_save
from engine.contract.spec import Contestant, RunSpec, SpecError

NOT_SHOWN = " No kept run holds these pictures: ask who is in them before you give that file away."
_SETTINGS = f"Settings of a run (*{ENDING})"


class TakeAway(QMenu):
    """Saves code and settings of the wanted run, and opens settings.

    `told` carries a sentence for the user; `opened` the settings that a file holds, and its path.
    """

    told = Signal(str)
    opened = Signal(object, object)

    def __init__(self, spec: Callable[[], RunSpec], parent: QWidget) -> None:
        super().__init__(parent)
        self._spec, self._window = spec, parent
        self._folder = Path.home()
        self.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Offer what there is of the wanted run."""
        self.clear()
        for contestant in self._spec().contestants:
            title = f"PyTorch code of {contestant.name.replace('&', '&&')}…"
            self.addAction(title).triggered.connect(partial(self._ask_for_code, contestant))
        self.addSeparator()
        self.addAction("Save these settings as a file…").triggered.connect(self._ask_for_settings)
        self.addAction("Open settings…").triggered.connect(self._ask_to_open)

    def _ask_for_code(self, contestant: Contestant) -> None:
        suggested = self._folder / code.file_name(contestant)
        path = ask_where_to_save(self._window, f"PyTorch code of {contestant.name}", suggested, "Python (*.py)")
        if path:
            self.save_code(contestant, path)

    def save_code(self, contestant: Contestant, path: Path) -> None:
        """Write the code of a contestant, with the pictures beside it."""
        self._folder = path.parent
        try:
            pictures = code.write(contestant, self._spec(), path)
        except OSError as error:
            self.told.emit(_refused(path, error))
        except SpecError as error:
            self.told.emit(str(error))
        else:
            said = f"The code is saved as {path}, and its pictures beside it as {pictures.name}."
            self.told.emit(said + ("" if _may_be_shown(self._spec()) else NOT_SHOWN))

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
            self.told.emit(_refused(path, error))
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


def _may_be_shown(spec: RunSpec) -> bool:
    return isinstance(spec.data, str) or spec.data.shown


def _refused(path: Path, error: OSError) -> str:
    return f"{path.name} can't be written into {path.parent}: {error.strerror}. Choose another folder."
