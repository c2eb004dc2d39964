"""The runs that exported pictures show: those that were trained on this machine, else those that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop.export.still import ExportError
from desktop.publishing.order import OfLesson, OfScene, What
from desktop.runs import storage
from desktop.runs.storage import RecordingError
from engine.contract.tape import SUFFIX
from scenes.stage.core.catalogue import catalogue
from scenes.stage.data.recording import Recording

WHOLE = 1 << 30
"""So many snapshots are kept of a run that is to be shown once more: all of them."""


class Runs:
    """Reads runs as they are asked for, each once. `tapes` are files by the names of presets."""

    def __init__(self, tapes: Mapping[str, str]) -> None:
        self._tapes = tapes
        self._read: dict[str, Recording | None] = {}

    def __call__(self, preset: str) -> Recording | None:
        """The run of a preset; None where nobody has recorded one. Raises ExportError where it can't be read."""
        if preset not in self._read:
            tape = self._tapes.get(preset)
            try:
                self._read[preset] = storage.load(Path(tape)) if tape else storage.bundled(preset)
            except RecordingError as error:
                raise ExportError(str(error)) from error
        return self._read[preset]


def save_runs(what: What, trained: Mapping[str, Recording], folder: Path) -> dict[str, str]:
    """Write those of the runs that were trained here, and that an order may show, as tapes into a folder.

    Returns them by their presets. Raises RecordingError.
    """
    tapes: dict[str, str] = {}
    for preset in shown_in(what, trained):
        path = folder / f"{preset}{SUFFIX}"
        storage.save(path, trained[preset], WHOLE)
        tapes[preset] = str(path)
    return tapes


def shown_in(what: What, trained: Mapping[str, Recording]) -> Iterator[str]:
    """The presets, of those that were trained, that an order may show. A past class shows what is recorded."""
    if isinstance(what, OfScene | OfLesson):
        for preset in trained:
            if isinstance(what, OfLesson) or _may_show(what, preset):
                yield preset


def _may_show(what: OfScene, preset: str) -> bool:
    if what.stop is not None and what.stop.lab:
        return what.stop.lab == preset
    name = what.scene or (what.stop.scene if what.stop is not None else "")
    return any(scene.preset is not None for scene in catalogue().scenes if name in scene.names)
