"""From the pad of the lab into a set of one's own: which set and which class, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.collecting.preparing import Ink, prepared, refusal
from desktop.player.history import History
from desktop.sets.collection import Collection, CollectionError, of_set
from desktop.sets.drafts import DraftStore
from desktop.sets.store import SetStore
from engine.contract import own_data
from engine.contract.spec import OwnData, SpecError


class _Added(NamedTuple):
    """What was added: the collection of a key before and after."""

    key: str
    before: Collection
    after: Collection


class Adding(QObject):
    """Adds drawings to collections.

    `told` carries a sentence, `edited` says that there is one more change to take back, and `opened` carries a
    collection that is to be shown, and its key.
    """

    told = Signal(str)
    edited = Signal()
    opened = Signal(object, str)

    def __init__(self, drafts: DraftStore, sets: SetStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts, self._sets = drafts, sets
        self._history: History[tuple[_Added, ...]] = History(())
        self._last: tuple[str, str] | None = None
        """The key and the class that was added to last."""

    def menu(self, ink: Ink, added: Callable[[], None], parent: QWidget) -> QMenu:
        """A menu of all classes that a drawing can be added to; `added` is called once it is."""
        made = QMenu(parent)
        last = self._drafts.find(self._last[0]) if self._last else None
        if last is not None and self._last is not None and self._last[1] in last.label.classes:
            title = f"“{_plain(last.label.title)}”: {_plain(self._last[1])}"
            made.addAction(title, partial(self.add, ink, last.key, self._last[1], added))
            made.addSeparator()
        for draft in self._drafts.drafts:
            self._offer(made, draft.label.title, draft.label.shape, draft.label.classes, ink, draft.key, added)
        used = {digest for draft in self._drafts.drafts for digest in draft.label.made}
        for kept in self._sets.sets:
            if kept.data.digest not in used:
                self._offer(made, kept.data.title, kept.data.shape, kept.data.classes, ink, kept.data, added)
        made.addSeparator()
        made.addAction("A new set…", partial(self._begin, ink, added))
        return made

    def _offer(
        self,
        menu: QMenu,
        title: str,
        shape: tuple[int, int, int],
        classes: tuple[str, ...],
        ink: Ink,
        where: str | OwnData,
        added: Callable[[], None],
    ) -> None:
        """Offer the classes of a set, or say why nothing can be drawn for it."""
        if refusal(shape) is not None:
            menu.addAction(f"{_plain(title)} (in colour, and the pen is grey)").setEnabled(False)
            return
        inside = menu.addMenu(_plain(title))
        for name in classes:
            inside.addAction(_plain(name), partial(self.add, ink, where, name, added))
        inside.addSeparator()
        inside.addAction("See its pictures, train on them…", partial(self.show_in_full, where))

    def add(self, ink: Ink, where: str | OwnData, name: str, added: Callable[[], None]) -> None:
        """Add a drawing to a class of a collection, which begins with a set where it is one."""
        try:
            key, before = self._found(where)
            picture = prepared(ink, "", before.shape, before.light)
            if picture is None or name not in before.classes:
                return
            place = before.classes.index(name)
            after = before.with_pictures(place, [picture])
            key = self._drafts.save(after, key)
        except (CollectionError, SpecError) as error:
            self.told.emit(str(error))
        except OSError as error:
            self.told.emit(f"The drawing can't be kept ({error.strerror}: {self._drafts.folder}). Make room there.")
        else:
            self._last = key, name
            if after == before:
                self.told.emit(f"The class {name} of “{after.title}” has this picture already.")
                return
            added()
            self._history = self._history.recorded((*self._history.present, _Added(key, before, after)))
            self.edited.emit()
            self.told.emit(f"Added to “{after.title}”: the class {name} has {len(after.piles[place].samples):,} now.")

    def show_in_full(self, where: str | OwnData) -> None:
        """Show all of a collection, or of a set as one."""
        try:
            key, collection = self._found(where)
        except (CollectionError, SpecError) as error:
            self.told.emit(str(error))
        else:
            self.opened.emit(collection, key)

    def _found(self, where: str | OwnData) -> tuple[str, Collection]:
        """The key of a collection and itself, or none and what a set begins one with."""
        if isinstance(where, str):
            return where, self._drafts.load(where)
        return "", of_set(where, own_data.read(where, self._sets.folder))

    def _begin(self, ink: Ink, added: Callable[[], None]) -> None:
        """Begin a set with a drawing in its first class."""
        collection = Collection("My drawings").with_class("my drawing")
        picture = prepared(ink, "", collection.shape)
        if picture is not None:
            added()
            self.opened.emit(collection.with_pictures(0, [picture]), "")

    # Undo

    def undo(self) -> bool:
        """Take the last drawing out again; tells whether there was one."""
        if not self._history.present:
            return False
        last = self._history.present[-1]
        if not self._put(last.key, last.after, last.before):
            return False
        self._history = self._history.undone()
        return True

    def redo(self) -> bool:
        """Put in again what was taken out last; tells whether there was something."""
        if not self._history.future:
            return False
        following = self._history.redone()
        last = following.present[-1]
        if not self._put(last.key, last.before, last.after):
            return False
        self._history = following
        return True

    def _put(self, key: str, expected: Collection, wanted: Collection) -> bool:
        """Write a collection in the place of another, unless that has been changed elsewhere since."""
        try:
            if self._drafts.find(key) is None or self._drafts.load(key) != expected:
                return False
            self._drafts.save(wanted, key)
        except (CollectionError, OSError):
            return False
        return True


def _plain(words: str) -> str:
    """Words as a menu shows them: an ampersand would mark a key."""
    return words.replace("&", "&&")
