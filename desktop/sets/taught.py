"""Classes of one's own that were taught and kept: the pictures, and beside them the layer that learned from them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from desktop.sets import heads
from desktop.sets.collection import Collection
from desktop.sets.drafts import Draft, DraftStore
from engine.contract.questions import Headed

FOLDER = "taught"
"""Their folder, within that of all sets."""


class TaughtStore(DraftStore):
    """Knows what was kept of teaching; a layer goes with its pictures when these are deleted."""

    def keep(self, collection: Collection, head: Headed | None, key: str = "") -> str:
        """Keep pictures and, where it has learned from all of them, the layer; returns the key. Raises OSError."""
        key = self.save(collection, key)
        if head is not None:
            heads.write_head(self.head_path(key), head)
        else:
            self.head_path(key).unlink(missing_ok=True)
        return key

    def head_path(self, key: str) -> Path:
        """Where the layer of what is kept lies, if there is one."""
        return self.folder / (key + heads.SUFFIX)

    def _remove(self, kept: Draft) -> None:
        super()._remove(kept)
        with contextlib.suppress(OSError):  # there was none
            self.head_path(kept.key).unlink()
