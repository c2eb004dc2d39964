"""What lies over the stage now: tools and their ink, kept with the step, and what the class is shown."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.classroom.overlays import ink
from desktop.classroom.overlays.card import QuestionCard
from desktop.classroom.overlays.clock import Countdown
from desktop.classroom.overlays.histogram import Histogram
from desktop.classroom.overlays.ink import MOST, Stroke
from desktop.classroom.overlays.layers import TAIL, Ink, Overlay, Pointer, Title, beside, over
from scenes.stage.core.lattice import Point
from scenes.stage.core.placing import WHOLE, Box
from scenes.stage.core.stage import Frame

Tool = Literal["pen", "rubber", "pointer"]
FULL = "There is no room for more ink on this step. Rub some of it out first: press E."
TITLE_SECONDS, FADE_SECONDS = 1.0, 0.3
"""How long a stop's title stands, and how long it goes."""
TICK_MS = 16
UNDONE = 100
"""So many changes of a step's ink can be taken back."""


@dataclass
class _Sheet:
    """The ink of one step, and what it was before."""

    strokes: tuple[Stroke, ...] = ()
    past: deque[tuple[Stroke, ...]] = field(default_factory=lambda: deque(maxlen=UNDONE))


class Overlays(QObject):
    """Holds what lies over the stage; `over` gives a picture with it.

    Points are units of the stage as it is seen; `view` tells what of it that is. `changed` says that it looks
    different, `ink_changed` (place, strokes) that the ink of a step is another one, `tool_changed` that another tool is
    in the hand, and `refused` why there is no ink.
    """

    changed = Signal()
    ink_changed = Signal(str, object)
    tool_changed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        view: Callable[[], Box] = lambda: WHOLE,
        parent: QObject | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._view, self._now = view, now
        self._place = ""
        self._sheets: dict[str, _Sheet] = {}
        self._tool: Tool | None = None
        self._drawn: Stroke | None = None
        self._rubber: Point | None = None
        self._trail: list[tuple[Point, float]] = []
        self._points = False
        self._title: tuple[str, float] | None = None
        self._card: QuestionCard | None = None
        self._countdown: Countdown | None = None
        self._histogram: Histogram | None = None
        self._fading = QTimer(self, interval=TICK_MS)
        self._fading.timeout.connect(self._fade)

    # --- What is seen -----------------------------------------------------------------------------------------------

    def over(self, frame: Frame) -> Frame:
        """A picture with all that lies over it now."""
        return over(frame, (*self._lasting(), *self._passing()))

    def lasting(self, frame: Frame) -> Frame:
        """A picture with what stays: for a file, without pointer and title."""
        return over(frame, self._lasting())

    def covers(self, point: Point) -> bool:
        """Whether a question's card or counted hands lie over a point."""
        rooms = [each.room for each in self._lasting() if isinstance(each, QuestionCard | Histogram)]
        return any(left <= point[0] <= right and top <= point[1] <= bottom for left, top, right, bottom in rooms)

    def _lasting(self) -> list[Overlay]:
        card, histogram = self._card, self._histogram
        shown: list[Overlay] = [Ink(self.strokes, self._drawn)]
        if card is not None:
            shown.append(replace(card, clock=self._countdown))
        if histogram is not None:
            shown.append(histogram if card is None else beside(histogram, card))
        if self._countdown is not None and card is None:
            shown.append(self._countdown)
        return shown

    def _passing(self) -> list[Overlay]:
        now, shown = self._now(), list[Overlay]()
        if self._title is not None:
            words, until = self._title
            shown.append(Title(words, min(1.0, max(0.0, (until - now) / FADE_SECONDS))))
        if self._trail:
            shown.append(Pointer(tuple((point, now - then) for point, then in self._trail)))
        return shown

    # --- What the class is shown ------------------------------------------------------------------------------------

    @property
    def card(self) -> QuestionCard | None:
        """The question that is asked."""
        return self._card

    @card.setter
    def card(self, card: QuestionCard | None) -> None:
        self._card = card
        self.changed.emit()

    @property
    def countdown(self) -> Countdown | None:
        """The clock that counts down, in the card where there is one."""
        return self._countdown

    @countdown.setter
    def countdown(self, countdown: Countdown | None) -> None:
        self._countdown = countdown
        self.changed.emit()

    @property
    def histogram(self) -> Histogram | None:
        """The hands that were counted, where the class is shown them."""
        return self._histogram

    @histogram.setter
    def histogram(self, histogram: Histogram | None) -> None:
        self._histogram = histogram
        self.changed.emit()

    def announce(self, words: str) -> None:
        """Show a stop's title for a second."""
        self._title = words, self._now() + TITLE_SECONDS + FADE_SECONDS
        self._fading.start()
        self.changed.emit()

    # --- Tools ------------------------------------------------------------------------------------------------------

    @property
    def tool(self) -> Tool | None:
        """The tool in the hand."""
        return self._tool

    def take(self, tool: Tool | None) -> None:
        """Take a tool into the hand; None puts it away."""
        if tool == self._tool:
            return
        self.end()
        self.point_away()
        self._tool = tool
        self.tool_changed.emit()
        self.changed.emit()

    def toggle(self, tool: Tool) -> None:
        """Take a tool, or put it away."""
        self.take(None if self._tool == tool else tool)

    def put_away(self) -> bool:
        """Put the tool away; says whether there was one."""
        had = self._tool is not None
        self.take(None)
        return had

    def point(self, point: Point) -> None:
        """Point at a place."""
        now = self._now()
        self._trail = [*((place, then) for place, then in self._trail if now - then < TAIL), (point, now)]
        self._points = True
        self._fading.start()
        self.changed.emit()

    def point_away(self) -> None:
        """Point at nothing any more."""
        if self._points:
            self._points, self._trail = False, []
            self.changed.emit()

    # --- Ink --------------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The name of the step that the ink belongs to."""
        return self._place

    def stand(self, place: str) -> None:
        """Go to a step; what was drawn there is there again."""
        if place != self._place:
            self.end()
            self._place = place
            self.changed.emit()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The ink of this step, without the stroke that is being drawn."""
        sheet = self._sheets.get(self._place)
        return sheet.strokes if sheet is not None else ()

    def put_ink(self, place: str, strokes: tuple[Stroke, ...]) -> None:
        """Lay ink over a step, as it was kept elsewhere."""
        self._sheets[place] = _Sheet(strokes)
        self.changed.emit()

    @property
    def inked(self) -> dict[str, tuple[Stroke, ...]]:
        """The ink of all steps that have some, by their places."""
        return {place: sheet.strokes for place, sheet in self._sheets.items() if sheet.strokes}

    def forget_ink(self, places: str) -> None:
        """Throw away the ink of all steps whose places begin so."""
        self._sheets = {place: sheet for place, sheet in self._sheets.items() if not place.startswith(places)}
        self.changed.emit()

    def begin(self, point: Point) -> None:
        """Put the pen on the stage."""
        self.end()
        if sum(len(stroke.points) for stroke in self.strokes) >= MOST:
            self.refused.emit(FULL)
            return
        self._drawn = ink.begun(point, self._view())
        self.changed.emit()

    def extend(self, point: Point) -> None:
        """Draw on to a place."""
        if self._drawn is None:
            return
        drawn = ink.extended(self._drawn, point, self._view())
        if drawn is not self._drawn:
            self._drawn = drawn
            self.changed.emit()
        if len(drawn.points) + sum(len(stroke.points) for stroke in self.strokes) > MOST:
            self.end()
            self.refused.emit(FULL)

    def rub(self, point: Point, radius: float) -> None:
        """Rub out what lies under a round rubber, and on its way from where it was."""
        first = self._rubber is None
        start = point if self._rubber is None else self._rubber
        before = left = self.strokes
        pieces = max(1, math.ceil(math.dist(start, point) / radius))
        for index in range(1, pieces + 1):
            share = index / pieces
            place = start[0] + share * (point[0] - start[0]), start[1] + share * (point[1] - start[1])
            left = ink.rubbed(left, place, radius, self._view())
        self._rubber = point
        if first:
            self._sheet.past.append(before)
        if left != before:
            self._sheet.strokes = left
            self.changed.emit()

    def end(self) -> None:
        """Lift pen or rubber off the stage."""
        if self._drawn is not None:
            drawn, self._drawn = ink.finished(self._drawn), None
            self._write((*self.strokes, drawn))
        if self._rubber is not None:
            self._rubber = None
            if self._sheet.past[-1] == self.strokes:
                self._sheet.past.pop()
            else:
                self.ink_changed.emit(self._place, self.strokes)

    def undo_ink(self) -> None:
        """Take the last change of this step's ink back."""
        self.end()
        if self._sheet.past:
            self._sheet.strokes = self._sheet.past.pop()
            self._tell()

    def clear(self) -> None:
        """Rub out all ink of this step."""
        self.end()
        if self.strokes:
            self._write(())

    @property
    def _sheet(self) -> _Sheet:
        return self._sheets.setdefault(self._place, _Sheet())

    def _write(self, strokes: tuple[Stroke, ...]) -> None:
        self._sheet.past.append(self._sheet.strokes)
        self._sheet.strokes = strokes
        self._tell()

    def _tell(self) -> None:
        self.ink_changed.emit(self._place, self.strokes)
        self.changed.emit()

    # --- What fades -------------------------------------------------------------------------------------------------

    def _fade(self) -> None:
        """Let the tail and the title go; where nothing goes any more the timer rests."""
        now = self._now()
        old = [each for each in self._trail[:-1] if now - each[1] < TAIL]
        self._trail = [*old, *self._trail[-1:]]
        if self._title is not None and now >= self._title[1]:
            self._title = None
        if not old and self._title is None:
            self._fading.stop()
        self.changed.emit()
