"""The network that is open: what its file holds, what its classes are called, and how it reads pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.model_files.words import Contents, Prepare, Prepared, Refused
from desktop.opened.model.kit_folders import KitFolders
from desktop.opened.model.names import usual
from desktop.opened.model.orders import Answer, Opens, Orders
from desktop.opened.model.standards import Standard, standards
from desktop.sets.collection import Shape
from engine.contract.questions import Published
from scenes.stage.data.reading import Kit

COLOURS, USUAL_SIDE = 3, 224
NO_ROOM = "Its weights can’t be laid out to be run ({}). Make room on the disk, and open it again."


class Opened(QObject):
    """Opens one file at a time; what was open stays until another one is read.

    `changed` says that something is known that wasn't, `began` that another network is open, and `failed` carries a
    sentence about a file that can't be read. A network that the engine can run is laid out in a folder of this window.
    """

    changed = Signal()
    began = Signal()
    failed = Signal(str)

    def __init__(self, make: Callable[[QObject], Opens], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._reader: Opens | None = None
        self._kits = KitFolders()
        self._laid_out: Path | None = None
        self.reading: Path | None = None
        """The file that is being read."""
        self.contents: Contents | None = None
        self.orders: Orders | None = None
        self.kit: Path | None = None
        """The folder of the weights, as they are to be read now; None before they are laid out."""
        self.trouble = ""
        """Why it can't run, though it fits."""
        self.standards: tuple[Standard, ...] = ()
        self.standard: Standard | None = None
        self.names: tuple[str, ...] = ()
        """What the classes are called; () where nobody says."""
        self.assumed = False
        """Whether the names are those of ImageNet only because there are as many classes."""

    # --- Opening ----------------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Read a file; one that is being read is left."""
        self.cancel()
        self.reading = path
        self._reader = reader = self._make(self)
        reader.opened.connect(self._take)
        reader.failed.connect(self._fail)
        reader.open(path)
        self.changed.emit()

    def cancel(self) -> None:
        """Leave a file that is being read."""
        reader, self._reader, self.reading = self._reader, None, None
        if reader is not None:
            reader.close()
            self.changed.emit()

    def close(self) -> None:
        """End what goes on, and remove what was laid out."""
        self.cancel()
        if self.orders is not None:
            self.orders.close()
        self._kits.close()

    def _fail(self, sentence: str) -> None:
        self.cancel()
        self.failed.emit(sentence)

    def _take(self, contents: Contents) -> None:
        reader, self._reader, self.reading = self._reader, None, None
        assert reader is not None
        if self.orders is not None:
            self.orders.close()
        self.orders = Orders(reader, self)
        reader.failed.disconnect(self._fail)
        reader.failed.connect(self._end)
        self.contents, self.trouble = contents, ""
        self.kit = self._laid_out = None
        self._kits.tidy()
        self.names = contents.labels or usual(contents.classes)
        self.assumed = bool(self.names) and not contents.labels
        self.standards = standards(contents, self.shape[0]) if contents.runs else ()
        self.standard = self.standards[0] if self.standards else None
        if contents.runs == "engine":
            self._lay_out()
        self.began.emit()
        self.changed.emit()

    def _end(self, sentence: str) -> None:
        """The process has ended that holds the file: what is shown stays, and nothing more can be asked."""
        self.trouble = sentence
        self.changed.emit()
        self.failed.emit(sentence)

    # --- Running ----------------------------------------------------------------------------------------------------

    @property
    def runs(self) -> bool:
        """Whether it can be asked about a picture now."""
        if self.contents is None or self.trouble:
            return False
        return self.kit is not None if self.contents.runs == "engine" else self.contents.runs == "onnx"

    @property
    def measurable(self) -> bool:
        """Whether what it costs can be measured now."""
        timed = self.contents is not None and self.contents.timed and not self.trouble
        return self.runs or timed

    @property
    def shape(self) -> Shape:
        """The shape of the pictures that it is tried with; of one that takes any size a usual one."""
        assert self.contents is not None
        if self.contents.shape:
            channels, height, width = self.contents.shape
            return channels, height, width
        first = next((each for each in self.contents.layers if each.convolves), None)
        arrays = self.contents.tensors.get(first.name, ()) if first is not None else ()
        return 1 if arrays and arrays[0].shape[1:2] == (1,) else COLOURS, USUAL_SIDE, USUAL_SIDE

    @property
    def whose(self) -> Kit | None:
        """The network as scenes know it; None where the engine can't run it, or not yet."""
        return Kit(self.contents.network, str(self.kit)) if self.contents is not None and self.kit else None

    @property
    def subject(self) -> Published | None:
        """The network as the engine is asked about it; None as above."""
        whose = self.whose
        return None if whose is None else Published(whose.network, folder=whose.folder)

    def keep_kit(self) -> None:
        """Have the weights stay laid out until the window closes: a scene or the edge reads them too."""
        if self.kit is not None:
            self._kits.keep(self.kit)

    def class_name(self, place: int) -> str:
        """What a class is called, or its number."""
        return self.names[place] if place < len(self.names) else f"class {place + 1}"

    def use_standard(self, standard: Standard) -> None:
        """Have pictures standardised in another way."""
        if standard != self.standard:
            self.standard = standard
            self._lay_out_anew()

    def use_names(self, names: tuple[str, ...]) -> None:
        """Call the classes otherwise."""
        self.names, self.assumed = names, False
        self._lay_out_anew()

    def _lay_out(self) -> None:
        assert self.orders is not None
        try:
            folder = self._kits.fresh()
        except OSError as error:
            self.trouble = NO_ROOM.format(error.strerror)
        else:
            self.orders.ask(Prepare(str(folder), self.names), self._follow)

    def _follow(self, answer: Answer) -> None:
        """The weights are laid out, or why they can't be."""
        if isinstance(answer, Refused):
            self.trouble = answer.sentence
        elif isinstance(answer, Prepared) and self.contents is not None:
            self.kit = self._laid_out = Path(answer.folder)
        self.changed.emit()

    def _lay_out_anew(self) -> None:
        """Have a kit with what was chosen: nothing of one that there is may change."""
        if self._laid_out is not None and self.standard is not None:
            try:
                made = self._kits.like(self._laid_out, *self.standard.of_bytes, self.names)
            except OSError as error:
                self.failed.emit(NO_ROOM.format(error.strerror))
            else:
                self.kit = made
        self.changed.emit()
