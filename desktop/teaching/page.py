"""Teach it your classes: the classes at the left, what was learned in the middle, and a picture to try at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.collecting.piles import Piles
from desktop.collecting.sources import DRAW
from desktop.pictures.answers import OpenedPicture, PictureError
from desktop.pictures.reader import PictureReader
from desktop.player.undo import UndoOrder
from desktop.sets.collection import Collection, CollectionError, Pile, Shape
from desktop.sets.taught import TaughtStore
from desktop.teaching.model.bringing import SIDE
from desktop.teaching.model.examples import EXAMPLES, Example
from desktop.teaching.model.teaching import Teaching, empty
from desktop.teaching.view.classes import TaughtCard
from desktop.teaching.view.columns import Columns
from desktop.teaching.view.keeping import KeepDialog, ask_before_loss
from desktop.teaching.view.learned_column import LearnedColumn
from desktop.teaching.view.trial_column import TrialColumn
from desktop.theme.appearance import Appearance
from desktop.training.questions import Asks
from desktop.widgets.arriving import dropped, on_clipboard, paths_of, shades_of
from desktop.widgets.buttons import IconButton
from desktop.widgets.parts import ScrollColumn, button, label
from desktop.widgets.whole_page import WholePage


class TeachPage(WholePage):
    """The whole page."""

    def __init__(
        self, appearance: Appearance, questions: Asks, store: TaughtStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self._appearance, self._store = appearance, store
        self.teaching = Teaching(questions, self)
        self._reader = PictureReader(self)
        self._folder = Path.home()
        self.setAcceptDrops(True)
        self._build()
        self._lay_out()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        looks, teaching = self._appearance, self.teaching
        self.trial = TrialColumn(looks, teaching)
        self.sources = self.trial.sources
        self.learned = LearnedColumn(looks, teaching)
        self.changes = UndoOrder(teaching.growing, self.sources.pad)
        self.piles = Piles(looks, teaching.growing, self.sources, self.changes, self._card)
        self.piles.column.addStretch(1)
        self.reading = label(name="muted", wrap=True)
        self.examples = [button(each.title, each.says, partial(self.show_example, each), "glance") for each in EXAMPLES]
        self.folder = button("A folder…", "A folder with a folder for each class", self._ask_for_folder, "glance")
        self.afresh = button("New", "Begin with two empty classes", self.begin_afresh, "glance")
        self.undo = IconButton(looks, "undo", "Undo  Ctrl+Z", size=28)
        self.redo = IconButton(looks, "redo", "Redo  Ctrl+Shift+Z", size=28)
        self.keep = button("Keep…", "Keep the pictures and what was learned, on this computer", self.ask_to_keep)

    def _lay_out(self) -> None:
        looks = self._appearance
        self.top.addWidget(label("Teach it your classes", "heading"))
        self.top.addStretch(1)
        self.top.addWidget(label("Begin with", "muted"))
        begins: list[QWidget] = [*self.examples, self.folder, self.afresh]
        for each in (*begins, self.undo, self.redo, self.keep):
            self.top.addWidget(each)
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(ScrollColumn(self.piles), 1)
        inside.addWidget(self.reading)
        column = QVBoxLayout(self)
        margin = looks.px(12)
        column.setContentsMargins(margin, margin // 2, margin, margin)
        column.setSpacing(looks.px(8))
        column.addLayout(self.top)
        column.addWidget(Columns(looks, (left, self.learned, self.trial)), 1)

    def _connect(self) -> None:
        teaching, sources = self.teaching, self.sources
        teaching.changed.connect(self._refresh)
        teaching.growing.changed.connect(self._show_collection)
        teaching.told.connect(self._say)
        teaching.bringing.progressed.connect(self._show_reading)
        self.piles.said.connect(self._say)
        self.piles.touched.connect(self._end_typing)
        self.trial.looked.connect(self.piles.show_ways)
        sources.file_wanted.connect(self._ask_for_picture)
        sources.folder_wanted.connect(self._ask_for_folder)
        self.learned.intro.example_wanted.connect(self.show_example)
        self.learned.compare_wanted.connect(teaching.compare)
        self.undo.clicked.connect(self.changes.undo)
        self.redo.clicked.connect(self.changes.redo)
        self._show_collection()

    def _card(self, appearance: Appearance, pile: Pile, shape: Shape) -> TaughtCard:
        card = TaughtCard(appearance, pile, shape)
        card.dropped.connect(lambda paths: self._add_files(card.name.text(), paths))
        card.files_wanted.connect(lambda: self._ask_for_files(card.name.text()))
        return card

    @property
    def key_actions(self) -> dict[str, Callable[[], object]]:
        """Space teaches; what was changed is taken back, and a picture to try is pasted."""
        return {
            "toggle": self.teaching.teacher.teach,
            "undo": self.changes.undo,
            "redo": self.changes.redo,
            "paste": self.paste,
        }

    # What is shown

    def _show_collection(self) -> None:
        collection = self.teaching.collection
        self.sources.show_collection(collection)
        self.piles.refresh()

    def _refresh(self) -> None:
        self.learned.refresh()
        self.trial.refresh()
        self.keep.setEnabled(bool(self.teaching.collection.count))
        if not self.teaching.bringing.busy:
            self.reading.hide()

    def _show_reading(self, done: int, of: int) -> None:
        self.reading.setText(f"{done:,} of {of:,} files are read.")
        self.reading.setVisible(self.teaching.bringing.busy)

    def _say(self, sentence: str) -> None:
        if sentence:
            self.message.emit(sentence)

    def _end_typing(self) -> None:
        """Take the keys from a field: digits add to classes from now on."""
        if isinstance(self.focusWidget(), QLineEdit):
            self.setFocus()

    # What to begin with

    def show_example(self, example: Example) -> None:
        """Begin with a ready set, unless pictures would be lost."""
        if self._may_lose():
            self.teaching.show_example(example)
            self.sources.data = example.data
            self.sources.offer(self.teaching.ready)

    def begin_afresh(self) -> None:
        """Begin with two empty classes, unless pictures would be lost."""
        if self._may_lose():
            self._begin(empty())

    def open_kept(self, key: str) -> None:
        """Go on with what was kept, unless pictures would be lost."""
        if not self._may_lose():
            return
        try:
            collection = self._store.load(key)
        except CollectionError as error:
            self._say(str(error))
        else:
            self._begin(collection, key)

    def _begin(self, collection: Collection, key: str = "") -> None:
        self.teaching.begin(collection, key)
        self.sources.data = ""
        self.sources.offer(None)

    def bring_in(self, folder: Path) -> None:
        """Take a folder with a folder for each class; a ready set gives way to it."""
        if self.teaching.example is not None:
            self._begin(empty())
        self.teaching.bringing.open_set(folder, self.teaching.collection.shape)

    def _add_files(self, name: str, paths: list[Path]) -> None:
        self.teaching.bringing.open_class(name, paths, self.teaching.collection.shape)

    def _ask_for_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, "A folder with a folder for each class", str(self._folder))
        if path:
            self._folder = Path(path).parent
            self.bring_in(Path(path))

    def _ask_for_files(self, name: str) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, f"Pictures of the class {name}", str(self._folder))
        if paths:
            self._folder = Path(paths[0]).parent
            self._add_files(name, [Path(each) for each in paths])

    # A picture to try

    def _ask_for_picture(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "A picture to try", str(self._folder))
        if path:
            self._folder = Path(path).parent
            self.try_file(Path(path))

    def try_file(self, path: Path) -> None:
        """Try a picture from a file."""
        self._reader.read(path, self._try, SIDE)

    def paste(self) -> None:
        """Try the picture on the clipboard, or that in a file which is there."""
        data = on_clipboard()
        path, pixels = dropped(data), shades_of(data)
        if path is not None:
            self.try_file(path)
        elif pixels is not None:
            self.sources.show_pixels(pixels)
        else:
            self._say("There is no picture on the clipboard. Copy one first, and paste it then.")

    def _try(self, found: OpenedPicture | PictureError) -> None:
        if isinstance(found, PictureError):
            self._say(str(found))
        else:
            self.sources.show_file(found)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if event.mimeData().hasImage() or paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Try a picture, or take a folder of classes."""
        path, pixels = dropped(event.mimeData()), shades_of(event.mimeData())
        event.acceptProposedAction()
        if path is not None and path.is_dir():
            self.bring_in(path)
        elif path is not None:
            self.try_file(path)
        elif pixels is not None:
            self.sources.show_pixels(pixels)

    # Keeping

    def ask_to_keep(self) -> bool:
        """Ask for a name, and keep all there is; tells whether it is kept."""
        teaching = self.teaching
        dialog = KeepDialog(teaching.collection, teaching.head is not None, str(self._store.folder), self)
        accepted, title = bool(dialog.exec()), dialog.title.text()
        dialog.deleteLater()
        return accepted and self._keep(title)

    def _keep(self, title: str) -> bool:
        teaching = self.teaching
        if title.strip() and title != teaching.collection.title:
            teaching.growing.change(lambda now: now.titled(title))
        try:
            teaching.show_kept(self._store.keep(teaching.collection, teaching.head, teaching.key))
        except OSError as error:
            self._say(f"The classes can't be kept ({error.strerror}: {self._store.folder}). Make room there.")
            return False
        self._say(f"“{teaching.collection.title}” is kept on this computer.")
        return True

    def _may_lose(self, doing: str = "Go on") -> bool:
        """Whether nothing is lost by leaving what is open, or the user wants that."""
        count = self.teaching.unkept
        if not count:
            return True
        answer = ask_before_loss(count, self, doing)
        return answer == "lose" or (answer == "keep" and self.ask_to_keep())

    def may_close(self) -> bool:
        """Whether the window may close; asks where pictures would be lost."""
        return self._may_lose("Close")

    # Coming and going

    def hideEvent(self, event: QHideEvent) -> None:
        """Turn the camera off whenever the page is left."""
        super().hideEvent(event)
        self.piles.hold(None)
        if self.sources.films:
            self.sources.choose(DRAW)

    def shutdown(self) -> None:
        """End what goes on."""
        self.sources.close_camera()
        self._reader.close()
        self.teaching.close()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if not self.piles.press_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's
        if not self.piles.release_key(event):
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take no more pictures where another window comes in between: nobody hears of the release then."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.piles.hold(None)
