"""Ways to damage bytes and plain data, by chance."""

from __future__ import annotations

import base64
import copy
import math
import random
from collections.abc import Callable
from typing import Any

HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 0.5, -0.0, 1e308, -1e308, 5e-324, 2**31, 2**63 - 1, -(2**63), 2**64, 10**18),
    *("", "x", "0", "nan", "\0", "é" * 300, "9" * 400, "../..", "<b>&amp;", "%s", "dark", "race", "convolution"),
    *([], {}, [[]], [0], [None], {"": None}, [0] * 3, [1e308, -1e308], {"name": "x"}, [[0, 0], 1]),
)
"""What stands where something else should."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes with one to four wounds."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(WOUNDS)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _remove(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.choice((1, 7, 512)) :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = chance.choice((b"\0", b"\xff" * 4, b"\0" * 512, b"[" * 2000, b"9" * 5000, data[at : at + 64], b"\xc3"))
    return data[:at] + piece + data[at:]


def _overwrite(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 4, 64))) + data[at + 4 :]


def _nothing(data: bytes, chance: random.Random) -> bytes:
    return chance.choice((b"", b"\0" * len(data), data * 2, data[::-1]))


WOUNDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip,) * 4,
    *(_cut, _remove, _insert, _overwrite) * 2,
    _nothing,
)


def altered(plain: Any, chance: random.Random, most: int = 3) -> Any:
    """Plain data in which some places hold what they should not, or are missing, or are there twice."""
    plain = copy.deepcopy(plain)
    for _ in range(chance.randint(1, most)):
        places = list(_places(plain))
        if not places:
            return chance.choice(HOSTILE)
        holder, key = chance.choice(places)
        _alter(holder, key, chance)
    return plain


def _places(plain: Any) -> Any:
    """Every (holder, key) in plain data."""
    if isinstance(plain, dict | list):
        for key in plain if isinstance(plain, dict) else range(len(plain)):
            yield plain, key
            yield from _places(plain[key])


def _alter(holder: Any, key: Any, chance: random.Random) -> None:
    before, how = holder[key], chance.random()
    if how < 0.15:
        del holder[key]
    elif how < 0.25 and isinstance(holder, list):
        holder.insert(key, copy.deepcopy(before))
    elif how < 0.5 and isinstance(before, int | float) and not isinstance(before, bool):
        holder[key] = chance.choice((before + 1, before - 1, -before, before * 10**6, before / 3, 0, before + 0.5))
    elif how < 0.6 and isinstance(holder, dict):
        holder[f"{key}_"] = holder.pop(key)
    else:
        holder[key] = copy.deepcopy(chance.choice(HOSTILE))


INTEGERS = (0, 1, -1, 2, 3, 7, 10**6, 2**31, 2**32 - 1, 2**62, 2**63 - 1, -(2**63))
REALS = (0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, float("inf"), float("-inf"), float("nan"), 0.5, 1e6)
SHAPES: tuple[list[int], ...] = (
    [],
    [0],
    [1],
    [10],
    [1, 1],
    [0, 5],
    [3, 0, 28, 28],
    [2**62, 0],
    [1, 28, 28],
    [8, 1, 5, 5],
)
"""Of arrays that are not as their layers have it, some of them too large without holding anything."""


def other_numbers(plain: Any, chance: random.Random) -> Any:
    """Plain data with some numbers, words or arrays replaced by others of their kind."""
    plain = copy.deepcopy(plain)
    places = [(holder, key) for holder, key in _places(plain) if not isinstance(holder[key], bool | None)]
    for holder, key in chance.sample(places, k=min(len(places), chance.randint(1, 3))):
        before = holder[key]
        if isinstance(before, int):
            holder[key] = chance.choice((*INTEGERS, before + 1, before - 1))
        elif isinstance(before, float):
            holder[key] = chance.choice((*REALS, before * 1000, -before))
        elif isinstance(before, str):
            holder[key] = chance.choice(("", "x" * 300, "conv", "dense", "input", before[::-1], before))
        elif isinstance(before, list) and before:
            holder[key] = chance.choice((before[:-1], before + before[-1:], before[::-1], [], before * 40))
        elif isinstance(before, dict) and "shape" in before and "dtype" in before:
            shape, width = chance.choice(SHAPES), 1 if before["dtype"] == "uint8" else 4
            data = chance.choice((b"\0", b"\xff")) * (math.prod(shape) * width)
            holder[key] = {**before, "shape": shape, "data": base64.b64encode(data).decode()}
    return plain
