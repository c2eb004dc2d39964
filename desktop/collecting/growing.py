"""A collection that grows: what is in it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.player.history import History
from desktop.sets.collection import Collection, CollectionError, Picture


class Growing(QObject):
    """Holds a collection.

    `changed` says that the collection is another, `edited` that one change more can be undone, and `told` carries a
    sentence.
    """

    changed = Signal()
    edited = Signal()
    told = Signal(str)

    def __init__(self, collection: Collection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History(collection)
        self._holds = 0

    @property
    def collection(self) -> Collection:
        """What there is now."""
        return self._history.present

    def begin(self, collection: Collection) -> None:
        """Go on with another collection; of the one that was open nothing can be taken back."""
        self._history = History(collection)
        self.changed.emit()

    def has(self, picture: Picture) -> bool:
        """Whether a picture is of any of the classes."""
        pixels = picture.tobytes()
        return any(pixels == sample.pixels for pile in self.collection.piles for sample in pile.samples)

    def change(self, change: Callable[[Collection], Collection], merging: object = None) -> bool:
        """Change the collection; tells whether that can be, and says why not."""
        try:
            changed = change(self.collection)
        except CollectionError as error:
            self.told.emit(str(error))
            return False
        began = merging is None or merging != self._history.merging
        if self._show(self._history.recorded(changed, merging)) and began:
            self.edited.emit()
        return True

    def add(self, place: int, pictures: Sequence[Picture]) -> bool:
        """Add pictures to a class; tells whether that can be."""
        before = self.collection.count
        if not self.change(lambda now: now.with_pictures(place, pictures)):
            return False
        name = self.collection.classes[place]
        added = self.collection.count - before
        self.told.emit("" if added else f"The class {name} has this picture already.")
        return True

    def hold(self) -> None:
        """Begin to take pictures; all until the next time are one change."""
        self._holds += 1

    def take(self, place: int, picture: Picture) -> bool:
        """Add a picture of the camera to a class; tells whether that can be.

        One that is there already is left out: the camera has no newer one.
        """
        if self.has(picture):
            return True
        return self.change(lambda now: now.with_pictures(place, [picture]), ("hold", self._holds))

    def undo(self) -> bool:
        """Take the last change back; tells whether there was one."""
        return self._show(self._history.undone())

    def redo(self) -> bool:
        """Make the change again that was taken back last; tells whether there was one."""
        return self._show(self._history.redone())

    def _show(self, history: History[Collection]) -> bool:
        """Show the present of a history; tells whether that is another collection."""
        before, self._history = self.collection, history
        if self.collection == before:
            return False
        self.changed.emit()
        return True
