"""Where pictures of one's own come into the lab: dropped or chosen, through a sheet, into the store."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.lab.own_data.sheet import ImportSheet
from desktop.lab.own_data.stored import RunsOf, StoredDialog
from desktop.sets.store import SetStore
from desktop.theme.appearance import Appearance
from engine.contract.spec import OwnData

KINDS = "Tables and arrays of pictures (*.csv *.csv.gz *.tsv *.npz *-ubyte *-ubyte.gz)"


class OwnDataDesk(QObject):
    """Opens the sheet and the list of what is stored, one at a time, over a page of the lab.

    `chosen` carries a set that was brought in, `message` a sentence for the user.
    """

    chosen = Signal(object)
    message = Signal(str)

    def __init__(self, appearance: Appearance, store: SetStore, runs_of: RunsOf, page: QWidget) -> None:
        super().__init__(page)
        self._appearance, self._runs_of, self._page = appearance, runs_of, page
        self.store = store
        self._folder = Path.home()
        self.sheet: ImportSheet | None = None
        self.list: StoredDialog | None = None

    def ask(self, beside: QWidget) -> None:
        """Let the user choose a folder or a file."""
        menu = QMenu(beside)
        menu.addAction("A folder of pictures…", self._ask_for_folder)
        menu.addAction("A table or arrays…", self._ask_for_file)
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def open(self, path: Path) -> None:
        """Show what a folder or a file would bring in."""
        self._folder = path.parent
        if self.sheet is not None:
            self.sheet.reject()
        sheet = ImportSheet(self._appearance, path, self.store.folder, self._page)
        sheet.kept.connect(self._take)
        sheet.failed.connect(self.message)
        sheet.finished.connect(self._forget_sheet)
        self.sheet = sheet
        sheet.open()

    def show_stored(self) -> None:
        """Show what is stored."""
        self.list = StoredDialog(self.store, self._runs_of, self._page)
        self.list.open()

    def close(self) -> None:
        """End an import that goes on, and remove what is deleted."""
        if self.sheet is not None:
            self.sheet.reject()
        self.store.close()

    def _take(self, data: OwnData) -> None:
        try:
            self.store.add(data)
        except OSError as error:
            self.message.emit(f"“{data.title}” can't be kept ({error.strerror}: {self.store.folder}). Make room there.")
        else:
            self.chosen.emit(data)

    def _forget_sheet(self) -> None:
        self.sheet = None

    def _ask_for_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self._page, "A folder with a folder for each class", str(self._folder))
        if path:
            self.open(Path(path))

    def _ask_for_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._page, "A table or arrays of pictures", str(self._folder), KINDS)
        if path:
            self.open(Path(path))
