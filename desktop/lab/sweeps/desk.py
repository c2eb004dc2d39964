"""Where sweeps are begun and opened in the lab, and the way from one of their runs into the list of runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.lab.kept_runs.selection import RunSelection
from desktop.lab.run.settings import lr_stepped
from desktop.lab.run.wanted import Wanted
from desktop.lab.sweeps.dialog import SweepDialog
from desktop.lab.sweeps.training import SweepTraining
from desktop.runs import storage
from desktop.runs.kept_sweeps import SweepStore
from desktop.runs.library import Library
from desktop.runs.storage import RecordingError
from desktop.theme.appearance import Appearance
from engine.contract.sweeps.axes import shown
from engine.contract.sweeps.folder import FolderError, SweepFolder

SEEDS = "0..4"
"""The seeds that are offered."""
BESIDE = 3
"""So many learning rates are offered below the wanted one, and above it."""


class SweepDesk(QObject):
    """Opens the window of sweeps from the settings; `told` carries a sentence for the user."""

    told = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        library: Library,
        selection: RunSelection,
        wanted: Wanted,
        store: SweepStore,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._appearance, self._store, self._window = appearance, store, window
        self._library, self._selection, self._wanted = library, selection, wanted
        self._keys: dict[Path, str] = {}
        """The keys of the runs that were taken into the list, by their tapes."""
        self._folder = store.folder
        """Where a sweep is looked for first."""
        self.dialog: SweepDialog | None = None
        self.menu = QMenu(window)
        for words, rates, seeds in (
            ("Repeat over seeds…", False, True),
            ("Repeat over learning rates…", True, False),
            ("Repeat over both…", True, True),
        ):
            self.menu.addAction(words, partial(self.repeat, rates, seeds))
        self.menu.addSeparator()
        self.back = self.menu.addAction("Back to the sweep", self.come_back)
        self.back.setEnabled(False)
        self.menu.addAction("Open a sweep…", self._ask_which)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def repeat(self, rates: bool, seeds: bool) -> None:
        """Offer the wanted run with other learning rates, other seeds, or both."""
        spec = self._wanted.spec
        self._shown().show_for(spec, rates_around(spec.lr) if rates else "", SEEDS if seeds else "")

    def come_back(self) -> None:
        """Show again the sweep that was shown last."""
        if self.dialog is not None:
            self.dialog.come_back()

    def open(self, path: Path) -> None:
        """Open a sweep that is kept in a folder."""
        self._folder = path.parent
        try:
            folder = SweepFolder.open(path)
        except FolderError as error:
            self.told.emit(str(error))
        else:
            self._shown().show_folder(folder)

    def close(self) -> None:
        """End training; what is done is kept."""
        if self.dialog is not None:
            self.dialog.training.close()

    def _shown(self) -> SweepDialog:
        if self.dialog is None:
            training = SweepTraining(self)
            self.dialog = SweepDialog(self._appearance, training, self._store, self._window)
            self.dialog.opened.connect(self._look_at)
            self.dialog.told.connect(self.told)
            self.back.setEnabled(True)
        return self.dialog

    def _ask_which(self) -> None:
        place = self._folder if self._folder.is_dir() else Path.home()
        path = QFileDialog.getExistingDirectory(self._window, "The folder of a sweep", str(place))
        if path:
            self.open(Path(path))

    def _look_at(self, tape: Path, what: str) -> None:
        """Take a run of the sweep into the list, unless it is there, and look at it."""
        if self._library.find(self._keys.get(tape, "")) is None:
            try:
                recording = storage.load(tape)
            except RecordingError as error:
                self.told.emit(str(error))
                return
            self._library.keep(recording, what)
            self._keys[tape] = self._library.key_of(recording)
        if not self._keys[tape]:
            self.told.emit("This run is too short to be looked at; train runs of more steps.")
            return
        if self.dialog is not None:
            self.dialog.hide()
        self._selection.open(self._keys[tape])
        self.told.emit(f"This is the run with {what}. “More runs” has the way back to the sweep.")


def rates_around(lr: float) -> str:
    """Learning rates below and above one, as somebody would type them."""
    below, above = [lr], [lr]
    for _ in range(BESIDE):
        below.append(lr_stepped(below[-1], -1))
        above.append(lr_stepped(above[-1], 1))
    return ",".join(map(shown, sorted({*below, *above})))
