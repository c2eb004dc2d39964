"""What reading a picture file comes to: the picture with what is to be said about it, or one sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from scenes.stage.data.pictures import SLIDE_SIDE, Picture, from_plain, to_plain

DAMAGED = "is cut off or damaged."
"""The words of the note on a picture of which parts are missing."""
LONGEST_NAME = 60
"""How many letters of a file's name a sentence repeats."""


class PictureError(ValueError):
    """A file that can't be read as a picture; the message says why, and what to do."""


class UnknownFormatError(PictureError):
    """A file in which no decoder finds a picture."""


@dataclass(frozen=True)
class OpenedPicture:
    """A picture out of a file; `notes` are whole sentences about what was done to it, or is not in it.

    `damage` is the one of them that says what is missing of it; "" where it is whole.
    """

    picture: Picture
    notes: tuple[str, ...] = ()

    @property
    def damage(self) -> str:
        """What is missing of a picture that is not whole."""
        return next((note for note in self.notes if DAMAGED in note), "")


def called(path: Path) -> str:
    """The name of a file as sentences repeat it: on one line, and not for lines on end."""
    name = "".join(letter if letter.isprintable() else "?" for letter in path.name) or str(path)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 12]}…{name[-11:]}"


def answer(found: OpenedPicture | PictureError) -> str:
    """The line that says what was found."""
    if isinstance(found, PictureError):
        return json.dumps({"problem": str(found)})
    return json.dumps({"picture": to_plain(found.picture), "notes": found.notes})


def read_answer(line: bytes) -> OpenedPicture:
    """What a line says; raises PictureError where that is a problem, and ValueError where it is no answer."""
    try:
        found = json.loads(line)
        if "problem" not in found:
            return OpenedPicture(from_plain(found["picture"], SLIDE_SIDE), tuple(map(str, found["notes"])))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not an answer: {line[:80]!r}") from error
    raise PictureError(str(found["problem"]))
