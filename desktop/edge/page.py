"""On the edge: a network in three forms, what each costs on this computer, and what is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.edge.model.asking import Measures
from desktop.edge.model.bench import Bench
from desktop.edge.model.finding import facts
from desktop.edge.model.forms import Forms
from desktop.edge.model.networks import Network, OfRun, all_networks, of_file, of_run
from desktop.edge.model.result import table
from desktop.edge.model.subject import Subject
from desktop.edge.view.below import Below
from desktop.edge.view.controls import Controls
from desktop.edge.view.least_room import LeastRoom
from desktop.edge.view.sheet import sheet
from desktop.edge.view.table import FormsTable
from desktop.edge.view.taught import Lessons
from desktop.export.clipboard import copy_image
from desktop.export.still import ExportError
from desktop.export.views import KINDS, photographed, save
from desktop.runs.labels import file_name
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance
from desktop.widgets.parts import button, label, strip
from desktop.widgets.saving import ask_where_to_save
from desktop.widgets.whole_page import WholePage

ABOUT = "What a network costs on this computer, and what it loses in eight bits"
NOTHING = "Nothing is measured yet. Press Measure here first."


class EdgePage(WholePage):
    """The whole page. `now_open` tells which network is open out of a file; `opened_wanted` says to show it."""

    opened_wanted = Signal()

    def __init__(
        self,
        appearance: Appearance,
        measures: Measures,
        library: Library,
        is_training: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._appearance, self._library = appearance, library
        self._opened: dict[str, Subject] = {}
        """The networks out of files, by what they are called."""
        self.now_open: Callable[[], Subject | None] = lambda: None
        self._there: Subject | None = None
        """What was open when the page was shown last: nothing is opened meanwhile."""
        self._earlier: Network | None = None
        """A network of a run as it was before the end, which the list of runs doesn't have."""
        self._folder = Path.home()
        self.bench = Bench(measures, all_networks(library.runs), is_training, self, self._facts_of)
        self._build()
        self._lay_out()
        library.changed.connect(self._offer)
        self.bench.changed.connect(self._refresh)
        self.below.turned.connect(self._share_room)
        self._refresh()

    def _facts_of(self, network: Network) -> str:
        return facts(network, self._library)

    def _build(self) -> None:
        looks, bench = self._appearance, self.bench
        self.controls = Controls(looks, bench)
        self.table = FormsTable(looks)
        self.below = Below(looks, bench)
        self.lessons = Lessons(looks)
        self.below.own.clicked.connect(self.ask_for_folder)
        self.copy = button("Copy", "Copy the table as a picture  Ctrl+Shift+P", self.copy_picture)
        self.back = button("Back to its layers", "Its layers, and what it makes of a picture", self.opened_wanted.emit)
        self.save = button("Save…", "Save the table as a picture, or all numbers  Ctrl+S", self.ask_to_save)

    def _lay_out(self) -> None:
        px = self._appearance.px
        self.top.addWidget(label("On the edge", "heading"))
        self.subtitle = label(ABOUT, "muted", wrap=True)
        self.top.addWidget(self.subtitle, 1)
        for each in (self.back, self.copy, self.save):
            self.top.addWidget(each)
        inside = QWidget()
        self._grid = grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(7))
        self._under = self._on_ground(self.below)
        grid.addWidget(self._on_ground(self.table), 0, 0)
        grid.addWidget(self._under, 1, 0)
        grid.addWidget(self._on_ground(self.lessons), 0, 1, 2, 1)
        for column, share in enumerate((5, 2)):
            grid.setColumnStretch(column, share)
        whole = QVBoxLayout(self)
        margin = px(12)
        whole.setContentsMargins(margin, margin // 2, margin, margin)
        whole.setSpacing(px(6))
        whole.addLayout(self.top)
        whole.addWidget(self.controls)
        whole.addWidget(LeastRoom(inside), 1)

    def _on_ground(self, widget: QWidget) -> QWidget:
        """A widget on the ground of a panel."""
        ground, px = QWidget(), self._appearance.px
        strip(ground)
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(px(14), px(6), px(14), px(6))
        inside.addWidget(widget)
        return ground

    # Which network

    def show_subject(self, subject: Subject) -> None:
        """Lay a network on the bench that is opened from a file."""
        self.offer_opened(subject)
        self.bench.choose(of_file(subject))

    def offer_opened(self, subject: Subject) -> None:
        """Offer a network that is opened from a file, in place of one of its name."""
        before, self._opened[subject.title] = self._opened.get(subject.title), subject
        was_there = before is not None and self.bench.network.origin == before
        self._offer()
        if was_there:
            self.bench.choose(of_file(subject))

    def show_run(self, key: str, contestant: int, step: int | None) -> None:
        """Lay a contestant of a kept run on the bench, as it was after a step; None for the end."""
        run = self._library.find(key)
        if run is not None:
            network = of_run(run, contestant, step)
            self._earlier = network if step is not None else self._earlier
            self._offer()
            self.bench.choose(network)

    def _offer(self) -> None:
        """Offer the networks that there are now."""
        found = all_networks(self._library.runs, self._opened.values())
        earlier = self._earlier
        if earlier is not None and isinstance(earlier.origin, OfRun) and self._library.find(earlier.origin.key):
            found = (*found, earlier)
        self.bench.offer(found)

    # What is shown

    def _refresh(self) -> None:
        bench = self.bench
        result = bench.result
        forms = result.forms if result is not None else Forms(bench.network.title)
        self.table.show_forms(forms, bench.absent, bench.form_now)
        self.below.refresh()
        self.back.setVisible(bench.network.origin == self._there)
        self._under.setVisible(result is not None)
        self._share_room()
        self.lessons.show_lessons(bench.lessons, bench.why_no_lessons)
        for each in (self.copy, self.save):
            each.setEnabled(result is not None)

    def _share_room(self) -> None:
        """Give the table what the panel under it doesn't need."""
        alone = self.bench.result is None or self.below.compact
        for row, share in enumerate((1, 0) if alone else (4, 6)):
            self._grid.setRowStretch(row, share)

    @property
    def key_actions(self) -> dict[str, Callable[[], object]]:
        """Space and N measure, or stop that; what is shown is saved and copied."""
        bench = self.bench
        measure = bench.stop if bench.going else bench.measure
        return {
            "toggle": measure,
            "train": measure,
            "export": self.ask_to_save,
            "copy": self.copy_picture,
            "copy-picture": self.copy_picture,
        }

    # Pictures of the user's own

    def ask_for_folder(self) -> None:
        """Let the user choose a folder of pictures that all forms are asked about."""
        path = QFileDialog.getExistingDirectory(self, "A folder of pictures", str(self._folder))
        if path:
            self._folder = Path(path).parent
            self.bench.show_folder(Path(path))
            self.message.emit(f"The pictures in “{Path(path).name}” are asked about when you measure next.")

    # What leaves the page

    def ask_to_save(self) -> None:
        """Let the user choose where the table is saved, as a picture or as numbers."""
        result = self.bench.result
        if result is None:
            self.message.emit(NOTHING)
            return
        name = self._folder / f"{file_name(result.forms.network)}-on-the-edge.png"
        path = ask_where_to_save(self, "Save what the forms cost", name, KINDS)
        if path:
            self.write(path)

    def write(self, path: Path) -> None:
        """Save the table as a picture, or all numbers, as the file's ending says."""
        result = self.bench.result
        if result is None:
            return
        self._folder = path.parent
        try:
            shown = sheet(self.table, result.forms, self._appearance)
            save(path, shown, f"{result.forms.network} on the edge", table(result))
        except ExportError as error:
            self.message.emit(str(error))
        else:
            self.message.emit(f"It is saved as {path}.")

    def copy_picture(self) -> None:
        """Put the table on the clipboard as a picture."""
        result = self.bench.result
        if result is None:
            self.message.emit(NOTHING)
            return
        try:
            shown = sheet(self.table, result.forms, self._appearance)
            self.message.emit(copy_image(photographed(shown), f"{result.forms.network} on the edge"))
        except ExportError as error:
            self.message.emit(str(error))

    # Coming and going

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the network that is open now, and have the space bar measure at once."""
        super().showEvent(event)
        self._there = self.now_open()
        if self._there is not None:
            self.offer_opened(self._there)
        (self.controls.stop if self.bench.going else self.controls.measure).setFocus()

    def shutdown(self) -> None:
        """End what goes on."""
        self.bench.close()
