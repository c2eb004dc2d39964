"""The card of a question: its words, its options, and what was right.

It lies at the stage's lower edge and takes no more height than it needs; where it would hide what it asks about it goes
to the upper edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from textwrap import wrap

from desktop.classroom.overlays.clock import Countdown, clock
from desktop.words.letters import LETTERS
from scenes.stage.core.marks import HEIGHT, WIDTH, AnyMark, Group, Path, Rect, Role, lettering

SIZE, WHY = 40.0, 34.0
"""The type sizes of question and options, and of why an option is right."""
WIDE, GROWN = 0.52, 1.12
"""The width of a letter in ems, near enough to leave room for words, and by how much a theme makes letters larger."""
EDGE, INSIDE, RADIUS = 10.0, 20.0, 24.0
"""The space around the plate and within it, and its corners."""
LOW = 4.0
"""The space below it: less, for the dots of the steps must not look out there."""
LINE, ROW = 50.0, 64.0
"""From one line of words to the next, and from one option to the next."""
RING, BESIDE = 56.0, 22.0
"""The ring around an option's letter, and the space to its words."""
APART, MOST_COLUMNS = 16.0, 6
DIMMED = 0.38
HIDDEN = 0.1
"""The share of what a card should not hide that it may hide at its edge."""
CLOCK = 290.0
"""The room of a clock in the card."""
Room = tuple[float, float, float, float]
"""A part of the stage: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """An option of a question: its words, whether it is right, and why."""

    text: str
    right: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question with two to six options, and where it stands: `revealed` marks the right one and says why.

    `avoid` is what the card must not hide, as it is seen. `clock` is the time that is left to think.
    """

    stem: str
    answers: tuple[CardAnswer, ...]
    revealed: bool = False
    avoid: Room | None = None
    clock: Countdown | None = None

    @property
    def room(self) -> Room:
        """What of the stage the card covers."""
        high = _Layout(self).height
        below: Room = (EDGE, HEIGHT - LOW - high, WIDTH - EDGE, HEIGHT - LOW)
        above: Room = (EDGE, EDGE, WIDTH - EDGE, EDGE + high)
        if self.avoid is None or _shared(below, self.avoid) <= max(
            _shared(above, self.avoid), HIDDEN * _area(self.avoid)
        ):
            return below
        return above


class _Layout:
    """Where the parts of a card stand, from its upper edge down."""

    def __init__(self, card: QuestionCard) -> None:
        inner = WIDTH - 2 * (EDGE + INSIDE)
        self.stem = _wrapped(card.stem, inner - (CLOCK if card.clock else 0.0))
        self.columns, self.wide = _columns(card, inner)
        room = self.wide - RING - BESIDE - (ROW if card.revealed else 0.0)
        self.words = [_wrapped(each.text, room) for each in card.answers]
        right = next((each for each in card.answers if each.right), None)
        self.why = _wrapped(right.why, inner, WHY) if card.revealed and right is not None else []
        heights = [ROW + (len(lines) - 1) * LINE for lines in self.words]
        rows = [heights[at : at + self.columns] for at in range(0, len(heights), self.columns)]
        self.rows = [max(row) for row in rows]
        self.options_at = INSIDE + len(self.stem) * LINE + APART
        self.why_at = self.options_at + sum(self.rows) + APART / 2
        self.height = (self.why_at + len(self.why) * LINE if self.why else self.why_at - APART / 2) + INSIDE / 2


def card_marks(card: QuestionCard) -> tuple[AnyMark, ...]:
    """The marks of a question's card."""
    layout = _Layout(card)
    left, top, right, bottom = card.room
    ground = Rect(
        x=left, y=top, width=right - left, height=bottom - top, radius=RADIUS, fill=1.0, role=Role.SURFACE,
        name="question",
    )  # fmt: skip
    plate: list[AnyMark] = [ground, replace(ground, fill=0.0, line=3.0, role=Role.MUTED, name="")]
    x, y = left + INSIDE, top + INSIDE + LINE / 2 - 4
    plate += [
        lettering(x, y + row * LINE, line, Role.TEXT, bold=True, size=SIZE) for row, line in enumerate(layout.stem)
    ]
    for index in range(len(card.answers)):
        row, column = divmod(index, layout.columns)
        place = x + column * (layout.wide + APART), top + layout.options_at + sum(layout.rows[:row])
        plate += _option(card, layout, index, *place)
    plate += [
        lettering(x, top + layout.why_at + (row + 0.5) * LINE, line, Role.TEXT, size=WHY)
        for row, line in enumerate(layout.why)
    ]
    if card.clock is not None:
        plate += clock(card.clock, right - INSIDE / 2, top + INSIDE / 2)
    return (Group(marks=tuple(plate), pinned=True, name="question card"),)


def _option(card: QuestionCard, layout: _Layout, index: int, x: float, y: float) -> list[AnyMark]:
    """An option with its letter in a ring; the right one, when it is told, with a frame, a full ring and a tick."""
    answer, lines = card.answers[index], layout.words[index]
    told = card.revealed and answer.right
    middle = y + ROW / 2
    ring = Rect(
        x=x, y=middle - RING / 2, width=RING, height=RING, radius=RING / 2, line=4.0, fill=1.0 if told else 0.0,
        role=Role.OUTPUT if told else Role.TEXT, name=f"option {LETTERS[index]}",
    )  # fmt: skip
    role = Role.SURFACE if told else Role.TEXT
    marks: list[AnyMark] = [
        ring,
        lettering(x + RING / 2, middle, LETTERS[index], role, bold=True, size=SIZE * 0.9, anchor="middle"),
        *(
            lettering(x + RING + BESIDE, middle + row * LINE, line, Role.TEXT, size=SIZE, bold=told)
            for row, line in enumerate(lines)
        ),
    ]
    if told:
        high = ROW + (len(lines) - 1) * LINE
        frame = Rect(x=x - 8, y=y + 1, width=layout.wide + 8, height=high - 2, radius=18, line=5.0, role=Role.OUTPUT)
        at = x + layout.wide - 52
        tick = Path(points=((at, middle), (at + 13, middle + 14), (at + 36, middle - 17)), line=7.0, role=Role.OUTPUT)
        marks += [frame, tick]
    dimmed = card.revealed and not answer.right
    return [Group(marks=tuple(marks), opacity=DIMMED)] if dimmed else marks


def _columns(card: QuestionCard, inner: float) -> tuple[int, float]:
    """In how many columns the options stand, and how wide one is: in as many as leave each its line."""
    count = len(card.answers)
    for rows in range(1, count):
        columns = math.ceil(count / rows)
        wide = (inner - (columns - 1) * APART) / columns
        room = wide - RING - BESIDE - ROW
        if columns <= MOST_COLUMNS and all(len(_wrapped(each.text, room)) == 1 for each in card.answers):
            return columns, wide
    return 1, inner


def _wrapped(words: str, room: float, size: float = SIZE) -> list[str]:
    """Words in lines that have room."""
    return wrap(words, max(1, int(room / (WIDE * GROWN * size))), break_on_hyphens=False)


def _area(room: Room) -> float:
    left, top, right, bottom = room
    return (right - left) * (bottom - top)


def _shared(a: Room, b: Room) -> float:
    """The area that two parts of the stage share."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
