"""Counted hands as bars: one vote, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.classroom.overlays.card import Room
from desktop.words.letters import LETTERS
from scenes.stage.core.marks import HEIGHT, AnyMark, Group, Path, Rect, Role, lettering

LEFT, WIDE, EDGE = 120.0, 1360.0, 24.0
"""Where the plate stands, and how far it stays off what it stands beside."""
HIGHEST, LEAST = 560.0, 300.0
"""How high it is at most, and at least."""
INSIDE, HEAD, FOOT = 36.0, 64.0, 60.0
"""The space within, the room of the heading, and that of the letters under the bars."""
NUMBER = 56.0
"""The room of a number over its bar."""
WORDS = ("First vote", "Second vote")


@dataclass(frozen=True, slots=True)
class Histogram:
    """The hands of one vote or two for each option; `right` is the index of the right one, once it is told.

    It stands between the heights `top` and `bottom`, as high as there is room.
    """

    votes: tuple[tuple[int, ...], ...]
    right: int | None = None
    top: float = EDGE
    bottom: float = HEIGHT - EDGE

    @property
    def room(self) -> Room:
        """What of the stage the plate covers."""
        high = max(LEAST, min(HIGHEST, self.bottom - self.top))
        top = max(0.0, min((self.top + self.bottom - high) / 2, HEIGHT - high))
        return LEFT, top, LEFT + WIDE, top + high


def histogram_marks(shown: Histogram) -> tuple[AnyMark, ...]:
    """The marks of a histogram."""
    _, top, _, bottom = shown.room
    high = bottom - top
    plate = Rect(x=LEFT, y=top, width=WIDE, height=high, radius=24.0, fill=1.0, role=Role.SURFACE, name="histogram")
    edge = replace(plate, fill=0.0, line=3.0, role=Role.MUTED, name="")
    marks: list[AnyMark] = [plate, edge]
    wide = (WIDE - INSIDE * (len(shown.votes) + 1)) / len(shown.votes)
    for index, counts in enumerate(shown.votes):
        x = LEFT + INSIDE + index * (wide + INSIDE)
        heading = WORDS[index] if len(shown.votes) > 1 else "Your hands"
        marks += _bars(counts, f"{heading} · {sum(counts)}", shown.right, (x, top + 16.0, wide, high - 24.0))
    return (Group(marks=tuple(marks), pinned=True, name="counted hands"),)


def _bars(
    counts: Sequence[int], heading: str, right: int | None, box: tuple[float, float, float, float]
) -> list[AnyMark]:
    """The bars of one vote in a box (x, y, width, height); of the right option full and with a tick."""
    x, y, wide, high = box
    share, ground = max(*counts, 1), y + high - FOOT
    room, pitch = high - HEAD - FOOT - NUMBER, wide / len(counts)
    marks: list[AnyMark] = [
        lettering(x + wide / 2, y + HEAD / 2, heading, Role.TEXT, bold=True, size=40.0, anchor="middle"),
        Path(points=((x, ground), (x + wide, ground)), line=3.0, role=Role.MUTED),
    ]
    for index, count in enumerate(counts):
        told = index == right
        middle, tall = x + (index + 0.5) * pitch, max(2.0, room * count / share)
        thick = min(110.0, pitch * 0.62)
        bar = Rect(
            x=middle - thick / 2, y=ground - tall, width=thick, height=tall, radius=6.0, fill=0.9 if told else 0.5,
            role=Role.OUTPUT if told else Role.TEXT, name=f"hands for {LETTERS[index]}", value=float(count),
        )  # fmt: skip
        number = lettering(middle, ground - tall - 28, str(count), Role.TEXT, bold=True, size=44.0, anchor="middle")
        letter = lettering(middle, ground + FOOT / 2, LETTERS[index], Role.TEXT, bold=True, size=44.0, anchor="middle")
        marks += [bar, number, letter]
        if told:
            at = middle + 28
            points = (at, ground + 30), (at + 11, ground + 42), (at + 31, ground + 14)
            marks.append(Path(points=points, line=7.0, role=Role.OUTPUT))
    return marks
