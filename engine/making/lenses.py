"""What lenses show of a photo that ships: what the scene about where a network looks opens with."""

import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.contract.numbers import Array
from engine.contract.questions import (
    Answer,
    Ascend,
    Ascended,
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    MapsRead,
    Published,
    Query,
    Question,
    ReadMaps,
)
from engine.queries import answers

Bytes = NDArray[np.uint8]
Kind = TypeVar("Kind", bound=Answer)
Arrays = dict[str, NDArray[np.float16] | NDArray[np.float32] | Bytes]

NETWORK = "efficientnet-lite0"
SEED = 1
"""The weights by chance that a lens is checked with."""
LAST, BEFORE, DENSE = "head.relu2", "stage7.1.norm3", "head.fc"
"""The layers whose maps Grad-CAM weighs first, and the one of the logits."""
LENSES: tuple[tuple[str, str, int | None], ...] = (
    ("grad-cam", LAST, None), ("grad-cam", LAST, SEED), ("grad-cam", BEFORE, None), ("gradient", "", None),
    ("gradient", "", SEED), ("smoothed", "", None),
)  # fmt: skip
"""Each lens, the layer that it needs, and whether it looks at weights by chance."""
HELD, SIDE, STRIDE, GREY, STEPS = (80, 80), 56, 12, 127, 64
"""Where the square lies that is held by hand, its side, how far it goes from place to place, its grey, and how many
steps a climb has."""
BEST = 5
"""So many classes of the covered photo are kept."""
FINE = 256.0
"""Slopes are kept to the largest at each pixel, and to one part in so many of it."""


def arrays(photo: Bytes) -> Arrays:
    """The arrays that are stored: the photo's digest, what is asked in letters, and which numbers of the answer."""
    logits = _last(ReadMaps(Array.of(photo), ()), None, MapsRead).logits.numpy()
    best = np.argsort(-logits, kind="stable")[:BEST]
    found: Arrays = {}
    for each in (_lenses(photo, int(best[0])), _held(photo), _covered(photo, best), _climbed(int(best[0]))):
        found |= dict(each)
    return found


Named = Iterator[tuple[str, NDArray[np.float16] | Bytes]]


def _lenses(photo: Bytes, of: int) -> Named:
    for lens, layer, drawn in LENSES:
        print(f"{NETWORK}: {lens} {layer} {'' if drawn is None else drawn}", file=sys.stderr)
        answer = _last(Explain(Array.of(photo), lens, of, None, layer), drawn, Explained)  # type: ignore[arg-type]
        subject = _subject(photo, f"{lens}:{of}::{layer}{'' if drawn is None else f' drawn {drawn}'}")
        yield f"{subject}|logits", _half(answer.logits.numpy())
        yield f"{subject}|explained", _rounded(np.abs(answer.values.numpy()).max(0, keepdims=True))


def _held(photo: Bytes) -> Named:
    covered, (top, left) = photo.copy(), HELD
    covered[:, top : top + SIDE, left : left + SIDE] = GREY
    answer = _last(ReadMaps(Array.of(covered), ()), None, MapsRead)
    yield f"{_subject(covered, '')}|logits", _half(answer.logits.numpy())


def _covered(photo: Bytes, best: NDArray[np.intp]) -> Named:
    corners = tuple(range(0, photo.shape[1] - SIDE + 1, STRIDE))
    question = CoverByRows(Cover(Array.of(photo), SIDE, GREY, corners, corners))
    rows = [each for each in _told(question, None) if isinstance(each, Covered)]
    logits = np.full((len(corners), len(corners), rows[0].logits.shape[2]), np.nan)
    logits[:, :, best] = np.concatenate([each.logits.numpy() for each in rows])[:, :, best]
    subject = _subject(photo, f"cover:{SIDE}:{STRIDE}")
    yield f"{subject}|logits", _half(rows[0].bare.numpy())
    yield f"{subject}|covered", _half(logits)


def _climbed(unit: int) -> Named:
    answer = _last(Ascend((3, 224, 224), DENSE, unit, STEPS), None, Ascended)
    subject = _subject(np.zeros(0, np.uint8), f"ascent:{DENSE}:{unit}:{STEPS}")
    yield f"{subject}|logits", _half(np.array([answer.strength]))
    yield f"{subject}|climbed", answer.picture.numpy().copy()


def _last(question: Question, drawn: int | None, kind: type[Kind]) -> Kind:
    found = _told(question, drawn)[-1]
    assert isinstance(found, kind)
    return found


def _told(question: Question, drawn: int | None) -> list[Answer]:
    replies = answers.replies(Query(0, Published(NETWORK, drawn), question), lambda _: None)
    return [each.answer for each in replies if each is not None]


def _subject(picture: Bytes, told: str) -> str:
    return f"{sha256(np.ascontiguousarray(picture).tobytes()).hexdigest()}|{told}"


def _half(numbers: NDArray[np.floating]) -> NDArray[np.float16]:
    return numbers.astype(np.float16)


def _rounded(slopes: NDArray[np.floating]) -> NDArray[np.float16]:
    step = float(slopes.max()) / FINE
    return (np.round(slopes / step) * step).astype(np.float16) if slopes.shape[1] > 100 else _half(slopes)
