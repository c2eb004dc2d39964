"""A picture file made into numbers that a scene can look at, and words about what was done to it.

As a program (``python -m desktop.pictures.decoding FILE SIDE SECONDS MEGABYTES``) it answers with one line and ends.
Foreign files make decoders crash, hang and ask for all the memory that there is: here that costs this process, and no
window.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import numpy as np

from desktop.pictures.answers import OpenedPicture, PictureError, UnknownFormatError, answer, called
from desktop.pictures.kinds import HEAD, Kind, recognised, supposed, unpacked
from desktop.pictures.limits import Limits
from desktop.pictures.shades import Shades
from scenes.stage.data.pictures import LARGEST_SIDE, from_array

TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def decode(path: Path, side: int = LARGEST_SIDE) -> OpenedPicture:
    """Read a picture file, scaled down to at most `side` pixels a side; grey pictures get one channel, others three.

    The picture is named after the file. Raises PictureError, whatever is wrong with the file.
    """
    name = called(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        shades, notes = _read(path, head, side)
    except UnknownFormatError as unknown:
        kind = supposed(path, head)
        raise _no_picture(name, kind) if kind is not None else unknown from None
    except PictureError:
        raise
    except MemoryError:
        raise PictureError(
            f"{name} takes too much memory. Make it smaller in an image editor, or save it as JPEG, and open that."
        ) from None
    except Exception as error:  # decoders name no errors of their own: what is damaged breaks them in many ways
        if isinstance(error, OSError) and error.strerror:
            raise PictureError(f"{name} can't be read ({error.strerror}).") from error
        raise PictureError(f"{name} can't be read as a picture. It is cut off or damaged.") from error
    if len(shades) == 3 and np.array_equal(shades[0], shades[1]) and np.array_equal(shades[0], shades[2]):
        shades = shades[:1]
    return OpenedPicture(from_array(called(Path(path.stem)), shades, side), tuple(notes))


def _read(path: Path, head: bytes, side: int) -> tuple[Shades, list[str]]:
    """The shades of a file that begins with `head`, read by whoever knows its format, and what was done to it."""
    if not head:
        raise PictureError(f"{called(path)} is empty.")
    if _is_drawing(unpacked(head) if head.startswith(b"\x1f\x8b") else head):
        from desktop.pictures.drawing import read_drawing

        return read_drawing(path, side)
    kind = recognised(path, head)
    if kind is not None:
        raise _no_picture(called(path), kind)
    if head.startswith(TIFF):
        from desktop.pictures.tiff import read_tiff

        return read_tiff(path, side)
    from desktop.pictures.raster import read_raster

    return read_raster(path, side)


def _is_drawing(head: bytes) -> bool:
    """Whether a file begins as SVG does: an element of that name, after words that say what kind of XML it is."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in head and b"<html" not in head.lower()


def _no_picture(name: str, kind: Kind) -> PictureError:
    return PictureError(f"{name} is {kind.what}, and no picture. {kind.advice}")


def main(words: list[str]) -> None:
    """Decode the file of a command line within its limits, and print the answer."""
    file, side, seconds, megabytes = words
    answers, sys.stdout = sys.stdout, sys.stderr  # a stray print must not be taken for the answer
    Limits(int(seconds), int(megabytes)).put_on()
    try:
        line = answer(decode(Path(file), int(side)))
    except PictureError as problem:
        traceback.print_exception(problem)  # for whoever looks into it; the window shows the sentence
        line = answer(problem)
    print(line, file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
