"""Time in a scene: its steps, how far each has come at the frame's time, and the story that they make together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cached_property
from typing import ClassVar

from scenes.stage.numbers.reading import echoed, read_number

REST = 0.7
"""The share of a step in which things move; then they rest, so that the eye can read."""
COUNTING = 0.8
"""The share of a step in which things are counted or made one by one."""
TRANSITION = 0.6
"""The seconds at the head of a step in which the picture of the step before turns into this step's."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing happening: a title, a caption of one sentence, and how long it takes at normal speed.

    `seconds` begin with the `lead`, in which the picture before turns into this one; a step that brings a new subject
    has none: it is a `cut`. What there is to say beside the caption is `more`. `knobs` are the names of those that the
    step is about. `was` are titles that it had before, by which it is still found. A `live` step shows the run that the
    scene's preset names; a `still` one shows a moment, and nothing in it grows.
    """

    title: str
    caption: str
    seconds: float
    live: bool = False
    still: bool = False
    more: str = ""
    knobs: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    lead: float = 0.0
    cut: bool = False


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


def step_titled(steps: Sequence[Step], title: str) -> int:
    """The index of the step of a title, also of one that it had before.

    Raises KeyError with a sentence that names the title most like it.
    """
    for names in (lambda step: (step.title,), lambda step: step.was):
        for index, step in enumerate(steps):
            if title in names(step):
                return index
    near = get_close_matches(title, [step.title for step in steps], 1, 0.0)
    hint = f"; the nearest title is {near[0]!r}" if near else ""
    raise KeyError(f"There is no step titled {echoed(title)!r} here{hint}.")


def step_named(steps: Sequence[Step], word: str) -> int:
    """The index of the step that a word means: its title, or its number, counted from 1.

    Raises KeyError with a sentence.
    """
    number = read_number(word, whole=True)
    if number is None or any(word == step.title for step in steps):
        return step_titled(steps, word)
    if number not in range(1, len(steps) + 1):
        raise KeyError(f"There are steps 1 to {len(steps)} with these knobs, not {echoed(word)}.")
    return int(number) - 1


def within(steps: Sequence[Step], index: int, share: float) -> float:
    """The time at which a share (0..1) of a step's motion is done: what comes before it is its lead."""
    step = steps[index]
    start = sum(each.seconds for each in steps[:index]) + step.lead
    return start + share * (step.seconds - step.lead)


@dataclass(frozen=True, slots=True)
class Pace:
    """How `count` things share a stretch of time: the `firsts` take so many times as long as each of the others."""

    count: int
    firsts: tuple[float, ...] = ()

    @property
    def length(self) -> float:
        """The length of the whole, where each of the others takes 1."""
        return sum(self.firsts[: self.count]) + max(0, self.count - len(self.firsts))

    def before(self, index: int) -> float:
        """The share (0..1) of the time that has passed when a thing begins."""
        return (sum(self.firsts[:index]) + max(0, index - len(self.firsts))) / self.length

    def at(self, share: float) -> tuple[int, float]:
        """The thing that is done at a share of the time, and how far it has come, 0..1."""
        at = max(0.0, min(share, 1.0)) * self.length
        for index, takes in enumerate(self.firsts[: self.count]):
            if at < takes:
                return index, at / takes
            at -= takes
        slow = min(len(self.firsts), self.count)
        index = min(slow + int(at), self.count - 1)
        return index, min(1.0, at - (index - slow)) if index >= slow else 1.0


def glide(x: float) -> float:
    """Start and end still more gently, for what moves across the stage: the smootherstep polynomial, clamped to 0..1.

    Perlin, Improving noise (2002).
    """
    x = max(0.0, min(x, 1.0))
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


def ease(x: float) -> float:
    """Start and end gently: the smoothstep polynomial, clamped to 0..1."""
    x = max(0.0, min(x, 1.0))
    return x * x * (3.0 - 2.0 * x)


@dataclass(frozen=True, slots=True)
class Span:
    """A step as its author sees it while drawing: how far it has come at the frame's time.

    Its motion begins at `start` and lasts `seconds`. In the `lead` before, the picture of the step before turns into
    this one's: the step has begun, and nothing in it moves yet.
    """

    start: float
    seconds: float
    now: float
    lead: float = 0.0

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
        return self.now > self.start - self.lead + 1e-9 or self.start == 0.0

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

    def rise(self, begin: float, end: float = 1.0) -> float:
        """Eased progress between two shares of the step's motion."""
        return ease((self.motion - begin) / (end - begin))

    def fade(self, end: float, begin: float = 0.0) -> float:
        """How visible what makes way for this step still is, between two shares of its motion."""
        return 1.0 - self.rise(begin, end)


def latest(spans: Sequence[Span]) -> int:
    """The index of the last span that has begun; 0 before the first."""
    return max((index for index, span in enumerate(spans) if span.begun), default=0)


@dataclass(frozen=True, eq=False)
class Story:
    """The base of a scene's `Steps`, whose fields are the spans of its steps.

    A step that only some knobs have is a `Span | None`, one that is repeated a `tuple[Span, ...]`. What a step brings
    comes in at its beginning; what belongs to a scene's first step is there from the start.
    """

    PACE: ClassVar[float] = 8.0
    """It comes in within 1 / PACE of the step; scenes have their own."""
    PAUSE: ClassVar[float] = 0.0
    """It comes after PAUSE / PACE of the step."""

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """All steps there are, in the order in which they are told."""
        return tuple(sorted(self._spans(), key=lambda span: span.start))

    @cached_property
    def present(self) -> Span:
        """The step being told."""
        return next((span for span in self.spans if span.active), self.spans[-1])

    def telling(self, first: Span | None, last: Span | None = None) -> bool:
        """Whether the step being told is one of those from `first` to `last`, or is the one; False where it isn't."""
        last = first if last is None else last
        return first is not None and last is not None and first.start <= self.present.start <= last.start

    @property
    def arriving(self) -> float:
        """How visible what the present step brings is; even in the first step it has to come in."""
        return self._come(self.present)

    def alone(self, span: Span | None) -> float:
        """How visible what belongs to a step alone is: it comes in at its beginning and is gone after its end."""
        return self.seen(span) if self.telling(span) else 0.0

    def seen(self, first: Span | None, after: Span | None = None) -> float:
        """How visible a part of the story is, from the step it begins with to the step that puts another there."""
        if first is None:
            return 0.0
        there = 1.0 if first.start == 0.0 else self._come(first)
        return there * (1.0 - ease(after.t * self.PACE) if after else 1.0)

    def _come(self, span: Span) -> float:
        return ease(span.t * self.PACE - self.PAUSE)

    def _spans(self) -> Iterator[Span]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Span):
                yield value
            elif isinstance(value, tuple):
                yield from (each for each in value if isinstance(each, Span))
