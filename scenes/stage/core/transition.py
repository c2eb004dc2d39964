"""From one picture to the next: what is the same thing in both moves, the rest goes and comes.

The frame at the end of a step and the one at the beginning of the next are all that is needed: no scene says anything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scenes.stage.core import lattice
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Drawn, Formula, Grid, Image, Path, Rect, Text
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import ease, glide

FARTHEST = 900.0
"""What would have to move farther than this fades instead: nobody follows a jump across the stage."""


def between(before: Frame, after: Frame, share: float) -> Frame:
    """The picture when a share (0..1) of the way from one frame to another is done; hands meet the later one.

    At 0 and at 1 it is the frame itself.
    """
    return Passage(before, after).at(share)


@dataclass(frozen=True, slots=True)
class _Pair:
    """What a mark was and what it becomes; one of both is missing where it goes or comes.

    `same` says that only its place, its size and its opacity change.
    """

    before: Placed | None
    after: Placed | None
    same: bool = False


class Passage:
    """The way from one frame to another; what belongs together is found once."""

    def __init__(self, before: Frame, after: Frame) -> None:
        self._before, self._after = before, after
        self._pairs = tuple(_paired(tuple(before.placed()), tuple(after.placed())))

    def at(self, share: float) -> Frame:
        """The picture at a share of the way."""
        if share <= 0.0:
            return self._before
        if share >= 1.0:
            return self._after
        marks = tuple(mark for pair in self._pairs for mark in _drawn(pair, share))
        after = self._after
        wanted = tuple(dict.fromkeys(self._before.wanted + after.wanted))
        return Frame(marks, after.steps, after.t, scales=after.scales, coming=after, whole=after.whole, wanted=wanted)


def _paired(before: Sequence[Placed], after: Sequence[Placed]) -> Iterator[_Pair]:
    """Find each mark's other self; what goes is drawn after the neighbour below it that stays."""
    there = _by_key(before)
    found = {index: there[key] for key, index in _by_key(after).items() if key in there}
    found = {index: old for index, old in found.items() if _is_near(before[old], after[index])}
    gone = _leaving(before, set(found.values()))
    yield from (_Pair(before[old], None) for old in gone.get(-1, ()))
    for index, mark in enumerate(after):
        other = found.get(index)
        if other is None:
            yield _Pair(None, mark)
        else:
            yield _Pair(before[other], mark, _content(before[other].mark) == _content(mark.mark))
            yield from (_Pair(before[old], None) for old in gone.get(other, ()))


def _by_key(marks: Sequence[Placed]) -> Mapping[Hashable, int]:
    """Where each thing stands in the order of drawing; the second of a name is another thing than the first."""
    seen: dict[Hashable, int] = {}
    keys: dict[Hashable, int] = {}
    for index, each in enumerate(marks):
        thing = _thing(each)
        seen[thing] = seen.get(thing, 0) + 1
        keys[(thing, seen[thing])] = index
    return keys


def _thing(each: Placed) -> Hashable:
    """What makes two marks the same thing: their name, or the words of a text; without either, all that they are."""
    mark = each.mark
    if mark.name:
        return type(mark), mark.name
    if isinstance(mark, Text):
        return Text, "", mark.text
    return replace(mark, grip=None), each.dx, each.dy


def _leaving(before: Sequence[Placed], staying: set[int]) -> Mapping[int, list[int]]:
    """The marks that go, by the last one before them that stays (-1 where there is none)."""
    gone: dict[int, list[int]] = {}
    anchor = -1
    for index in range(len(before)):
        if index in staying:
            anchor = index
        else:
            gone.setdefault(anchor, []).append(index)
    return gone


def _is_near(before: Placed, after: Placed) -> bool:
    """Whether a mark can move to its new place, and has the same form there."""
    old, new = before.mark, after.mark
    if isinstance(old, Path) and isinstance(new, Path) and len(old.points) != len(new.points):
        return False
    if isinstance(old, Text | Formula) and isinstance(new, Text | Formula) and old.anchor != new.anchor:
        return False
    if isinstance(old, Formula) and isinstance(new, Formula) and old.tex != new.tex:
        return False
    if isinstance(old, Grid | Image) and isinstance(new, Grid | Image) and _shape(old) != _shape(new):
        return False
    (x0, y0), (x1, y1) = _place(before), _place(after)
    return abs(x1 - x0) + abs(y1 - y0) <= FARTHEST


def _shape(mark: Grid | Image) -> tuple[int, ...]:
    return mark.values.shape if isinstance(mark, Grid) else mark.pixels.shape


def _place(each: Placed) -> Point:
    mark = each.mark
    if isinstance(mark, Grid | Image):
        x, y = mark.origin
    elif isinstance(mark, Path):
        x, y = mark.points[0] if mark.points else (0.0, 0.0)
    elif isinstance(mark, Arrow):
        x, y = mark.start
    else:
        x, y = mark.x, mark.y
    return x + each.dx, y + each.dy


def _drawn(pair: _Pair, share: float) -> Iterator[AnyMark]:
    """The marks that stand for a pair at a share of the way, where they are painted."""
    before, after = pair.before, pair.after
    if after is None:
        assert before is not None
        yield from _faded(before, 1.0 - ease(2.0 * share))
    elif before is None:
        yield from _faded(after, ease(2.0 * share - 1.0))
    else:
        yield from _moved(before, after, share, pair.same)


def _faded(each: Placed, strength: float) -> Iterator[AnyMark]:
    if strength > 0.0:
        yield replace(_set(each.mark, each.dx, each.dy), opacity=each.opacity * strength, pinned=each.pinned)


def _moved(before: Placed, after: Placed, share: float, same: bool) -> Iterator[AnyMark]:
    """A mark on its way; one whose content changes dissolves into its new self as it goes."""
    way = glide(share)
    opacity = lattice.between(before.opacity, after.opacity, way)
    new = _shaped(after, before, after, way)
    if same:
        yield replace(new, opacity=opacity)
        return
    old = _shaped(before, before, after, way)
    if isinstance(new, Text):  # words over other words can't be read: the old ones go first
        yield replace(old, opacity=opacity * (1.0 - ease(2.0 * share)))
        yield replace(new, opacity=opacity * ease(2.0 * share - 1.0))
    else:  # the old one goes when the new one covers it, so that the ground doesn't show through
        yield replace(old, opacity=opacity * (1.0 - ease(2.5 * share - 1.5)))
        yield replace(new, opacity=opacity * ease(share / 0.6))


def _content(mark: Drawn) -> Hashable:
    """What of a mark stays when it moves and grows."""
    if isinstance(mark, Grid):
        here = (0.0, 0.0)
        return replace(mark, origin=here, u=here, v=here, opacity=1.0, grip=None)
    if isinstance(mark, Image):
        return mark.pixels
    if isinstance(mark, Text):
        return mark.runs, mark.role
    if isinstance(mark, Rect | Path):
        return mark.role, mark.dashed
    return mark.role


_GEOMETRY: Mapping[type, tuple[str, ...]] = {
    Rect: ("x", "y", "width", "height", "radius", "fill", "line"),
    Path: ("points", "fill", "line"),
    Arrow: ("start", "end", "bend", "line", "head"),
    Grid: ("origin", "u", "v"),
    Image: ("origin", "u", "v"),
    Text: ("x", "y", "size"),
    Formula: ("x", "y", "size"),
}
"""What of each kind of mark moves and grows."""


def _shaped(look: Placed, before: Placed, after: Placed, way: float) -> Drawn:
    """A mark with the geometry between two, in stage units."""
    a, b = _set(before.mark, before.dx, before.dy), _set(after.mark, after.dx, after.dy)
    names = _GEOMETRY[type(look.mark)]
    geometry: dict[str, Any] = {name: _mixed(getattr(a, name), getattr(b, name), way) for name in names}
    return replace(look.mark, grip=None, pinned=look.pinned, **geometry)


def _mixed(a: Any, b: Any, way: float) -> Any:
    """The number, the point or the points between two."""
    if isinstance(a, tuple):
        return tuple(_mixed(one, other, way) for one, other in zip(a, b, strict=True))
    return lattice.between(a, b, way)


def _set(mark: Drawn, dx: float, dy: float) -> Drawn:
    """A mark by itself where a group has moved it to."""
    if isinstance(mark, Path):
        moved: Drawn = replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points))
    elif isinstance(mark, Arrow):
        (x0, y0), (x1, y1) = mark.start, mark.end
        moved = replace(mark, start=(x0 + dx, y0 + dy), end=(x1 + dx, y1 + dy))
    elif isinstance(mark, Grid | Image):
        moved = replace(mark, origin=(mark.origin[0] + dx, mark.origin[1] + dy))
    else:
        moved = replace(mark, x=mark.x + dx, y=mark.y + dy)
    return replace(moved, grip=None)
