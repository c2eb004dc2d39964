"""The set that grows: what is in it, what of that is kept on disk, and the way back."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from PySide6.QtCore import QObject, QTimer

from desktop.collecting.growing import Growing
from desktop.player.history import History
from desktop.sets.collection import Collection, CollectionError, Picture
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from engine.contract import own_data
from engine.contract.spec import MAX_TITLE, OwnData

SAVE_MS = 300
"""How long after a change the collection is written."""


class Collector(Growing):
    """Holds the collection that is open.

    Pictures that the camera has taken are in it and nowhere else until `keep`: as long as some are `unkept`, nothing is
    written.
    """

    def __init__(self, drafts: DraftStore, sets: SetStore, parent: QObject | None = None) -> None:
        super().__init__(Collection("My pictures"), parent)
        self._drafts, self._sets = drafts, sets
        self._camera: set[bytes] = set()
        """What the camera has taken since somebody pressed *Keep*."""
        self._chosen = False
        """Whether somebody has said, since it was opened, if kept runs may hold some of the pictures."""
        self._saved: Collection | None = None
        self.key = ""
        """Under which it is kept; none before it is kept first."""
        self._late = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._late.timeout.connect(self.save)

    @property
    def unkept(self) -> int:
        """How many of its pictures the camera has taken and nobody has kept yet."""
        if not self._camera:
            return 0
        return sum(sample.pixels in self._camera for pile in self.collection.piles for sample in pile.samples)

    def open(self, collection: Collection, key: str = "") -> None:
        """Go on with another collection; what was open is written down."""
        self.close()
        self.key, self._saved, self._chosen = key, collection if key else None, False
        self.begin(collection)

    def close(self) -> None:
        """Write down what is to be kept; what the camera has taken else is gone."""
        if self.unkept:
            self.discard()
        self._camera.clear()
        self.save()

    # Changes

    def take(self, place: int, picture: Picture) -> bool:
        """Add a picture of the camera to a class, not to be kept yet; tells whether that can be."""
        if not self.has(picture):
            self._camera.add(picture.tobytes())
        return super().take(place, picture)

    def keep(self) -> None:
        """Keep what the camera has taken. It may be of people: kept runs show none of it, unless that was chosen."""
        if not self._chosen:
            self.change(lambda now: replace(now, shown=False))
        self._camera.clear()
        self.save()
        self.changed.emit()

    def show_in_runs(self, shown: bool) -> None:
        """Choose whether kept runs hold some of the pictures."""
        self._chosen = True
        self.change(lambda now: replace(now, shown=shown))

    def discard(self) -> None:
        """Take away what the camera has taken since it was kept last."""

        def without(now: Collection) -> Collection:
            for place, pile in enumerate(now.piles):
                now = now.without(place, [at for at, each in enumerate(pile.samples) if each.pixels in self._camera])
            return now

        self.change(without)

    def _show(self, history: History[Collection]) -> bool:
        if not super()._show(history):
            return False
        self._late.start()
        return True

    # On disk

    def save(self) -> bool:
        """Write the collection down unless pictures in it are not to be kept yet; tells whether nothing is lost."""
        self._late.stop()
        if self.collection == self._saved or self.unkept or not (self.key or self.collection.piles):
            return True
        try:
            self.key = self._drafts.save(self.collection, self.key)
        except OSError as error:
            self.told.emit(f"The set can't be kept ({error.strerror}: {self._drafts.folder}). Make room there.")
            return False
        self._saved = self.collection
        return True

    def make(self) -> OwnData | None:
        """Make it a set that can be trained on, and list that; None where that can't be done, which is said."""
        try:
            prepared = self.collection.prepared()
        except CollectionError as error:
            self.told.emit(str(error))
            return None
        now = self.collection
        data = own_data.described(prepared, now.title, now.classes, now.shown)
        data = msgspec.structs.replace(data, title=self._free(data))
        try:
            own_data.write(self._sets.folder, data, prepared)
            self._sets.add(data)
        except OSError as error:
            self.told.emit(f"The set can't be kept ({error.strerror}: {self._sets.folder}). Make room there.")
            return None
        self._history = History(self.collection.settled(prepared, data.digest), self._history.past)
        self.save()
        return data

    def _free(self, data: OwnData) -> str:
        """The set's name, with a number where other pictures are called so."""
        others = {each.data.title for each in self._sets.sets if each.data.digest != data.digest}
        title, number = data.title, 2
        while title in others:
            title, number = f"{data.title[: MAX_TITLE - 4].strip()} {number}", number + 1
        return title
