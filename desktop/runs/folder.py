"""The folder of the user's runs, which several windows may share: for each run a tape, and a label beside it."""

from __future__ import annotations

import contextlib
import os
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.runs import labels
from desktop.runs import storage as recordings
from desktop.runs.labels import Label
from desktop.runs.storage import RecordingError
from desktop.system import sharing
from engine.contract.files import remove_partials
from engine.contract.tape import SUFFIX
from scenes.stage.data.recording import Recording

_LABEL = ".json"
_Files = dict[str, tuple[int, int]]
"""When the files of a run were written and how large they are, by their endings."""


@dataclass(frozen=True)
class Run:
    """A run in the list. `shipped` comes with Convoscope; `trouble` is a sentence on why it can't be opened.

    `unsaved` tells that it is in memory only, because its file could not be written.
    """

    key: str
    label: Label
    shipped: bool = False
    trouble: str = ""
    unsaved: bool = False


class RunFolder:
    """Knows the files of the runs by their keys. The folder at `path` need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: dict[str, _Files] = {}

    def fresh_key(self, now: datetime) -> str:
        """A name of files that sorts by date and is nobody else's, not even of a window that asks at this moment."""
        return f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}"

    def tape(self, key: str) -> Path:
        """The file of a run."""
        return self.path / (key + SUFFIX)

    def alone(self) -> AbstractContextManager[None]:
        """Let no other window give a name meanwhile."""
        return sharing.alone(self.path / "names")

    # --- What there is ------------------------------------------------------------------------------------------------

    def runs(self) -> list[Run]:
        """All runs, newest first; names of files begin with the date. Those without a label get one."""
        remove_partials(self.path)
        self._seen = self._look()
        return [self._read(key) for key in sorted(self._seen, reverse=True)]

    def news(self) -> dict[str, Run | None]:
        """The runs that are new or others since the last look, and None for those that are gone.

        A tape without a label is not there yet: whoever writes it is not done.
        """
        before, self._seen = self._seen, {key: files for key, files in self._look().items() if _LABEL in files}
        gone = dict.fromkeys(before.keys() - self._seen.keys())
        return gone | {key: self._read(key) for key, files in self._seen.items() if files != before.get(key)}

    def _look(self) -> dict[str, _Files]:
        found: dict[str, _Files] = {}
        with contextlib.suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                key, ending = os.path.splitext(entry.name)
                if ending in (SUFFIX, _LABEL):
                    with contextlib.suppress(OSError):  # it is gone just now
                        about = entry.stat()
                        found.setdefault(key, {})[ending] = (about.st_mtime_ns, about.st_size)
        return found

    def _read(self, key: str) -> Run:
        """A run as its files tell; where the label is missing, from the tape."""
        path, label = self.tape(key), labels.read(self._label(key))
        try:
            size = path.stat().st_size
            label = label or self._labelled(key, size)
        except OSError:
            return Run(key, label or Label(name=key), trouble="The file of this run is gone; delete it from the list.")
        except RecordingError as error:
            return Run(key, Label(name=key), trouble=str(error))
        if size != label.size:
            return Run(key, label, trouble="The file of this run is damaged; delete it and train it again.")
        return Run(key, label)

    def _labelled(self, key: str, size: int) -> Label:
        """Label a run by its tape, unless another window does so meanwhile."""
        made = datetime.fromtimestamp(self.tape(key).stat().st_mtime).astimezone()
        found = recordings.load(self.tape(key))
        label = labels.labelled(found, labels.title(found.plan), made, size)
        with self.alone():
            written = labels.read(self._label(key))
            if written is None:
                with contextlib.suppress(OSError):  # then the next start makes it again
                    self.write_label(key, label)
        return written or label

    # --- Changing -----------------------------------------------------------------------------------------------------

    def save(self, key: str, recording: Recording) -> int:
        """Write a run and return how many bytes it takes; raises RecordingError if that can't be done."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            recordings.save(self.tape(key), recording)
            return self.tape(key).stat().st_size
        except OSError as error:
            raise RecordingError(f"The folder {self.path} can't be used ({error.strerror}).") from error

    def write_label(self, key: str, label: Label) -> None:
        """Write what the list says of a run; raises OSError if that can't be done."""
        labels.write(self._label(key), label)

    def remove(self, key: str) -> None:
        """Delete the files of a run. What can't be deleted is listed again."""
        for path in (self.tape(key), self._label(key)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _label(self, key: str) -> Path:
        return self.path / (key + _LABEL)
