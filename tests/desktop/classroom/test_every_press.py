"""The lessons that ship, pressed through by one key and by chance: each press shows something, and nothing breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.cues import QUESTION
from desktop.classroom.conducting.tallies import Tally
from desktop.classroom.lessons.files import load
from desktop.classroom.lessons.model import Lesson
from desktop.classroom.lessons.reading import read
from desktop.classroom.lessons.shelf import shipped
from desktop.classroom.overlays.model import Overlays
from desktop.classroom.polling.polling import Polling
from desktop.player.session import SceneSession
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import KnobError, knobs_of
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries

SHIPPED = {path.name.partition(".")[0]: path for path in shipped()}
MOST_PRESSES = 400


def lesson_of(name: str) -> Lesson:
    path = SHIPPED[name]
    found = read(load(path), path.parent, steps_of=steps_of(path.parent), faults_of=faults_of(path.parent))
    assert not found.faults
    assert found.lesson is not None
    return found.lesson


class Class(QObject):
    """A class without a window: what it sees is a frame."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.session = SceneSession(catalogue(), bundled)
        self.conducting = Conducting(self.session, bundled, now=lambda: 0.0)
        self.overlays = Overlays(lambda: self.session.frame.view)
        self.polling = Polling(self.session, self.conducting, self.overlays, now=lambda: 0.0)
        self.faults: list[object] = []
        self.session.failed.connect(self.faults.append)
        self.conducting.begin(lesson_of(name), SHIPPED[name].parent)

    @property
    def seen(self) -> Frame:
        """What lies before the class, but for titles that go by themselves."""
        return self.overlays.lasting(self.polling.over(self.session.frame))


@pytest.fixture
def given(request: pytest.FixtureRequest) -> Iterator[Class]:
    found = Class(request.param)
    yield found
    found.conducting.end()
    assert not found.faults


@pytest.mark.parametrize("given", SHIPPED, indirect=True)
def test_one_key_leads_through_a_lesson_to_its_end_and_every_press_shows_something(given: Class) -> None:
    conducting, session = given.conducting, given.session
    presses, asked, stops = 0, 0, []
    while conducting.kind != "end":
        before = given.seen
        assert conducting.next()
        session.advance(0.5)
        assert given.seen != before, conducting.cue
        if session.player.playing:
            conducting.next()
            assert not session.player.playing
        assert session.player.t == boundaries(session.steps)[session.step]
        if conducting.kind in QUESTION - {"back"}:
            assert conducting.question is not None, conducting.cue
        asked += conducting.kind == "ask"
        stops += [conducting.stop.id] if conducting.kind == "open" and conducting.stop is not None else []
        presses += 1
        assert presses < MOST_PRESSES
    lesson = conducting.lesson
    assert lesson is not None
    counting = [stop for stop in lesson.stop if not stop.optional]
    assert stops == [stop.id for stop in counting[1:]]
    assert asked == sum(len(stop.ask) for stop in counting)
    end = given.seen
    conducting.next()
    assert given.seen == end


@pytest.mark.parametrize("given", SHIPPED, indirect=True)
def test_back_leads_to_the_beginning(given: Class) -> None:
    conducting, session = given.conducting, given.session
    session.reduced_motion = True
    first = given.seen
    while conducting.kind != "end":
        conducting.next()
    for _ in conducting.all_cues:
        conducting.back()
    assert given.seen == first


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("given", SHIPPED, indirect=True)
def test_whatever_a_class_does_the_lesson_goes_on(given: Class, seed: int) -> None:
    chance = random.Random(seed)
    conducting, session, polling = given.conducting, given.session, given.polling
    lesson = conducting.lesson
    assert lesson is not None
    acts = {
        "next": (6, lambda: (conducting.next(), session.advance(chance.choice((0.1, 9.0))))),
        "back": (2, conducting.back),
        "turn": (2, lambda: turn(session, chance)),
        "jump": (1, lambda: conducting.jump(chance.choice(lesson.stop).id)),
        "undo": (1, session.undo),
        "ask": (1, lambda: (polling.ask(), polling.choose(chance.randrange(4)), polling.ask_chosen())),
        "count": (1, lambda: count(conducting, chance)),
        "mistake": (1, polling.show_mistake),
        "leave out": (1, lambda: conducting.leave_out(chance.choice(lesson.stop).id)),
        "take in": (1, lambda: conducting.take_in(chance.choice(lesson.stop).id)),
        "go away": (1, lambda: session.open(chance.choice(session.catalogue.scenes).name)),
    }
    names = [name for name, (often, _) in acts.items() for _ in range(often)]
    for _ in range(60):
        acts[chance.choice(names)][1]()
        assert given.seen.marks
    while conducting.kind != "end" or session.player.playing or not conducting.is_here:
        conducting.next()
        session.advance(60.0)
    conducting.end()
    assert not conducting.active
    assert session.stop == ""


def count(conducting: Conducting, chance: random.Random) -> None:
    """Count some hands for the question that is open."""
    question = conducting.question
    if question is not None and question.answers:
        conducting.count(Tally(tuple(chance.randrange(20) for _ in question.answers), question.right))


def turn(session: SceneSession, chance: random.Random) -> None:
    """Turn a knob of the open scene to something that it can be turned to."""
    forms = [form for form in knobs_of(session.knobs) if form.kind in ("toggle", "choice", "integer")]
    if not forms:
        return
    form = chance.choice(forms)
    values = form.choices or ((True, False) if form.kind == "toggle" else range(int(form.low), int(form.high) + 1))
    try:
        session.turn(form.name, chance.choice(list(values)))
    except KnobError:
        pytest.fail("a knob that can't be turned is told, not raised")


def test_there_are_three() -> None:
    assert set(SHIPPED) == {"cnn-60", "one-convolution", "depth-needs-shortcuts"}
