"""What is wrong with a file of somebody else's network."""

from __future__ import annotations


class FileError(Exception):
    """The file can't be read; the message is one sentence for the user."""
