"""What published networks make of the photos that ship: stored for pictures of scenes that no engine stands behind.

What lenses show of one of them is in `lenses`.

Of a layer, those maps are stored that the scene about the network opens with; the engine has all others when it runs.
"""

import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

import assets
from engine.contract.files import write_atomically
from engine.contract.numbers import Array
from engine.contract.questions import ReadMaps
from engine.making import lenses
from engine.models.published import PHOTOS, published
from engine.queries.reading import read

Bytes = NDArray[np.uint8]

NETWORK = "efficientnet-lite0"
COVER, GREY = (28, 28, 96), 127
"""The top, the left and the side of the square that the scene covers first, in pixels, and its grey."""
OFF = ("stage3.2", None)
"""What the scene switches off first."""
SHOWN: Mapping[str, tuple[int, ...]] = {
    "stem.relu1": tuple(range(32)), "stage1.1.norm3": (5,), "stage2.1.norm3": (6,), "stage2.2.add": (6,),
    "stage3.1.norm3": (11,), "stage3.2.relu1": (113,), "stage3.2.relu2": (113,), "stage3.2.norm3": (11,),
    "stage3.2.add": (11,), "stage4.1.norm3": (58,), "stage4.2.add": (58,), "stage4.3.add": (58,),
    "stage5.1.norm3": (102,), "stage5.2.add": (102,), "stage5.3.add": (102,), "stage6.1.norm3": (112,),
    "stage6.2.add": (112,), "stage6.3.add": (179,), "stage6.4.add": (139,), "stage7.1.norm3": (143,),
    "head.relu2": tuple(range(1280)),
}  # fmt: skip
"""The maps that are stored, by their layer."""
FINE = 64.0
"""The maps of the stem, most of all numbers, are kept to one part in so many."""


class Answer(NamedTuple):
    """A picture with what is off, and what the network makes of it: logits, and the `SHOWN` maps by their layer."""

    picture: Bytes
    off: str
    logits: NDArray[np.float32]
    maps: Mapping[str, NDArray[np.float32]]


def answers() -> Iterator[Answer]:
    """Yield the answers for each photo: as it is, with a square covered, and with a block switched off."""
    for found in map(photo, PHOTOS):
        covered, (top, left, side) = found.copy(), COVER
        covered[:, top : top + side, left : left + side] = GREY
        yield _asked(found, tuple(SHOWN))
        yield _asked(covered, ())
        yield _asked(found, (), off=(OFF,))


def photo(name: str) -> Bytes:
    """A photo that ships, uint8 (3, height, width)."""
    with np.load(assets.path("data", "photos.npz"), allow_pickle=False) as arrays:
        return _in_colours(arrays[name])


def write(into: Path | None = None) -> int:
    """Write the answers as NETWORK.readings.npz, by default into assets/published; return status 0.

    An array is called by the picture's digest, what is off, its layer, and which maps it holds of how many.
    """
    folder = assets.path("published") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    arrays: lenses.Arrays = {}
    for each in answers():
        subject = f"{sha256(each.picture.tobytes()).hexdigest()}|{each.off}"
        arrays[f"{subject}|logits"] = each.logits.astype(np.float32)
        for layer, maps in each.maps.items():
            held = SHOWN[layer]
            found = maps[list(held)].astype(np.float64)
            found = np.round(found * FINE) / FINE if layer.startswith("stem") else found
            which = "" if len(held) == len(maps) else f"|{','.join(map(str, held))}|{len(maps)}"
            arrays[f"{subject}|{layer}{which}"] = found.astype(np.float16)
    arrays |= lenses.arrays(photo("coffee"))
    with write_atomically(folder / f"{NETWORK}.readings.npz") as stored:
        np.savez_compressed(stored, **arrays)  # type: ignore[arg-type]
    print(f"{NETWORK}: {len(arrays)} arrays", file=sys.stderr)
    return 0


def _in_colours(photo: Bytes) -> Bytes:
    """A stored photo as (3, height, width)."""
    colours = photo if photo.ndim == 3 else np.repeat(photo[:, :, None], 3, axis=2)
    return np.ascontiguousarray(np.moveaxis(colours, -1, 0))


def _asked(picture: Bytes, layers: tuple[str, ...], off: tuple[tuple[str, int | None], ...] = ()) -> Answer:
    net = published(NETWORK)
    x = net.seen(torch.from_numpy(picture[None]).float())
    (found,) = read(ReadMaps(Array.of(picture), layers, off), net, x)
    said = ";".join(f"{layer}:{'' if channel is None else channel}" for layer, channel in off)
    maps = {layer: numbers.numpy() for layer, numbers in zip(layers, found.maps, strict=True)}
    return Answer(picture, said, found.logits.numpy(), maps)
