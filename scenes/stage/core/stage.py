"""Stage, Step and Frame: what a scene draws on, the stretches of time it is told in, and the picture that comes out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenes.stage.core.marks import Anchor, AnyMark, Formula, Group, Mark, Placed, Role, Text, TextRun, placed
from scenes.stage.data.recording import Recording

TITLE_Y = 56.0
FORMULA_Y = 827.0
NUMBERS_Y = 880.0
LEFT = 56.0
REST = 0.7
"""The share of a step in which things move; then they rest, so that the eye can read."""
COUNTING = 0.8
"""The share of a step in which things are counted or made one by one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing happening: a title, a caption of one or two sentences, and how long it takes at normal speed.

    A `live` step shows the run that the scene's preset names; a `still` one of them shows a moment of it, and nothing
    in it grows.
    """

    title: str
    caption: str
    seconds: float
    live: bool = False
    still: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture at time t: marks in drawing order, and the plan of steps it belongs to."""

    marks: tuple[AnyMark, ...]
    steps: tuple[Step, ...]
    t: float

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


def boundaries(steps: Sequence[Step]) -> tuple[float, ...]:
    """The times at which the steps end."""
    ends, total = [], 0.0
    for step in steps:
        total += step.seconds
        ends.append(total)
    return tuple(ends)


def step_at(steps: Sequence[Step], t: float) -> int:
    """The index of the step at time t: the first one that ends at t or later."""
    return min(bisect_left(boundaries(steps), t - 1e-9), len(steps) - 1)


def ease(x: float) -> float:
    """Start and end gently: the smoothstep polynomial, clamped to 0..1."""
    x = max(0.0, min(x, 1.0))
    return x * x * (3.0 - 2.0 * x)


@dataclass(frozen=True, slots=True)
class Span:
    """A step as its author sees it while drawing: how far it has come at the frame's time."""

    start: float
    seconds: float
    now: float

    @property
    def t(self) -> float:
        """Progress from 0 to 1, even."""
        return max(0.0, min((self.now - self.start) / self.seconds, 1.0))

    @property
    def motion(self) -> float:
        """Progress from 0 to 1, eased, and finished a while before the step is."""
        return ease(self.t / REST)

    @property
    def even(self) -> float:
        """Progress from 0 to 1 with what is counted or made one by one: even, then a rest."""
        return min(self.t / COUNTING, 1.0)

    @property
    def begun(self) -> bool:
        """Whether the step has begun. The first step of a scene has begun at time 0."""
        return self.now > self.start + 1e-9 or self.start == 0.0

    @property
    def done(self) -> bool:
        """Whether the step has ended."""
        return self.now >= self.start + self.seconds - 1e-9

    @property
    def active(self) -> bool:
        """Whether this is the step being told. A boundary belongs to the step that ends there."""
        return self.begun and self.now <= self.start + self.seconds + 1e-9

    def part(self, index: int, count: int) -> float:
        """Eased progress of one of `count` things that happen one after another within the moving share."""
        return ease(self.t / REST * count - index)


def present(spans: Mapping[str, Span]) -> str:
    """The name of the step being told, of all steps of a scene by name."""
    return next((name for name, span in spans.items() if span.active), [*spans][-1])


def latest(spans: Sequence[Span]) -> int:
    """The index of the last span that has begun; 0 before the first."""
    return max((index for index, span in enumerate(spans) if span.begun), default=0)


class Stage:
    """What a scene function draws on. It lives for one frame and remembers nothing from another."""

    def __init__(self, t: float, recording: Recording | None = None) -> None:
        self.t = t
        self.recording = recording
        self.steps: list[Step] = []
        self.marks: list[AnyMark] = []
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
