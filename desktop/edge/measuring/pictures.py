"""The pictures that all forms of a network answer, and those that tell the ranges of its numbers for int8."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop.edge.measuring import folder, kits, run_pictures
from desktop.edge.measuring.cutouts import cutouts
from desktop.edge.measuring.session import COLOURS
from desktop.edge.measuring.words import OfKit, OfRun, Prepare, Progress
from engine.contract.spec import SpecError, about

CALIBRATING = 256
"""So many pictures at most tell the ranges."""
BY_CHANCE = 15
"""So many that are numbers by chance do, where there are no others."""
NO_SUCH = (
    "Its pictures have {} channels, and no picture here has. So it gets numbers by chance, which tell how long it "
    "takes, and not what it answers."
)
OTHER_CHANNELS = (
    "Its pictures have {} channels, and those in a folder have one or three. Measure it without pictures of your own."
)
Pixels = NDArray[np.uint8]
Shape = tuple[int, int, int]


class PicturesError(ValueError):
    """Pictures that can't be had; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures of one shape that all forms answer, uint8 (count, channels, height, width), and what is known of them.

    `labels` are -1 where a class isn't known. `calibrating` are those that tell the ranges; `said` tells in words what
    the pictures are. They are `shared` where some of those that tell the ranges are answered as well.
    `which` is the same for the same pictures, whatever their size.
    """

    answered: Pixels
    calibrating: Pixels
    labels: NDArray[np.int64]
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    said: str = ""
    notes: tuple[str, ...] = ()
    shared: bool = False
    which: str = ""


Going = Generator[Progress, None, Pictures]


def pictures_of(wish: Prepare, shape: Shape) -> Going:
    """The pictures of a network, or the user's own in their place; raises PicturesError."""
    drawn = isinstance(wish.source, OfKit) and wish.source.drawn is not None
    if wish.pictures and not drawn:
        if shape[0] not in COLOURS:
            raise PicturesError(OTHER_CHANNELS.format(shape[0]))
        return (yield from _in_folder(Path(wish.pictures), shape, classes_of(wish)))
    if isinstance(wish.source, OfRun):
        return _of_run(wish.source)
    if shape[0] not in COLOURS:
        return _by_chance(shape)
    return _that_ship(shape, classes_of(wish), not drawn)


def classes_of(wish: Prepare) -> tuple[str, ...]:
    """What the answers of a network are called, () where nobody knows."""
    if isinstance(wish.source, OfKit):
        return kits.classes(wish.source)
    return about(wish.source.order.spec.data).classes if isinstance(wish.source, OfRun) else ()


def _of_run(source: OfRun) -> Pictures:
    """Those that judged it in its run; what it learned from tells the ranges."""
    spec = source.order.spec
    try:
        known = run_pictures.pictures_of(spec, Path(source.sets) if source.sets else None)
    except SpecError as error:
        raise PicturesError(str(error)) from error
    classes = about(spec.data).classes
    names = tuple(f"validation picture {place} ({classes[label]})" for place, label in enumerate(known.labels))
    said = f"The {len(names):,} validation pictures of its run"
    which = sha256(known.judging.tobytes() + known.labels.tobytes()).hexdigest()
    return Pictures(known.judging, known.calibrating, known.labels, names, classes, said, which=which)


def _that_ship(shape: Shape, classes: tuple[str, ...], answered: bool) -> Pictures:
    """Cut-outs of the photos that ship, of which nobody has said what is on them."""
    found = cutouts(shape)
    if not answered:
        return replace(_none(shape), calibrating=found.calibrating)
    labels = np.full(len(found.pixels), -1, np.int64)
    said = f"{len(found.pixels)} cut-outs of the photos that come with Convoscope"
    return Pictures(found.pixels, found.calibrating, labels, found.names, classes, said, shared=True, which="cut-outs")


def _by_chance(shape: Shape) -> Pictures:
    """Numbers by chance, for what no photo can be brought to: nobody could say what is right."""
    drawn = np.random.default_rng(0).integers(0, 256, (BY_CHANCE, *shape), np.uint8)
    return replace(_none(shape), calibrating=drawn, notes=(NO_SUCH.format(shape[0]),))


def _in_folder(path: Path, shape: Shape, classes: tuple[str, ...]) -> Going:
    """The user's own, which tell the ranges too: there are no others."""
    try:
        found = yield from folder.found(path, shape, classes)
    except folder.FolderError as error:
        raise PicturesError(str(error)) from error
    said = f"{len(found.pixels):,} pictures in the folder {path.name}"
    spread = np.linspace(0, len(found.pixels) - 1, min(CALIBRATING, len(found.pixels))).astype(int)
    return Pictures(
        found.pixels, found.pixels[spread], found.labels, found.names, classes, said, found.notes, True,
        "\n".join((str(path.absolute()), *found.names)),
    )  # fmt: skip


def _none(shape: Shape) -> Pictures:
    """Nothing to answer."""
    nothing = np.zeros((0, *shape), np.uint8)
    return Pictures(nothing, nothing, np.zeros(0, np.int64))
