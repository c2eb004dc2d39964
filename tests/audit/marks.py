"""What frames say without being painted: sizes of type, and what jumps from one frame to the next."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import Formula, Grid, Image, Text, outline
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import Frame
from scenes.stage.output import styling as look
from scenes.stage.output.theme import Theme
from tests.desktop.metrics import VISIBLE

FAR = 60.0
"""Units within which a mark without a name may be the same thing in the next frame."""
LEGEND = "legend"
"""So begins the name of a group of tiles that say what colours mean: its type may be smaller than any other."""


def words_in(sentence: str) -> int:
    """How many words a sentence has; signs that stand alone are none."""
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())


@dataclass(frozen=True)
class TypeSizes:
    """The smallest type in use, in units of the stage as a theme shows it; None where there is none of a kind."""

    words: float | None = None
    notes: float | None = None
    numbers: float | None = None


def type_sizes(frames: Sequence[Frame], theme: Theme) -> TypeSizes:
    """The smallest type of what stands still to be read: in the last frame, or from one frame to the next.

    What moves or grows may be smaller on its way.
    """
    kept = [_seen(frame) for frame in frames]
    standing = set(kept[-1]).union(*(set(one) & set(other) for one, other in pairwise(kept)))
    found: dict[str, list[float]] = defaultdict(list)
    for each in standing:
        mark = each.mark
        if isinstance(mark, Text | Formula):
            found["notes" if isinstance(mark, Text) and mark.note else "words"].append(look.text_size(mark, theme))
        elif isinstance(mark, Grid) and (size := look.number_size(mark, theme)) > 0:
            found["numbers"].append(size)
    return TypeSizes(**{kind: round(min(sizes), 1) for kind, sizes in found.items()})


def _seen(frame: Frame) -> tuple[Placed, ...]:
    """What can be read in a frame, without its legends."""
    rest = tuple(mark for mark in frame.marks if not mark.name.startswith(LEGEND))
    return tuple(each for each in replace(frame, marks=rest).placed() if each.opacity >= VISIBLE)


@dataclass(frozen=True)
class Jump:
    """The largest change of an opacity, and of a place in units, from one frame to the next."""

    opacity: float = 0.0
    place: float = 0.0


def largest_jump(frames: Sequence[Frame]) -> Jump:
    """The largest changes between frames that follow each other."""
    placed = [tuple(frame.placed()) for frame in frames]
    found = [jump(one, other) for one, other in pairwise(placed)]
    return Jump(max((each.opacity for each in found), default=0.0), max((each.place for each in found), default=0.0))


def jump(before: Iterable[Placed], after: Iterable[Placed]) -> Jump:
    """The largest changes between two frames; what appears or vanishes changes by all of its opacity."""
    opacity = place = 0.0
    for one, other in pairs(before, after):
        opacity = max(opacity, abs(_opacity(one) - _opacity(other)))
        if one is not None and other is not None:
            place = max(place, math.dist(middle(one), middle(other)))
    return Jump(opacity, place)


def pairs(before: Iterable[Placed], after: Iterable[Placed]) -> Iterator[tuple[Placed | None, Placed | None]]:
    """What of two frames is the same thing; None where it is in one of them only. Equal marks are left out.

    The same are marks of one kind and name, in drawing order, at first those of the same look; without a name lines of
    the same words, and other marks of one kind and role, where they are near.
    """
    olds, news = _without_equal(before, after)
    for key in (_by_look, _by_name, _by_words, _by_role):
        new_groups = _grouped(news, key)
        for name, group in _grouped(olds, key).items():
            others = new_groups.get(name, [])
            found = zip(group, others, strict=False) if key in (_by_look, _by_name) else _nearest(group, others)
            for one, other in tuple(found):
                olds.remove(one)
                news.remove(other)
                yield one, other
    yield from ((one, None) for one in olds)
    yield from ((None, other) for other in news)


def middle(each: Placed) -> Point:
    """The middle of a mark; of words and formulas the point where they are put."""
    mark = each.mark
    if isinstance(mark, Text | Formula):
        return mark.x + each.dx, mark.y + each.dy
    left, top, right, bottom = outline(mark)
    return (left + right) / 2 + each.dx, (top + bottom) / 2 + each.dy


def _opacity(each: Placed | None) -> float:
    return 0.0 if each is None else each.opacity


def _without_equal(before: Iterable[Placed], after: Iterable[Placed]) -> tuple[list[Placed], list[Placed]]:
    olds, news = [_ungripped(each) for each in before], [_ungripped(each) for each in after]
    both = Counter(olds) & Counter(news)
    return list((Counter(olds) - both).elements()), list((Counter(news) - both).elements())


def _ungripped(each: Placed) -> Placed:
    """A mark as it is seen: hands make no difference."""
    return each if each.mark.grip is None else replace(each, mark=replace(each.mark, grip=None))


def _by_look(each: Placed) -> Hashable:
    """A name, and what of a mark stays when it moves, grows and fades."""
    mark = each.mark
    if not mark.name:
        return None
    look: Hashable = mark.role
    if isinstance(mark, Grid):
        here = (0.0, 0.0)
        look = replace(mark, origin=here, u=here, v=here, opacity=1.0)
    elif isinstance(mark, Image):
        look = mark.pixels
    elif isinstance(mark, Text):
        look = mark.runs
    elif isinstance(mark, Formula):
        look = mark.tex
    return type(mark), mark.name, look


def _by_name(each: Placed) -> Hashable:
    return (type(each.mark), each.mark.name) if each.mark.name else None


def _by_words(each: Placed) -> Hashable:
    return each.mark.text if isinstance(each.mark, Text) and not each.mark.name else None


def _by_role(each: Placed) -> Hashable:
    return (type(each.mark), each.mark.role) if not each.mark.name else None


def _grouped(marks: Iterable[Placed], key: object) -> dict[Hashable, list[Placed]]:
    found: dict[Hashable, list[Placed]] = defaultdict(list)
    for each in marks:
        if (name := key(each)) is not None:
            found[name].append(each)
    return found


def _nearest(olds: Sequence[Placed], news: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Pair marks with the nearest ones, the nearest pairs first, and none that are far from each other."""
    apart = sorted(
        (distance, i, j)
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
        if (distance := math.dist(middle(old), middle(new))) <= FAR
    )
    left, right = set(range(len(olds))), set(range(len(news)))
    for _, i, j in apart:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            yield olds[i], news[j]
