"""What scenes ask of published networks in the words of the engine, and its answers in theirs."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

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
    quick,
)
from scenes.stage.data import networks, published
from scenes.stage.data.reading import (
    CLIMBED,
    COVERED,
    EXPLAINED,
    GREY,
    Ascent,
    Covering,
    Explanation,
    Inquiry,
    Kit,
    Maps,
    Reading,
    Whose,
)
from scenes.stage.numbers.values import Values


def query(token: int, inquiry: Inquiry, so_far: Reading | None) -> Query:
    """What the engine is asked, so that the answer goes on where it stopped if it can."""
    whose = inquiry.network
    name, folder = (whose.network, whose.folder) if isinstance(whose, Kit) else (whose, "")
    return Query(token, Published(name, inquiry.drawn, folder), _question(inquiry, so_far))


def takes_long(inquiry: Inquiry) -> bool:
    """Whether the answer comes after others, or in parts."""
    return not quick(query(0, inquiry, None))


def _question(inquiry: Inquiry, so_far: Reading | None) -> Question:
    match inquiry.question:
        case Maps(picture, layers, off):
            return ReadMaps(Array.of(picture.array), layers, off)
        case Explanation(picture, lens, of, against, layer):
            return Explain(Array.of(picture.array), lens, of, against, layer)
        case Covering(picture, side) as asked:
            corners = asked.corners
            rows = corners[_rows(asked, so_far) :]
            return CoverByRows(Cover(Array.of(picture.array), side, _grey(inquiry.network), rows, corners))
        case Ascent(layer, unit, steps):
            whose = inquiry.network
            channels, height, width = networks.network(whose.network if isinstance(whose, Kit) else whose).shape
            return Ascend((channels, height, width), layer, unit, steps)


def _grey(whose: Whose) -> float:
    """What a picture is covered with. Where it can't be read, it matters no more: the engine says why."""
    try:
        return published.reads(whose).grey
    except published.GoneError:
        return GREY


def reading(inquiry: Inquiry, so_far: Reading | None, answer: Answer) -> Reading | None:
    """What has been read with a part of an answer; None where it is no answer to this."""
    match inquiry.question, answer:
        case Maps(layers=layers), MapsRead(logits, maps):
            return _read(logits, dict(zip(layers, map(_values, maps), strict=True)))
        case Explanation(), Explained(values, logits):
            return _read(logits, {EXPLAINED: _values(values)})
        case Covering() as asked, Covered(logits=logits, bare=bare):
            rows = _rows(asked, so_far)
            return _read(bare, {COVERED: _with_row(asked, so_far, rows, logits)}, (rows + 1) / len(asked.corners))
        case Ascent(steps=steps), Ascended(step, picture, strength):
            return Reading(_number(strength), MappingProxyType({CLIMBED: _values(picture)}), step / steps)
    return None


def _rows(asked: Covering, so_far: Reading | None) -> int:
    """How many rows have come."""
    return round(so_far.done * len(asked.corners)) if so_far is not None else 0


def _with_row(asked: Covering, so_far: Reading | None, row: int, logits: Array) -> Values:
    """All rows, with one more than have come."""
    count, one = len(asked.corners), logits.numpy()
    rows = np.full((count, count, one.shape[2]), np.nan, np.float32)
    if so_far is not None:
        rows[:row] = so_far.maps[COVERED].array[:row]
    rows[row] = one[0]
    return Values(rows)


def _read(logits: Array, maps: dict[str, Values], done: float = 1.0) -> Reading:
    return Reading(_values(logits), MappingProxyType(maps), done)


def _values(array: Array) -> Values:
    return Values(array.numpy())


def _number(number: float) -> Values:
    return Values(np.array([number], np.float32))
