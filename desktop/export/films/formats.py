"""The formats of films: which there are, by the endings of their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.export.films import gif as gif_file
from desktop.export.films import mp4 as mp4_file
from desktop.export.films import webp as webp_file
from desktop.export.films.film import Film
from desktop.export.films.gif import gif
from desktop.export.films.mp4 import mp4
from desktop.export.films.webp import webp
from desktop.export.progress import Progress, unwatched
from desktop.export.still import ExportError, need_application

WRITERS: Mapping[str, Callable[[Film, Progress], bytes]] = {".gif": gif, ".webp": webp, ".mp4": mp4}
ENDINGS = tuple(WRITERS)
USUALLY: Mapping[str, tuple[tuple[int, int], int]] = {
    ".gif": (gif_file.SIZE, gif_file.FPS),
    ".webp": (webp_file.SIZE, webp_file.FPS),
    ".mp4": (mp4_file.SIZE, mp4_file.FPS),
}
"""The pixels and the frames a second of a film where nobody says otherwise."""


def film_bytes(film: Film, ending: str, progress: Progress = unwatched) -> bytes:
    """A film as the bytes of a file with that ending.

    `progress` is told of the frames. Raises ExportError, and StoppedError where nobody wants the rest.
    """
    writer = WRITERS.get(ending.lower())
    if writer is None:
        raise ExportError(
            f"There is no film that ends in {ending!r}: give it a name that ends in {', '.join(ENDINGS)}."
        )
    need_application()
    return writer(film, progress)
