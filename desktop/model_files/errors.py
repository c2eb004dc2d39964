"""What every reader of network files raises."""

from __future__ import annotations


class FileError(ValueError):
    """A file that can't be read as a network; the message is one sentence, which says why and what to do."""
