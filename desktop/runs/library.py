"""The runs to look at again: the user's own, kept in the folder of the application's files, and those that ship.

Every run is kept when no more steps will come, as a tape with a label beside it, and as a journal until then. They are
written by a thread, since packing the snapshots of a long run takes a second or two. What could not be written stays in
memory and is tried again. What is deleted can be brought back: its files go when the window closes. What other windows
do to the folder is followed.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

import assets
from desktop.runs import journal as journals
from desktop.runs import labels
from desktop.runs import storage as recordings
from desktop.runs.folder import Run, RunFolder
from desktop.runs.guess import Guess
from desktop.runs.journal import Journal
from desktop.runs.labels import Label
from desktop.runs.reader import Reader
from desktop.runs.storage import RecordingError
from desktop.system.sharing import FolderWatch
from engine.contract.spec import PRESETS
from engine.contract.tape import SUFFIX
from scenes.stage.data.recording import Plan, Recording

LEAST = 3
"""A run of fewer steps is not kept."""
ROOM = 500_000_000
"""Bytes that the user's runs may take; beyond that the oldest that nobody has named make room."""
LONG = 2_000_000
"""Bytes of a run from which on reading it would stop the window for more than a few frames."""
LATER_MS = 2000
"""So much later a run that was broken off is saved: it has its journal, and whoever wants to see it does so now."""
IN_MEMORY = 6
"""So many recordings are held ready: what is open, what is compared with it, and the last run."""

_SHIPPED = "shipped:"
_Written = tuple[int, str]
"""How many bytes a run takes, and why it could not be written, "" if it was."""
_Found = tuple[Journal, Recording | None, datetime, str]
"""A journal that nobody owns, its run and when that was broken off; None and a sentence where it can't be read."""


@dataclass(frozen=True)
class _Edit:
    """A change to the list, how it is taken back, and how it is made again."""

    words: str
    undo: Callable[[], None]
    redo: Callable[[], None]


class Library(QObject):
    """Knows the runs, newest first and those that ship last; close it at the end.

    `changed` says that the list is another than before, `edited` that there is one more change to take back; `fetched`
    carries the key of a long run that has been read; `told` carries a sentence for the user, `rescued` one
    about a run that was broken off, and its key.
    """

    changed = Signal()
    edited = Signal()
    fetched = Signal(str)
    told = Signal(str)
    rescued = Signal(str, str)
    _written = Signal(str)
    """From the thread: it is done with a run."""
    _found = Signal(object)
    """From the thread: it has read a journal."""
    _stuck = Signal(str)
    """From the thread: a journal can't go on."""

    def __init__(self, folder: Path, parent: QObject | None = None, room: int = ROOM) -> None:
        super().__init__(parent)
        self._folder, self._room = RunFolder(folder), room
        self._runs: dict[str, Run] | None = None
        self._deleted: set[str] = set()
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []
        self._memory: OrderedDict[str, Recording] = OrderedDict()
        self._unsaved: dict[str, Recording] = {}
        self._writing: dict[str, Future[_Written]] = {}
        self._journals: dict[str, Journal] = {}
        """Of the runs that are not saved, the one in progress among them."""
        self._guess: tuple[Plan, Guess] | None = None
        """What is expected of the run in progress."""
        self._noting: Future[None] | None = None
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._save_all)
        self._writer, self._reader = ThreadPoolExecutor(1, "runs"), Reader(self)
        # A thread that is done at once says so from within `_save_all`, which must not be disturbed.
        self._written.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._found.connect(self._take_over, Qt.ConnectionType.QueuedConnection)
        self._reader.read.connect(self._take_read)
        self._stuck.connect(self.told, Qt.ConnectionType.QueuedConnection)
        self._watch = FolderWatch(folder, self)
        self._watch.changed.connect(self._look)

    # --- What there is ------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where the user's runs are; it need not exist."""
        return self._folder.path

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs that are not deleted."""
        return tuple(run for key, run in self._all.items() if key not in self._deleted)

    def find(self, key: str) -> Run | None:
        """The run of a key, unless it is deleted."""
        return None if key in self._deleted else self._all.get(key)

    def key_of(self, recording: Recording | None) -> str:
        """The key of a recording that is held in memory; "" if it is none of these."""
        held = [*self._unsaved.items(), *self._memory.items()] if recording is not None else []
        return next((key for key, each in held if recording is not None and each.plan is recording.plan), "")

    def recording(self, key: str) -> Recording:
        """Read a run; raises RecordingError if it can't be, and marks it in the list."""
        if key in self._unsaved:
            return self._unsaved[key]
        if key not in self._memory:
            try:
                found = recordings.load(self._tape(key))
            except RecordingError as error:
                self._put(replace(self._all[key], trouble=str(error)))
                raise
            self._remember(key, found)
        self._memory.move_to_end(key)
        return self._memory[key]

    def is_long(self, key: str) -> bool:
        """Whether reading a run takes a while; then `fetch` it before it is asked for."""
        run = self.find(key)
        held = key in self._unsaved or key in self._memory
        return run is not None and not held and not run.trouble and run.label.size > LONG

    def fetch(self, key: str) -> None:
        """Read a run behind the window; `fetched` says when `recording` has it at once, `told` why it can't be read."""
        self._reader.want(key, self._tape(key))

    def _take_read(self, key: str, found: Recording | RecordingError) -> None:
        if self.find(key) is None:
            return
        if isinstance(found, RecordingError):
            self._put(replace(self._all[key], trouble=str(found)))
            self.told.emit(str(found))
        else:
            self._remember(key, found)
            self.fetched.emit(key)

    def learn(self) -> bool:
        """Complete the label of one run that ships, for which its tape is read; returns whether there was one."""
        run = next((each for each in self.runs if each.shipped and not each.trouble and not each.label.steps), None)
        if run is None:
            return False
        try:
            found = recordings.load(self._tape(run.key))
        except RecordingError as error:
            self._put(replace(run, trouble=str(error)))
        else:
            self._put(replace(run, label=labels.labelled(found, run.label.name, None)))
        return True

    @property
    def _all(self) -> dict[str, Run]:
        if self._runs is None:
            self._runs = {run.key: run for run in (*self._folder.runs(), *_shipped())}
        return self._runs

    def _look(self) -> None:
        """Follow what other windows have done to the folder, but for what this one is about to write itself."""
        before = self._all.copy()
        for key, run in self._folder.news().items():
            if key in self._unsaved or key in self._journals:
                continue
            if run is not None:
                self._list(run)
            else:
                self._all.pop(key, None)
                self._memory.pop(key, None)
        if self._all != before:
            self.changed.emit()

    # --- Keeping ------------------------------------------------------------------------------------------------------

    def keep(self, recording: Recording, what: str = "") -> None:
        """Keep a run that is over, unless it is of hardly any steps; it is written behind the window.

        `what` says in a few words which of many runs of its kind it is.
        """
        if recording.step < LEAST:
            return
        now = datetime.now().astimezone()
        journal = self._journal_of(recording)
        key = journal.key if journal else self._folder.fresh_key(now)
        self._remember(key, recording)
        self._take_in(key, recording, now, what)
        self._save_all()

    def expect(self, plan: Plan, guess: Guess) -> None:
        """Keep with a run in progress what is expected of it."""
        self._guess = plan, guess

    def _guess_of(self, plan: Plan) -> Guess | None:
        return self._guess[1] if self._guess is not None and self._guess[0] is plan else None

    def _take_in(self, key: str, recording: Recording, when: datetime, what: str = "") -> None:
        """Put a run into the list, where it is to be saved."""
        name = ": ".join([what[:1].upper() + what[1:]] * bool(what) + [labels.title(recording.plan)])
        label = labels.labelled(recording, self._numbered(name), when)
        self._list(Run(key, msgspec.structs.replace(label, guess=self._guess_of(recording.plan))))
        self._unsaved[key] = recording
        self.changed.emit()

    def _list(self, run: Run) -> None:
        """Put a run where it belongs in the list: the newest first, those that ship last."""
        own = {key: each for key, each in self._all.items() if not each.shipped} | {run.key: run}
        shipped = {key: each for key, each in self._all.items() if each.shipped}
        self._runs = dict(sorted(own.items(), reverse=True)) | shipped

    def _numbered(self, name: str) -> str:
        """A name with the number after the largest that is in use with it."""
        used = [run.label.name.rpartition(" · ") for run in self._all.values() if not run.shipped]
        numbers = [int(number) for base, _, number in used if base == name and number.isdecimal()]
        return f"{name} · {max(numbers, default=0) + 1}"

    def _save_all(self) -> None:
        """Let the thread write what is not written; one after another, each in one piece."""
        for key in self._lost():
            if key not in self._writing:
                self._writing[key] = future = self._writer.submit(self._save, key, self._unsaved[key])
                future.add_done_callback(lambda _, key=key: self._tell_written(key))  # type: ignore[misc]

    def _save(self, key: str, recording: Recording) -> _Written:
        """Write one run; in the thread."""
        try:
            return self._folder.save(key, recording), ""
        except RecordingError as error:
            return 0, str(error)

    def unsaved(self) -> tuple[str, ...]:
        """Try once more to save what is not saved, and return the names of the runs that can't be."""
        self._settle()
        self._save_all()
        self._settle()
        return tuple(self._all[key].label.name for key in self._lost())

    def save_in(self, folder: Path) -> None:
        """Save in another folder what is not saved; raises RecordingError if that can't be done either."""
        for key in self._lost():
            name = labels.file_name(self._all[key].label.name)
            path = folder / (name + SUFFIX)
            recordings.save(folder / f"{name} {key}{SUFFIX}" if path.exists() else path, self._unsaved[key])
            self._unsaved.pop(key)
            self._drop_journal(key)

    def give_up(self) -> None:
        """Don't save what is not saved."""
        for key in self._lost():
            self._unsaved.pop(key)
            self._drop_journal(key)

    def _lost(self) -> list[str]:
        """The keys of the runs that are in memory only and wanted."""
        return [key for key in self._unsaved if key not in self._deleted]

    def _tell_written(self, key: str) -> None:
        with contextlib.suppress(RuntimeError):  # the library may be gone meanwhile
            self._written.emit(key)

    def _finish(self, key: str) -> None:
        """Follow what the thread has done; waits for it if need be."""
        future = self._writing.pop(key, None)
        if future is None:
            return
        size, trouble = future.result()
        if trouble:
            self._put(replace(self._all[key], unsaved=True))
            self.told.emit(
                f"{trouble} “{self._all[key].label.name}” stays in the list until Convoscope is closed, and is "
                f"saved with the next run if there is room in {self.folder} by then."
            )
            return
        with self._folder.alone():
            self._look()
            label = msgspec.structs.replace(self._all[key].label, size=size, name=self._unshared_name(self._all[key]))
            self._write_label(key, label)
        self._unsaved.pop(key, None)
        self._drop_journal(key)
        self._put(replace(self._all[key], label=label, unsaved=False))
        self._make_room()

    def _unshared_name(self, run: Run) -> str:
        """The name of a run, with another number where another window has saved that name meanwhile."""
        name = run.label.name
        others = [each.label.name for each in self._all.values() if each.key != run.key and not each.shipped]
        return self._numbered(name.rpartition(" · ")[0]) if name in others and not run.label.named else name

    def _make_room(self) -> None:
        """Delete the oldest runs that nobody has named while all take too much; the newest stays."""
        own = [run for run in self.runs if not run.shipped]
        taken = sum(run.label.size for run in own)
        for run in reversed(own[1:]):
            if taken > self._room and not run.label.named:
                taken -= run.label.size
                self.delete(run.key)
                self.told.emit(
                    f"Your runs take {self._room / 1e6:.0f} MB at most: “{run.label.name}”, the oldest without a name "
                    "of your own, was deleted. Ctrl+Z in the lab brings it back; a name of your own keeps a run."
                )

    # --- The run in progress ------------------------------------------------------------------------------------------

    def note(self, recording: Recording) -> None:
        """Write down how far a run in progress has come, behind the window; call it every second or so until `keep`."""
        if recording.step < LEAST or (self._noting is not None and not self._noting.done()):
            return
        journal = self._journal_of(recording)
        if journal is None:
            key = self._folder.fresh_key(datetime.now().astimezone())
            journal = self._journals[key] = Journal(self.folder / (key + journals.SUFFIX), recording.plan)
        self._noting = self._writer.submit(self._note, journal, recording)

    def _journal_of(self, recording: Recording) -> Journal | None:
        return next((each for each in self._journals.values() if each.plan is recording.plan), None)

    def _note(self, journal: Journal, recording: Recording) -> None:
        """Write one journal; in the thread."""
        try:
            journal.write(recording)
        except OSError as error:
            with contextlib.suppress(RuntimeError):  # the library may be gone meanwhile
                self._stuck.emit(
                    f"The run in progress can't be written down as it grows ({error.strerror}: {self.folder}). "
                    "It goes on, and it is saved when it is over if there is room by then."
                )

    def adopt(self) -> None:
        """Take in the runs that were broken off because their window ended before them, behind this window."""
        self._writer.submit(self._look_for_journals)

    def _look_for_journals(self) -> None:
        """Read the journals that nobody owns; in the thread."""
        with contextlib.suppress(OSError, RuntimeError):  # the library may be gone meanwhile
            for journal in journals.left(self.folder):
                when = datetime.fromtimestamp(journal.path.stat().st_mtime).astimezone()
                try:
                    found, trouble = journal.read(), ""
                except RecordingError as error:
                    found, trouble = None, str(error)
                self._found.emit((journal, found, when, trouble))

    def _take_over(self, found: _Found) -> None:
        """Take in a run that was broken off, unless it is of hardly any steps or was saved before its window ended."""
        journal, recording, when, trouble = found
        self._journals[journal.key] = journal
        if recording is None:
            self._list(Run(journal.key, Label(name=journal.key, when=when), trouble=trouble))
            self.changed.emit()
        elif recording.step < LEAST or self._tape(journal.key).exists():
            self._drop_journal(journal.key)
        else:
            self._take_in(journal.key, recording, when)
            self._later.start()
            self.rescued.emit(
                f"A run was broken off at step {recording.step:,} when Convoscope ended. "
                f"What it had recorded is kept in the lab as “{self._all[journal.key].label.name}”.",
                journal.key,
            )

    def _drop_journal(self, key: str) -> None:
        """Delete the journal of a run, if there is one."""
        journal = self._journals.pop(key, None)
        if journal is not None:
            with contextlib.suppress(OSError):  # then the next start looks at it again
                journal.remove()

    # --- Changing -----------------------------------------------------------------------------------------------------

    def rename(self, key: str, name: str) -> None:
        """Give a run a name; an empty one is no name."""
        run, name = self.find(key), " ".join(name.split())[: labels.LONGEST_NAME]
        if run is None or run.shipped or run.trouble or name in ("", run.label.name):
            return
        before, after = run.label, msgspec.structs.replace(run.label, name=name, named=True)
        self._edit(f"Renamed “{before.name}”", lambda: self._call(key, before), lambda: self._call(key, after))

    def _call(self, key: str, named: Label) -> None:
        """Name a run as a label says."""
        run = self._all[key]
        label = msgspec.structs.replace(run.label, name=named.name, named=named.named)
        if key not in self._unsaved:
            self._write_label(key, label)
        self._put(replace(run, label=label))

    def delete(self, key: str) -> None:
        """Take one of the user's runs from the list; its files go when the library is closed."""
        run = self.find(key)
        if run is not None and not run.shipped:
            words = f"Deleted “{run.label.name}”"
            self._edit(words, lambda: self._deleted.discard(key), lambda: self._deleted.add(key))

    def _edit(self, words: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Change the list so that it can be taken back; what was taken back before is gone."""
        self._undone.clear()
        self._done.append(_Edit(words, undo, redo))
        redo()
        self.edited.emit()
        self.changed.emit()

    @property
    def undoable(self) -> str:
        """What `undo` would take back, in words; "" for nothing."""
        return self._done[-1].words if self._done else ""

    def undo(self) -> bool:
        """Take the last deletion or renaming back; tells whether there was one."""
        if not self._done:
            return False
        edit = self._done.pop()
        self._undone.append(edit)
        edit.undo()
        self.changed.emit()
        return True

    def redo(self) -> bool:
        """Delete or rename again what was taken back last; tells whether there was something."""
        if not self._undone:
            return False
        edit = self._undone.pop()
        self._done.append(edit)
        edit.redo()
        self.changed.emit()
        return True

    def close(self) -> None:
        """Write what is not written, and remove the files of what is deleted."""
        self._later.stop()
        self.unsaved()
        self._watch.close()
        self._writer.shutdown()
        self._reader.close()
        for key in self._deleted:
            self._drop_journal(key)
            self._folder.remove(key)
        for journal in self._journals.values():
            journal.release()

    def _settle(self) -> None:
        """Wait for the thread."""
        for key in list(self._writing):
            self._finish(key)

    # --- Helpers ------------------------------------------------------------------------------------------------------

    def _put(self, run: Run) -> None:
        """Show a run as it is now."""
        self._all[run.key] = run
        self.changed.emit()

    def _remember(self, key: str, recording: Recording) -> None:
        self._memory[key] = recording
        while len(self._memory) > IN_MEMORY:
            self._memory.popitem(last=False)

    def _write_label(self, key: str, label: Label) -> None:
        try:
            self._folder.write_label(key, label)
        except OSError as error:
            self.told.emit(
                f"The name “{label.name}” can't be saved ({error.strerror}: {self.folder}); "
                "after the next start the run has the name from before."
            )

    def _tape(self, key: str) -> Path:
        if key.startswith(_SHIPPED):
            return assets.path("recordings", key.removeprefix(_SHIPPED) + SUFFIX)
        return self._folder.tape(key)


def _shipped() -> Iterator[Run]:
    """The recordings that come with Convoscope, under the titles of their presets."""
    for name, preset in PRESETS.items():
        if assets.path("recordings", name + SUFFIX).is_file():
            yield Run(_SHIPPED + name, labels.expected(preset.spec, preset.title), shipped=True)
