"""A picture in words, for whoever can't see it: what it shows, in reading order, in a few sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop.words.plain import on_one_line
from scenes.stage.core.camera import room_of
from scenes.stage.core.gestures import TANGIBLE, Hit, describe
from scenes.stage.core.marks import HEIGHT, WIDTH, Formula, Grid, Image, Inked, Rect, Text
from scenes.stage.core.placing import Placed
from scenes.stage.core.stage import CAPTION_Y, TITLE_Y, Frame
from scenes.stage.output.styling import written

LONGEST = 600
"""The most letters of an alternative text: it is read aloud in one go, in about forty seconds."""
MOST_READ = 25
"""Grids of more cells are told by their size; nobody remembers so many numbers that were read out."""
READ, HERO = 31.9, 52.0
"""The smallest letters of what must be read, and of a number that is told without a word of its own."""
BAND = 80.0
"""What stands so near under each other is read from left to right, in stage units."""
_END = re.compile(r"(?<=[.!?])\s+")
_COUNTED = re.compile(r"(.*?)\s*\d+$")


def alt_text(title: str, frame: Frame) -> str:
    """Say what a picture shows: its title and caption, then the grids, pictures, formulas and words on it.

    Of a card it is the card's words. It has at most `LONGEST` letters, and ends with a sentence.
    """
    kept, room = list[str](), LONGEST
    for sentence in dict.fromkeys((_sentence(title), *_said(frame))):
        if sentence and len(sentence) <= room:
            kept.append(sentence)
            room -= len(sentence) + 1
        elif sentence:
            break
    return " ".join(kept) or f"{on_one_line(title)[: LONGEST - 1]}…"


def _said(frame: Frame) -> Iterator[str]:
    """What there is to say behind the title, a sentence at a time, what matters most first."""
    for step in frame.steps[: frame.step + 1] if frame.whole else frame.steps[frame.step :][:1]:
        yield from _END.split(_sentence(step.caption))
    yield "Lines are drawn over it by hand." if any(isinstance(each.mark, Inked) for each in frame.placed()) else ""
    if frame.whole:  # its steps have said all words of a card
        return
    seen = sorted((each for each in frame.placed() if _is_seen(each)), key=_place)
    marks = [each.mark for each in seen]
    yield from _grids(mark for mark in marks if isinstance(mark, Grid) and mark.name)
    yield _listed("Pictures", (mark.name or "a photo" for mark in marks if isinstance(mark, Image)))
    yield from (_sentence(f"Formula: {mark.plain}") for mark in marks if isinstance(mark, Formula))
    named = {mark.name.casefold() for mark in marks if isinstance(mark, Grid | Image)}
    words = (each.mark.text for each in seen if isinstance(each.mark, Text) and _is_read(each.mark))
    yield _listed("Words", (each for each in words if on_one_line(each).casefold() not in named))
    boxes = (mark for mark in marks if isinstance(mark, Rect) and mark.name and mark.value is not None)
    yield _listed("Values", (describe(Hit(box, None, (box.x, box.y), box.value)) for box in boxes))


# --- The sentences --------------------------------------------------------------------------------------------------


def _grids(grids: Iterable[Grid]) -> Iterator[str]:
    """A sentence for each grid, or for several of one size that are counted: map 1, map 2, map 3."""
    families: dict[tuple[object, ...], list[Grid]] = {}
    for grid in {grid.name: grid for grid in grids}.values():  # of one name, what is drawn last is seen
        counted = _COUNTED.match(grid.name)
        families.setdefault((counted[1] if counted else grid.name, grid.values.shape), []).append(grid)
    for family in families.values():
        if len(family) > 2 and family[0].values.array.size > 1:
            yield _sentence(f"{family[0].name} to {family[-1].name}, {_size(family[0])} each")
        else:
            yield from map(_grid, family)


def _grid(grid: Grid) -> str:
    (_, columns), count = grid.values.shape, written(grid)
    cells = [label for row in grid.labels for label in row][:count]
    if grid.values.array.size == 1:
        return _sentence(f"{grid.name} = {cells[0]}" if cells else f"{grid.name} is empty")
    if not cells:
        return _sentence(f"{grid.name}, {_size(grid)}, still empty")
    if grid.number_size == 0 or grid.values.array.size > MOST_READ:
        return _sentence(f"{grid.name}, {_size(grid)}")
    rows = (" ".join(cells[start : start + columns]) for start in range(0, count, columns))
    so_far = " so far" if count < grid.values.array.size else ""
    return _sentence(f"{grid.name}, {_size(grid)}{so_far}: {' / '.join(rows)}")


def _size(grid: Grid) -> str:
    rows, columns = grid.values.shape
    return f"a grid of {rows} × {columns}"


def _listed(what: str, things: Iterable[str]) -> str:
    """Things in one sentence, each once; "" where there are none."""
    once = dict.fromkeys(filter(None, map(on_one_line, things)))
    return _sentence(f"{what}: {'; '.join(once)}") if once else ""


def _sentence(words: str) -> str:
    """Words with a capital and a full stop; a sign stays as it is, for z is another number than Z."""
    clean = on_one_line(words)
    begin = clean[:1].upper() if clean[1:2].isalpha() else clean[:1]
    return clean and begin + clean[1:] + ("" if clean[-1] in ".!?…" else ".")


# --- What is seen, and where ----------------------------------------------------------------------------------------


def _is_seen(each: Placed) -> bool:
    """Whether a mark can be seen well, and at least its middle lies on the stage."""
    left, top, right, bottom = room_of(each.mark, each.dx, each.dy)
    return each.opacity > TANGIBLE and 0 <= left + right <= 2 * WIDTH and 0 <= top + bottom <= 2 * HEIGHT


def _is_read(text: Text) -> bool:
    """Whether a line must be read: title and caption have been told, and numbers by themselves belong to a chart."""
    told = text.pinned and text.y in (TITLE_Y, CAPTION_Y)
    words = any(letter.isalpha() for letter in text.text) or text.size >= HERO
    return words and not told and not text.note and text.size >= READ


def _place(each: Placed) -> tuple[int, float]:
    left, top, _, bottom = room_of(each.mark, each.dx, each.dy)
    return int((top + bottom) / 2 // BAND), left
