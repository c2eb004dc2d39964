"""Stage and Frame: what a scene draws on, and the picture that comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenes.stage.core.marks import Anchor, AnyMark, Formula, Group, Mark, Placed, Role, Text, TextRun, placed
from scenes.stage.core.timeline import Span, Step, step_at
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.scales import Scales

TITLE_Y = 56.0
FORMULA_Y = 827.0
NUMBERS_Y = 880.0
LEFT, RIGHT = 56.0, 1544.0
TOP, BOTTOM = 162.0, 790.0
"""What a scene fills; title, formula and caption stand above and below."""
LEGEND_X = 1060.0
"""In the line of the title, the legend stands to the right of here."""
HEADING_Y = 138.0
"""The line of the headings of blocks that begin at the top."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture at time t: marks in drawing order, the plan of steps it belongs to, and the scales of its colours."""

    marks: tuple[AnyMark, ...]
    steps: tuple[Step, ...]
    t: float
    scales: Scales = Scales()

    @property
    def seconds(self) -> float:
        """The length of the whole scene."""
        return sum(step.seconds for step in self.steps)

    @property
    def step(self) -> int:
        """The index of the step that t belongs to; a boundary belongs to the step that ends there."""
        return step_at(self.steps, self.t)

    def placed(self) -> Iterator[Placed]:
        """All visible marks in drawing order, groups opened."""
        return placed(self.marks)


class Stage:
    """What a scene function draws on. It lives for one frame and remembers nothing from another.

    A scene sets `scales` once: which numbers get the full colour.
    """

    def __init__(self, t: float, recording: Recording | None = None) -> None:
        self.t = t
        self.recording = recording
        self.steps: list[Step] = []
        self.marks: list[AnyMark] = []
        self.scales = Scales()
        self._length = 0.0

    def step(self, title: str, caption: str, seconds: float = 2.0, *, live: bool = False, still: bool = False) -> Span:
        """Add a step to the plan; whatever is drawn may use the span to know how far the step has come."""
        if seconds <= 0:
            raise ValueError(f"step {title!r} lasts {seconds} seconds; a step must last longer than 0")
        span = Span(self._length, seconds, self.t)
        self.steps.append(Step(title, caption, seconds, live, still))
        self._length += seconds
        return span

    def add(self, *marks: AnyMark, opacity: float | None = None) -> None:
        """Draw marks on top of what is there; with an `opacity` they come and go together."""
        for mark in marks:
            if not isinstance(mark, Mark):
                raise TypeError(f"stage.add draws marks, not {_no_mark(mark)}")
        self.marks.extend(marks if opacity is None else (Group(marks=marks, opacity=opacity),))

    def text(
        self,
        x: float,
        y: float,
        text: str | Sequence[TextRun],
        *,
        size: float = 26.0,
        role: Role = Role.TEXT,
        bold: bool = False,
        anchor: Anchor = "start",
        opacity: float = 1.0,
        name: str = "",
    ) -> None:
        """Write one line of text, of one role or in several runs."""
        runs = (TextRun(text, None, bold),) if isinstance(text, str) else tuple(text)
        self.add(Text(x=x, y=y, runs=runs, size=size, role=role, anchor=anchor, opacity=opacity, name=name))

    def heading(self, title: str, subtitle: str = "") -> None:
        """Write the scene's title where every scene has it, with a line under it."""
        self.text(LEFT, TITLE_Y, title, size=44, bold=True)
        if subtitle:
            self.text(LEFT, TITLE_Y + 42, subtitle, size=24, role=Role.MUTED)

    def formula(self, tex: str, plain: str, numbers: Sequence[TextRun] | str = "") -> None:
        """Set the formula of the present step where every scene has it, with its numbers filled in under it."""
        self.add(Formula(tex=tex, plain=plain, x=LEFT, y=FORMULA_Y, size=30, name="formula"))
        if numbers:
            self.text(LEFT, NUMBERS_Y, numbers, size=27, name="formula numbers")


def _no_mark(found: object) -> str:
    """What somebody gave instead of a mark, and how it is meant to be."""
    if found is None:
        return "None: stage.text and stage.formula draw by themselves, and nothing is added after them"
    if isinstance(found, tuple | list):
        return f"a {type(found).__name__} of them: write a * before what makes several (plate, options, volume)"
    return f"{found!r}"
