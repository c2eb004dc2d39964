"""Arrays as literals of torch, in short lines, and lines that become one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from scenes.in_torch.code import Code, Result
from scenes.questions.moments import Target
from scenes.reference import Floats
from scenes.stage.core.lattice import Cell

WIDTH = 88
"""The longest line."""
TALL = 8
"""A matrix of so many rows has one in each line; of a taller one several share a line."""
READABLE = 100
"""Inputs of up to so many numbers are written out; of larger ones the part under a window is."""
TORCH, NN, FUNCTIONAL = "import torch", "from torch import nn", "import torch.nn.functional as F"


def code(imports: Iterable[str], *lines: str | Iterable[str], results: Iterable[Result]) -> Code:
    """Put lines together; an empty one parts paragraphs. `lines` are texts of one or more lines, or lists of them."""
    told = [line for each in lines for line in ([each] if isinstance(each, str) else each)]
    text = "\n".join((*imports, "", *told)).rstrip()
    return Code(f"{text}\n", tuple(results))


def cells(expression: str, at: str, mark: str) -> Result:
    """A result that is a whole grid."""
    return Result(expression, at, Target(mark, read="cells"))


def value(expression: str, at: str, mark: str, cell: Cell | None = None) -> Result:
    """A result that is the number of a mark, or of a cell of a grid."""
    return Result(expression, at, Target(mark, cell))


def number(expression: str, at: str, mark: str) -> Result:
    """A result that is the last number in a mark's words."""
    return Result(expression, at, Target(mark, read="number"))


def tensor(name: str, array: Any, after: str = "", comment: str = "") -> str:
    """`name = torch.tensor(...)`, in as many lines as that takes, with six figures of each number.

    `after` follows the bracket, as "[None, None]" does; `comment` is put behind the first or the last line with room.
    """
    found = np.asarray(array, dtype=float)
    plain = _constant(found)
    lines = [f"{name} = {plain}{after}"] if plain else _assigned(name, found, after)
    return "\n".join(_commented(lines, comment))


def under(padded: Floats, at: Cell, stride: int, span: int) -> Floats:
    """The part of a padded input that the window of a cell spans, (C, span, span)."""
    row, column = at[0] * stride, at[1] * stride
    return padded[:, row : row + span, column : column + span]


def batch(name: str, x: Floats) -> str:
    """A picture (C, H, W) as a batch of one."""
    channels, height, width = x.shape
    comment = f"one picture: (1, {channels}, {height}, {width})"
    return tensor(name, x[0], "[None, None]", comment) if channels == 1 else tensor(name, x, "[None]", comment)


def numbers(values: Iterable[float]) -> str:
    """A few numbers as in a list, without brackets."""
    return ", ".join(map(figure, values))


def figure(number: float) -> str:
    """A number with six figures, as Python reads it."""
    return f"{number:.6g}" if number else "0"


def shape(sides: Iterable[int]) -> str:
    """A shape as an argument: "(1, 3, 4, 4)"."""
    return str(tuple(sides))


def given(**arguments: tuple[object, object]) -> str:
    """Arguments of a call that aren't as they are without them: `given(stride=(2, 1))` is ", stride=2"."""
    return "".join(f", {name}={now!r}" for name, (now, usual) in arguments.items() if now != usual)


def _constant(array: np.ndarray[Any, Any]) -> str:
    """An array of one number written by its shape; empty where it has several, or is short."""
    first = float(array.flat[0])
    if array.size < 9 or not bool((array == first).all()):
        return ""
    if first in (0.0, 1.0):
        return f"torch.{'ones' if first else 'zeros'}{_sides(array)}"
    parts = round(1 / first)
    exact = parts and abs(1 / parts - first) < 1e-12 and abs(parts) > 1
    return f"torch.full({shape(array.shape)}, {f'1 / {parts}' if exact else _floating(figure(first))})"


def _sides(array: np.ndarray[Any, Any]) -> str:
    return f"({', '.join(map(str, array.shape))})"


def _floating(text: str) -> str:
    """The same number, so that Python takes it for a float."""
    return text if "." in text or "e" in text or "inf" in text else f"{text}."


def _assigned(name: str, array: np.ndarray[Any, Any], after: str) -> list[str]:
    begin, end = f"{name} = torch.tensor(", f"){after}"
    flat = _flat(array)
    one = f"{begin}{_first_floating(flat)}{end}"
    matrix = array.ndim == 2 and min(array.shape) > 2
    if len(one) <= WIDTH and not matrix:
        return [one]
    body = list(_body(array, 4))
    body[0] = _first_floating(body[0])
    return [f"{begin}[", *body, f"]{end}"]


def _flat(array: np.ndarray[Any, Any]) -> str:
    if array.ndim == 0:
        return figure(float(array))
    return f"[{', '.join(_flat(each) for each in array)}]"


def _first_floating(text: str) -> str:
    """One number with a point makes all of a literal floats."""
    start = next((place for place, letter in enumerate(text) if letter in "-0123456789"), None)
    if start is None:
        return text
    end = start
    while end < len(text) and text[end] in "-+.e0123456789inf":
        end += 1
    return text[:start] + _floating(text[start:end]) + text[end:]


def _body(array: np.ndarray[Any, Any], indent: int) -> Iterator[str]:
    """The items of an array, one in a line, or several, or each in lines of its own."""
    items, room = [f"{_flat(each)}," for each in array], WIDTH - indent - 1
    space = " " * indent
    if max(map(len, items)) > room:
        for each in array:
            first, *rest = _body(each, indent + 1)
            lines = [f"{space}[{first.lstrip()}", *rest]
            yield from lines[:-1]
            yield f"{lines[-1].rstrip(',')}],"
    elif array.ndim > 1 and len(items) <= TALL and indent == 4:
        yield from (space + item for item in items)
    else:
        yield from (space + line for line in filled(items, room))


def filled(items: list[str], room: int) -> Iterator[str]:
    """Items in lines of at most so many letters."""
    line = ""
    for item in items:
        if line and len(line) + 1 + len(item) > room:
            yield line
            line = ""
        line = f"{line} {item}" if line else item
    yield line


def _commented(lines: list[str], comment: str) -> list[str]:
    if not comment:
        return lines
    behind = f"  # {comment}"
    for place in (-1, 0):
        if len(lines[place]) + len(behind) <= WIDTH:
            lines[place] += behind
            return lines
    return [f"# {comment[0].upper()}{comment[1:]}", *lines]


def listed(name: str, items: Iterable[str], comment: str = "") -> list[str]:
    """A list of a few things, in one line where there is room."""
    found = list(items)
    one = f"{name} = [{', '.join(found)}]"
    if len(one) <= WIDTH:
        return _commented([one], comment)
    body = (f"    {line}" for line in filled([f"{item}," for item in found], WIDTH - 5))
    return _commented([f"{name} = [", *body, "]"], comment)
