"""An opened network: its layers, the numbers of one, and what it makes of a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

import assets
from desktop.collecting.sources import DRAW
from desktop.model_files.endings import ENDINGS, is_network
from desktop.model_files.words import Contents
from desktop.opened.model import doors
from desktop.opened.model.input_maps import InputMaps
from desktop.opened.model.names import NamesError, read_names
from desktop.opened.model.numbers import Numbers
from desktop.opened.model.opened import Opened
from desktop.opened.model.orders import Opens
from desktop.opened.model.trial import Trial
from desktop.opened.view.facts import Facts
from desktop.opened.view.intro import Intro
from desktop.opened.view.large_map import LargeMap
from desktop.opened.view.layer_card import LayerCard
from desktop.opened.view.layer_list import LayerList
from desktop.opened.view.try_column import TryColumn
from desktop.pictures.answers import OpenedPicture, PictureError, called
from desktop.pictures.reader import PictureReader
from desktop.sets.collection import Picture
from desktop.teaching.view.columns import Columns
from desktop.theme.appearance import Appearance
from desktop.training.questions import Asks
from desktop.widgets.arriving import dropped, on_clipboard, paths_of, shades_of
from desktop.widgets.parts import Ticker, button
from desktop.widgets.whole_page import WholePage
from scenes.real_network.operations import Operation
from scenes.stage.data.networks import Layer, network
from scenes.stage.data.published import LITE, GoneError
from scenes.stage.numbers.values import Values

TITLE = "A network from a file"
WIDTHS, HEIGHT = (500, 248, 326), 520
"""How wide the columns are at least, and how high, in pixels for letters of the usual size."""
LEAST_SIDE = 256
"""Pictures are read with at least so many pixels a side, before a network's own side is made of them."""
RUNS_NOT = "It can’t be asked about pictures."


class OpenedPage(WholePage):
    """The whole page.

    `edge_wanted` carries the `Contents` of a file and the folder of its weights, None where the engine doesn't run it:
    that network's costs are to be shown.
    """

    edge_wanted = Signal(object, object)

    def __init__(
        self,
        appearance: Appearance,
        questions: Asks,
        make_opener: Callable[[QObject], Opens],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._appearance = appearance
        self.opened = Opened(make_opener, self)
        self.numbers, self.trial = Numbers(self.opened, self), Trial(self.opened, questions, self)
        self.input_maps = InputMaps(self.opened, questions, self)
        self._reader = PictureReader(self)
        self._folder = Path.home()
        self._names_refused = ""
        self.setAcceptDrops(True)
        self._build()
        self._lay_out()
        self._connect()
        self._refresh()

    def _build(self) -> None:
        looks = self._appearance
        self.heading = Ticker("heading")
        self.another = button("Open another…", "Choose a file; one can also be dropped here", self.ask_for_file)
        self.walk = button("Walk through it", "From layer to layer, as a scene", self._walk)
        self.edge = button("On the edge…", "What it costs on this computer, also in eight bits", self._go_to_edge)
        self.cancel = button("Cancel", "Leave this file closed", self.opened.cancel)
        self.facts, self.intro = Facts(looks), Intro(looks)
        self.layers = LayerList(looks)
        self.card = LayerCard(looks, self.opened, self.numbers)
        self.tries = TryColumn(looks, self.opened, self.trial)
        self.columns = Columns(looks, (self.layers, self.card, self.tries), WIDTHS, HEIGHT, folds=True)
        self.large = LargeMap(looks, self, self.tries.maps)

    def _lay_out(self) -> None:
        px = self._appearance.px
        self.top.addWidget(self.heading, 1)
        for each in (self.cancel, self.walk, self.edge, self.another):
            self.top.addWidget(each)
        network = QWidget()
        inside = QVBoxLayout(network)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(8))
        inside.addWidget(self.facts)
        inside.addWidget(self.columns, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.intro)
        self.pages.addWidget(network)
        column = QVBoxLayout(self)
        margin = px(12)
        column.setContentsMargins(margin, margin // 2, margin, margin)
        column.setSpacing(px(8))
        column.addLayout(self.top)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.opened.began.connect(self.large.close_map)
        self.opened.began.connect(self._begin)
        self.opened.changed.connect(self._refresh)
        self.opened.failed.connect(self.message)
        self.layers.chose.connect(self._choose)
        self.layers.message.connect(self.message)
        self.card.picked.connect(self._open_kernel)
        self.intro.file_wanted.connect(self.ask_for_file)
        self.intro.example_wanted.connect(self.open_example)
        self.tries.names_wanted.connect(self._ask_for_names)
        self.tries.sources.file_wanted.connect(self._ask_for_picture)

    @property
    def key_actions(self) -> dict[str, Callable[[], object]]:
        """Rows of the table are copied, and a picture to try is pasted; what was drawn is taken back."""
        pad = self.tries.sources.pad
        return {"copy": self.layers.copy, "paste": self.paste, "undo": pad.undo, "redo": pad.redo}

    # --- Opening ----------------------------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Let the user choose a file."""
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        kinds = f"Networks ({kinds});;All files (*)"
        path, _ = QFileDialog.getOpenFileName(self, "Open a network", str(self._folder), kinds)
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Have a file read; what is open stays until that is done."""
        self._folder = path.parent
        self.opened.open(path)

    def open_example(self) -> None:
        """Open the network that ships, like any other file."""
        self.opened.open(assets.path("published", f"{LITE}.safetensors"))

    def _begin(self) -> None:
        """Another network is open."""
        contents = self.opened.contents
        assert contents is not None
        self.facts.show_contents(contents)
        self.layers.show_contents(contents)
        self.pages.setCurrentIndex(1)
        self.layers.table.setFocus()
        path = Path(contents.file)
        if path.parent != assets.path("published"):
            self.file_opened.emit(path)

    def _refresh(self) -> None:
        opened, contents = self.opened, self.opened.contents
        reading = opened.reading
        name = called(Path(contents.file)) if contents is not None else TITLE
        self.heading.setText(f"{called(reading)} is being read." if reading is not None else name)
        self.heading.setToolTip(contents.file if contents is not None else "")
        runs = contents is not None and bool(contents.runs)
        self.columns.show_column(2, runs)
        self._show_ways(contents)
        self.edge.setEnabled(opened.runs)
        self.walk.setEnabled(opened.whose is not None)

    def _show_ways(self, contents: Contents | None) -> None:
        """Show what can be done, in the place of which a file that is read can be left: so nothing else moves."""
        reads, held = self.opened.reading is not None, self.cancel.hasFocus()
        self.cancel.setVisible(reads)
        self.another.setVisible(contents is not None and not reads)
        self.edge.setVisible(contents is not None and bool(contents.runs) and not reads)
        self.walk.setVisible(contents is not None and contents.runs == "engine" and not reads)
        if held and not reads:
            self.another.setFocus()

    # --- A layer, and a kernel of it --------------------------------------------------------------------------------

    def _choose(self, layer: Layer | None) -> None:
        if layer is not self.numbers.layer:
            self.numbers.choose(layer)
            self.trial.read(layer)

    def _open_kernel(self, place: int, channel: int | None) -> None:
        """Show a kernel in the scene about convolution over what its layer reads, or say why it has no room there."""
        layer, values = self.numbers.layer, self.numbers.values
        if layer is None or values is None or not self.card.has_kernels:
            return
        kernel = values[place] if channel is None else values[place, channel : channel + 1]
        refused = doors.refusal(layer, kernel)
        if refused:
            self.message.emit(refused)
            return
        picture, whose = self.tries.sources.picture, self.opened.whose

        def over_picture() -> None:
            self.scene_wanted.emit(doors.door(layer, kernel, doors.named(place, channel), picture))

        def over_maps(operation: Operation, maps: Values) -> None:
            assert whose is not None
            found = doors.door_over_maps(whose, operation, maps, kernel, place, channel)
            if found is not None:
                self.scene_wanted.emit(found)
            else:
                over_picture()

        self.input_maps.ask(layer, picture, over_maps, over_picture)

    def _walk(self) -> None:
        whose = self.opened.whose
        if whose is not None:
            self.opened.keep_kit()
            try:
                self.scene_wanted.emit(doors.walk(whose, network(whose.network).title, self.tries.sources.picture))
            except GoneError as error:
                self.message.emit(str(error))

    def handed_on(self) -> tuple[Contents, Path | None] | None:
        """What is open, and where its weights are, which stay there from now on; None where it can't be run."""
        contents = self.opened.contents
        if contents is None or not self.opened.runs:
            return None
        self.opened.keep_kit()
        return contents, self.opened.kit

    def _go_to_edge(self) -> None:
        found = self.handed_on()
        if found is not None:
            self.edge_wanted.emit(*found)

    # --- Names and pictures -----------------------------------------------------------------------------------------

    def _ask_for_names(self) -> None:
        kinds = "Names (*.txt *.json);;All files (*)"
        path, _ = QFileDialog.getOpenFileName(self, "What the classes are called", str(self._folder), kinds)
        if path:
            self.use_names(Path(path))

    def use_names(self, path: Path) -> None:
        """Call the classes as a file says."""
        contents = self.opened.contents
        if contents is None:
            return
        self.taken_back.emit(self._names_refused)
        try:
            self.opened.use_names(read_names(path, contents.classes))
        except NamesError as error:
            self._names_refused = str(error)
            self.message.emit(self._names_refused)

    def _ask_for_picture(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "A picture to try", str(self._folder))
        if path:
            self.try_file(Path(path))

    def try_file(self, path: Path) -> None:
        """Try a picture from a file."""
        contents = self.opened.contents
        if contents is None or not contents.runs:
            self.message.emit(RUNS_NOT)
            return
        self._reader.read(path, self._try, max(LEAST_SIDE, *self.opened.shape[1:]))

    def _try(self, found: OpenedPicture | PictureError) -> None:
        if isinstance(found, PictureError):
            self.message.emit(str(found))
        else:
            self.tries.sources.show_file(found)

    def paste(self) -> None:
        """Try the picture on the clipboard, or that in a file which is there; open a network that is there."""
        data = on_clipboard()
        path, pixels = dropped(data), shades_of(data)
        if path is None and pixels is None:
            self.message.emit("There is no picture on the clipboard. Copy one first, and paste it then.")
        else:
            self._take(path, pixels)

    def _take(self, path: Path | None, pixels: Picture | None) -> None:
        if path is not None and is_network(path):
            self.open(path)
        elif path is not None:
            self.try_file(path)
        elif self.opened.contents is None or not self.opened.contents.runs:
            self.message.emit(RUNS_NOT)
        elif pixels is not None:
            self.tries.sources.show_pixels(pixels)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's
        if event.mimeData().hasImage() or paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a network, or try a picture."""
        event.acceptProposedAction()
        self._take(dropped(event.mimeData()), shades_of(event.mimeData()))

    # --- Leaving ----------------------------------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Turn the camera off and open no scene any more whenever the page is left."""
        super().hideEvent(event)
        self.input_maps.forget()
        if self.tries.sources.films:
            self.tries.sources.choose(DRAW)

    def shutdown(self) -> None:
        """End what goes on, and remove what was laid out."""
        self.tries.sources.close_camera()
        self._reader.close()
        self.opened.close()
