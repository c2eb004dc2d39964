"""What the shell is told: its streams may be closed, full, or of an encoding that lacks our letters."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import re
import sys
import unicodedata
from typing import TextIO

_STAND_IN = "convoscope.stand-in"
_STAND_INS = str.maketrans(
    {"×": "x", "·": "*", "−": "-", "–": "-", "—": "-", "→": "->", "≥": ">=", "≤": "<=", "∞": "inf"}
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’", "'")
)


def prepare() -> None:
    """Make printing safe: a closed stream swallows what it is told, a letter that it lacks gets a stand-in."""
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor <= 2:  # that one was closed; else the next file of ours would take its number, and prints with it
        os.set_inheritable(descriptor, True)
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)
    codecs.register_error(_STAND_IN, _stand_in)
    sys.stdout, sys.stderr = _safe(sys.stdout), _safe(sys.stderr)


def say(sentence: str) -> None:
    """Print a sentence on stderr. Who has closed or filled it doesn't read it, and nothing else comes of that."""
    try:
        print(sentence, file=sys.stderr, flush=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send to nowhere what a stream still holds and is given from now on: nobody takes it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError):  # no stream of the system's
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def printable_json(text: str) -> str:
    """JSON as stdout can hold it: where its encoding is not Unicode, with escapes for what isn't ASCII."""
    if codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf"):
        return text
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


def _safe(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_STAND_IN)
    return stream


def _stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is printed for a letter that an encoding lacks; of names of files, the byte that was no letter."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letter = error.object[error.start]
    if "\udc80" <= letter <= "\udcff":
        return bytes([ord(letter) - 0xDC00]), error.start + 1
    known = letter.translate(_STAND_INS)
    return unicodedata.normalize("NFKD", known).encode("ascii", "ignore").decode() or "?", error.start + 1
