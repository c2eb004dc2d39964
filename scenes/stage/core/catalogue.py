"""The catalogue of scenes: every module in `scenes/` that holds a function decorated with `@scene`.

A scene is a pure function from (knobs, recording, readings, t) to a picture; `render` is that function made explicit.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_type_hints

from scenes.stage.core.knobs import Knobs, knob, knobs_of
from scenes.stage.core.legend import legend
from scenes.stage.core.source_errors import what, where
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.core.timeline import Step, boundaries, step_at
from scenes.stage.core.transition import Passage
from scenes.stage.data.reading import NONE, Readings
from scenes.stage.data.recording import Recorded, Recording
from scenes.stage.numbers.reading import echoed

NO_SCENES = frozenset({"stage", "reference", "questions", "in_torch", "glossary"})
"""What lies in `scenes/` and is no scene: the kit, the mathematics, questions, lines of PyTorch and terms."""

CHAPTERS = ("Seeing with filters", "First networks", "Going deeper", "Going small")

Build = Callable[[Stage, Any], None]
Preset = Callable[[Any], str]
Networks = Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True)
class Confusion:
    """A mistake that people make, as one knob turned: whoever makes it has that picture in mind.

    `value` is what the knob is turned to, or a function of the knobs as they stand (the same value as theirs: nobody
    makes the mistake here). `why` says the mistake in one or two sentences, `slip` is its id among the misconceptions.
    """

    knob: str
    value: Any
    why: str
    slip: str = ""

    def wanted(self, knobs: Knobs) -> Any:
        """What the knob is turned to, as the knobs stand."""
        return self.value(knobs) if callable(self.value) else self.value


@dataclass(frozen=True)
class Words:
    """What is said of a scene beside its steps: in one line, what to try, what is mistaken, where facts are from."""

    subtitle: str
    try_this: tuple[str, ...]
    mistaken: tuple[str, ...]
    sources: tuple[str, ...]


WordsFor = Callable[[Any], Words | None]


@dataclass(frozen=True)
class Scene:
    """One lesson: its place in the course, its words for the side panel, and the function that draws it.

    `order` sorts scenes within a chapter (the number of the concept it teaches); `sources` say where facts are from;
    `short` is the title where there is little room.
    A scene that shows training has a `preset`: as the knobs stand, the name of the run that it draws. One that shows
    how long real networks take on this computer says in `measures` which; the window puts what it measured into the
    knob that `knobs.latencies` makes.
    `was` are names that it had before, or that of the scene that it was a part of: it is still found by them.
    `confusions` are the mistakes that can be made with its knobs: of them are the wrong answers to “what comes next?”.
    `words_for` gives other words where, as the knobs stand, these are not true; None where they are.
    """

    name: str
    title: str
    chapter: str
    order: int
    subtitle: str
    try_this: tuple[str, ...]
    mistaken: tuple[str, ...]
    sources: tuple[str, ...]
    build: Build
    knobs: type[Knobs]
    preset: Preset | None = None
    measures: Networks | None = None
    short: str = ""
    was: tuple[str, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    words_for: WordsFor = lambda knobs: None

    def words(self, knobs: Knobs) -> Words:
        """What is said of it as its knobs stand."""
        usual = Words(self.subtitle, self.try_this, self.mistaken, self.sources)
        return self.words_for(knobs) or usual

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and those that it had before."""
        return (self.name, *self.was)

    def run(self, knobs: Knobs, recorded: Recorded) -> Recording | None:
        """The run that it shows as its knobs stand; None where it shows none, or where there is none."""
        return recorded(self.preset(knobs)) if self.preset is not None else None


@dataclass(frozen=True)
class Catalogue:
    """All scenes in teaching order, and a sentence for each file that could not be read as one."""

    scenes: tuple[Scene, ...]
    broken: tuple[tuple[str, str], ...] = ()

    def find(self, name: str) -> Scene:
        """The scene of a name, also of an old one.

        Raises KeyError with a sentence: what its file lacks, or which names there are.
        """
        for each in (*(each for each in self.scenes if each.name == name), *self.scenes):
            if name in each.names:
                return each
        for module, reason in self.broken:
            if module == name:
                raise KeyError(f"scenes/{name} could not be read as a scene: {reason}.")
        names = ", ".join(each.name for each in self.scenes)
        raise KeyError(f"There is no scene named {echoed(name)!r}; the scenes are {names}.")


def scene(
    *,
    chapter: str,
    title: str,
    order: int,
    short: str = "",
    subtitle: str = "",
    try_this: tuple[str, ...] = (),
    mistaken: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    preset: Preset | None = None,
    measures: Networks | None = None,
    was: tuple[str, ...] = (),
    confusions: tuple[Confusion, ...] = (),
    words_for: WordsFor = lambda knobs: None,
) -> Callable[[Build], Scene]:
    """Make a scene of a function (stage, knobs) -> None; the type of `knobs` is read from its annotation.

    With a `preset` the function finds that run in `stage.recording`: one that ships with Convoscope, or one that was
    trained on this machine or still is.
    """

    def decorate(build: Build) -> Scene:
        hints = get_type_hints(build)
        kinds = [kind for kind in hints.values() if isinstance(kind, type) and issubclass(kind, Knobs)]
        if len(kinds) != 1:
            raise TypeError(
                f"scene {build.__name__} must have one parameter annotated with its Knobs class, as in "
                f"def {build.__name__}(stage: Stage, knobs: Knobs) -> None"
            )
        knobs_of(kinds[0])  # complains of what is no knob, while the file is read
        for each in confusions:
            knob(kinds[0], each.knob)  # and of a confusion with a knob that there is not
        if chapter not in CHAPTERS:
            raise ValueError(
                f"scene {build.__name__}: there is no chapter {chapter!r}; those of CHAPTERS in "
                f"scenes/stage/core/catalogue.py are {', '.join(map(repr, CHAPTERS))}"
            )
        return Scene(
            build.__name__, title, chapter, order, subtitle, try_this, mistaken, sources, build, kinds[0], preset,
            measures, short or title, was, confusions, words_for,
        )  # fmt: skip

    return decorate


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Import every module in `scenes/` once and collect what is decorated."""
    import scenes

    found: list[Scene] = []
    broken: list[tuple[str, str]] = []
    for module in pkgutil.iter_modules(scenes.__path__):
        if module.name in NO_SCENES:
            continue
        try:
            content = vars(importlib.import_module(f"scenes.{module.name}"))
        except Exception as error:  # one broken lesson must not take the others with it
            broken.append((module.name, _reason(error)))
            continue
        found += [value for value in content.values() if isinstance(value, Scene)]
    found.sort(key=lambda each: (CHAPTERS.index(each.chapter), each.order, each.name))
    return Catalogue(tuple(found), tuple(broken))


def _reason(error: Exception) -> str:
    place = where(error)
    return what(error) if place is None else f"{what(error)} ({place})"


def render(
    lesson: Scene, knobs: Knobs, t: float, recording: Recording | None = None, readings: Readings = NONE
) -> Frame:
    """Compute the picture at time t. Pure: equal arguments give equal frames.

    `t` is in seconds at normal speed; beyond either end the first or last picture is given. Raises ValueError for NaN.
    At the head of each step the picture at the end of the step before turns into the one that this step begins with.
    `readings` are the answers of published networks at hand; the frame says which others it `wanted`.
    """
    if not math.isfinite(t):
        raise ValueError("t must be a finite number of seconds")
    frame = _drawn(lesson, knobs, max(0.0, t), recording, readings)
    if frame.t > frame.seconds:
        return _drawn(lesson, knobs, frame.seconds, recording, readings)
    if not frame.steps:
        return frame
    lead = frame.steps[frame.step].lead
    start = sum(step.seconds for step in frame.steps[: frame.step])
    share = (frame.t - start) / lead if lead else 1.0
    if not 1e-9 < share < 1.0 - 1e-9:
        return frame
    passage = _passage(lesson, knobs, start, lead, _Same(recording), _AtHand(readings))
    return replace(passage.at(share), t=frame.t)


def poster(
    lesson: Scene, knobs: Knobs | None = None, recording: Recording | None = None, readings: Readings = NONE
) -> Frame:
    """The scene's key picture: what it is about, at one look. The end of the last step where it names none."""
    knobs = lesson.knobs() if knobs is None else knobs
    stage = _built(lesson, knobs, 0.0, recording, readings)
    t, box = stage.key or (sum(step.seconds for step in stage.steps), None)
    frame = _drawn(lesson, knobs, t, recording, readings)
    return frame if box is None else replace(frame, view=box)


def entry(lesson: Scene, knobs: Knobs, recording: Recording | None = None) -> float:
    """The time at which one comes in who brings numbers of one's own: where they and their result are all seen."""
    stage = _built(lesson, knobs, 0.0, recording, NONE)
    if stage.entry is not None:
        return stage.entry
    return boundaries(stage.steps)[step_at(stage.steps, poster(lesson, knobs, recording).t)]


def plan(lesson: Scene, knobs: Knobs, recording: Recording | None = None) -> tuple[Step, ...]:
    """The steps of a scene; they depend on knobs, never on t."""
    return render(lesson, knobs, 0.0, recording).steps


Draw = Callable[[Scene, Knobs, float, Recording | None], Frame]
"""What draws as `render` does."""


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A recording as a key: the very same object, for recordings are long to compare."""

    recording: Recording | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.recording is self.recording

    def __hash__(self) -> int:
        return id(self.recording)


@dataclass(frozen=True, slots=True, eq=False)
class _AtHand:
    """Readings as a key: which there are, and which of them are the last ones."""

    readings: Readings
    which: frozenset[tuple[str, int]] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "which", frozenset((key, id(reading)) for key, reading in self.readings.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AtHand) and other.which == self.which

    def __hash__(self) -> int:
        return hash(self.which)


@lru_cache(maxsize=8)
def _passage(lesson: Scene, knobs: Knobs, start: float, lead: float, key: _Same, at_hand: _AtHand) -> Passage:
    """The way from the end of a step to what the next one begins with."""
    before, after = (_drawn(lesson, knobs, t, key.recording, at_hand.readings) for t in (start, start + lead))
    return Passage(before, after)


def _drawn(lesson: Scene, knobs: Knobs, t: float, recording: Recording | None, readings: Readings) -> Frame:
    stage = _built(lesson, knobs, t, recording, readings)
    return Frame(
        tuple(stage.marks), tuple(stage.steps), stage.t, stage.view, stage.scales, whole=stage.whole,
        wanted=tuple(stage.wanted),
    )  # fmt: skip


def _built(lesson: Scene, knobs: Knobs, t: float, recording: Recording | None, readings: Readings) -> Stage:
    stage = Stage(t, recording, readings)
    lesson.build(stage, knobs)
    if not stage.whole:
        stage.tell(lesson.title)
    stage.add(*legend(stage.marks, stage.scales))
    return stage
