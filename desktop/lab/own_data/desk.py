"""Where pictures of one's own come into the lab: dropped, chosen, drawn or taken by a camera, into the store."""

from __future__ import annotations

from functools import partial
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.lab.collecting.adding import Adding
from desktop.lab.collecting.workbench import Workbench
from desktop.lab.drawing.panel import DrawingPanel
from desktop.lab.own_data.sheet import ImportSheet
from desktop.lab.own_data.stored import RunsOf, StoredDialog
from desktop.runs.kept_sweeps import SweepStore
from desktop.sets.collection import Collection
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from desktop.sets.taught import TaughtStore
from desktop.system.paths import sweeps_folder
from desktop.theme.appearance import Appearance
from engine.contract.spec import OwnData

COLLECTIONS = "collections"
"""The folder of the sets that grow, within that of all sets."""
KINDS = "Tables and arrays of pictures (*.csv *.csv.gz *.tsv *.npz *-ubyte *-ubyte.gz)"


class OwnDataDesk(QObject):
    """Opens the sheet, the workbench and the list of what is stored, one at a time, over a page of the lab.

    `chosen` carries a set that was brought in, `collected` one to train on at once, `sweep_wanted` the
    folder of a sweep to open, `message` a sentence for the user, and `teach_wanted` the key of classes that were
    taught.
    """

    chosen = Signal(object)
    collected = Signal(object)
    sweep_wanted = Signal(object)
    message = Signal(str)
    teach_wanted = Signal(str)

    def __init__(
        self, appearance: Appearance, store: SetStore, taught: TaughtStore | None, runs_of: RunsOf, page: QWidget
    ) -> None:
        super().__init__(page)
        self._appearance, self._runs_of, self._page = appearance, runs_of, page
        self.store, self._taught = store, taught
        self.drafts = DraftStore(store.folder / COLLECTIONS, self)
        self.sweeps = SweepStore(sweeps_folder(), self)
        self.adding = Adding(self.drafts, store, self)
        self.adding.told.connect(self.message)
        self.adding.opened.connect(self.collect)
        self.workbench: Workbench | None = None
        self._folder = Path.home()
        self.sheet: ImportSheet | None = None
        self.list: StoredDialog | None = None

    def ask(self, beside: QWidget) -> None:
        """Let the user choose a folder or a file."""
        menu = QMenu(beside)
        menu.addAction("A folder of pictures…", self._ask_for_folder)
        menu.addAction("A table or arrays…", self._ask_for_file)
        menu.addSeparator()
        menu.addAction("Draw them, or use the camera…", self.begin)
        for draft in self.drafts.drafts:
            title = draft.label.title.replace("&", "&&")
            menu.addAction(f"Go on with “{title}”…", partial(self.adding.show_in_full, draft.key))
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def offer(self, drawing: DrawingPanel) -> None:
        """Let the user choose the class of a set that a drawing is added to; the pad is empty then."""
        menu = self.adding.menu(drawing.pad.ink, drawing.pad.clear, drawing)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(drawing.add.mapToGlobal(drawing.add.rect().bottomLeft()))

    def begin(self) -> None:
        """Collect a set from nothing, under a name that no other has."""
        taken = {each.data.title for each in self.store.sets} | {each.label.title for each in self.drafts.drafts}
        names = (f"My pictures {number}" for number in count(2))
        self.collect(Collection(next(name for name in chain(["My pictures"], names) if name not in taken)))

    def collect(self, collection: Collection, key: str = "") -> None:
        """Show a set that grows."""
        if self.workbench is None:
            self.workbench = Workbench(self._appearance, self.drafts, self.store, self._page)
            self.workbench.made.connect(self.collected)
            self.workbench.folder_wanted.connect(self._ask_for_folder)
        if self.list is not None:
            self.list.accept()
        self.workbench.show_collection(collection, key)

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
        self.list = StoredDialog(self.store, self.drafts, self.sweeps, self._taught, self._runs_of, self._page)
        self.list.teach_wanted.connect(self._teach)
        self.list.collect_wanted.connect(self.adding.show_in_full)
        self.list.sweep_wanted.connect(self.sweep_wanted)
        self.list.finished.connect(self._forget_list)
        self.list.open()

    def close(self) -> None:
        """End an import that goes on, and remove what is deleted."""
        if self.sheet is not None:
            self.sheet.reject()
        if self.workbench is not None:
            self.workbench.shutdown()
        self.drafts.close()
        self.store.close()
        self.sweeps.close()

    def _take(self, data: OwnData) -> None:
        try:
            self.store.add(data)
        except OSError as error:
            self.message.emit(f"“{data.title}” can't be kept ({error.strerror}: {self.store.folder}). Make room there.")
        else:
            self.chosen.emit(data)

    def _teach(self, key: str) -> None:
        if self.list is not None:
            self.list.accept()
        self.teach_wanted.emit(key)

    def _forget_list(self) -> None:
        self.list = None

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
