"""The model keeps ink with the step, one tool in the hand, and lets fade what fades."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.classroom.overlays import ink
from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.clock import Countdown
from desktop.classroom.overlays.histogram import Histogram
from desktop.classroom.overlays.model import FADE_SECONDS, FULL, TITLE_SECONDS, Overlays, Tool
from scenes.stage.core.marks import Inked, Text
from scenes.stage.core.placing import WHOLE, Box
from scenes.stage.core.stage import Frame

EMPTY = Frame((), (), 0.0)
CARD = QuestionCard("Which?", (CardAnswer("4", True), CardAnswer("3")))


class Time:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def overlays(qapp: object, time: Time) -> Overlays:
    found = Overlays(now=time)
    found.stand("scene a · One")
    return found


def draw(overlays: Overlays, *points: tuple[float, float]) -> None:
    overlays.begin(points[0])
    for point in points[1:]:
        overlays.extend(point)
    overlays.end()


def names(overlays: Overlays, frame: Frame = EMPTY) -> set[str]:
    return {mark.name for mark in overlays.over(frame).marks}


def words(overlays: Overlays) -> str:
    marks = (each.mark for each in overlays.over(EMPTY).placed())
    return " ".join(mark.text for mark in marks if isinstance(mark, Text))


def test_ink_stays_with_its_step(overlays: Overlays) -> None:
    draw(overlays, (300, 300), (500, 300))
    overlays.stand("scene a · Two")
    assert overlays.strokes == ()
    draw(overlays, (300, 400), (500, 400))
    overlays.stand("scene a · One")
    (stroke,) = overlays.strokes
    assert stroke.points == ((300, 300), (500, 300))
    assert len(overlays.over(EMPTY).marks) == 2


def test_ink_of_some_places_is_thrown_away_for_good(overlays: Overlays) -> None:
    draw(overlays, (300, 300), (500, 300))
    overlays.stand("stop a · One")
    draw(overlays, (300, 400), (500, 400))
    overlays.forget_ink("stop ")
    assert overlays.strokes == ()
    overlays.undo_ink()
    assert overlays.strokes == ()
    overlays.stand("scene a · One")
    assert len(overlays.strokes) == 1


def test_what_is_drawn_is_seen_before_the_pen_is_lifted(overlays: Overlays) -> None:
    overlays.begin((300, 300))
    overlays.extend((500, 300))
    assert overlays.over(EMPTY).marks
    assert overlays.strokes == ()


def test_another_step_ends_the_stroke_where_it_was_drawn(overlays: Overlays) -> None:
    overlays.begin((300, 300))
    overlays.extend((500, 300))
    overlays.stand("scene a · Two")
    assert overlays.strokes == ()
    overlays.stand("scene a · One")
    assert len(overlays.strokes) == 1


def test_points_are_those_of_the_picture_as_it_is_seen(qapp: object) -> None:
    overlays = Overlays(lambda: Box(400, 225, 800))
    draw(overlays, (800, 450), (900, 450))
    assert overlays.strokes[0].points == ((800, 450), (850, 450))


def test_the_log_hears_of_each_change_of_ink_once(overlays: Overlays) -> None:
    heard: list[tuple[str, int]] = []
    overlays.ink_changed.connect(lambda place, strokes: heard.append((place, len(strokes))))
    draw(overlays, (300, 300), (500, 300))
    overlays.rub((400, 200), 26)
    overlays.rub((400, 400), 26)
    assert len(overlays.strokes) == 2, "the rubber has passed between two places, too"
    overlays.end()
    overlays.rub((900, 700), 26)
    overlays.end()
    overlays.clear()
    overlays.undo_ink()
    overlays.undo_ink()
    overlays.undo_ink()
    overlays.undo_ink()
    assert heard == [("scene a · One", count) for count in (1, 2, 0, 2, 1, 0)]


def test_ink_that_was_kept_is_laid_over_its_step_again(overlays: Overlays) -> None:
    kept = ink.finished(ink.extended(ink.begun((300, 300), WHOLE), (500, 300), WHOLE))
    overlays.put_ink("scene a · Two", (kept,))
    overlays.stand("scene a · Two")
    assert overlays.strokes == (kept,)


def test_there_is_an_end_to_ink_and_a_sentence(overlays: Overlays, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.classroom.overlays.model.MOST", 20)
    said: list[str] = []
    overlays.refused.connect(said.append)
    overlays.begin((300, 300))
    for index in range(40):
        overlays.extend((300 + 10 * index, 300 + 40 * (index % 2)))
    overlays.end()
    assert said == [FULL]
    (stroke,) = overlays.strokes
    overlays.begin((300, 500))
    overlays.extend((400, 500))
    overlays.end()
    assert overlays.strokes == (stroke,)
    assert said == [FULL, FULL]


@pytest.mark.parametrize("tool", ["pen", "rubber", "pointer"])
def test_one_tool_is_in_the_hand(overlays: Overlays, tool: Tool) -> None:
    overlays.toggle("pen")
    overlays.toggle(tool)
    assert overlays.tool == (None if tool == "pen" else tool)
    overlays.take(tool)
    assert overlays.put_away()
    assert overlays.tool is None
    assert not overlays.put_away()


def test_a_tool_that_is_put_away_ends_its_stroke(overlays: Overlays) -> None:
    overlays.take("pen")
    overlays.begin((300, 300))
    overlays.extend((500, 300))
    overlays.put_away()
    assert len(overlays.strokes) == 1
    overlays.extend((500, 500))
    assert overlays.strokes[0].points[-1] == (500, 300)


def test_the_pointer_has_a_tail_only_while_it_moves(overlays: Overlays, time: Time, qtbot: QtBot) -> None:
    overlays.take("pointer")
    for index in range(10):
        overlays.point((300 + 10 * index, 300))
        time.at += 0.1
    assert 1 < sum(1 for _ in overlays.over(EMPTY).placed()) < 10
    time.at += 1.0
    qtbot.waitUntil(lambda: not overlays._fading.isActive())  # a timer rests when nothing fades
    assert sum(1 for _ in overlays.over(EMPTY).placed()) == 2, "the disc and its edge"
    overlays.point_away()
    assert overlays.over(EMPTY) is EMPTY


def test_a_title_stands_for_a_second_and_goes(overlays: Overlays, time: Time, qtbot: QtBot) -> None:
    overlays.announce("3 · Stride and padding")
    assert overlays.over(EMPTY).marks[0].opacity == 1.0
    time.at += TITLE_SECONDS + FADE_SECONDS / 2
    assert overlays.over(EMPTY).marks[0].opacity == pytest.approx(0.5)
    time.at += FADE_SECONDS
    qtbot.waitUntil(lambda: not overlays._fading.isActive())
    assert overlays.over(EMPTY) is EMPTY


def test_the_clock_is_in_the_card_where_there_is_one(overlays: Overlays) -> None:
    overlays.countdown = Countdown(42, 60)
    assert names(overlays) == {"clock"}
    overlays.card = CARD
    assert names(overlays) == {"question card"}
    assert "0:42" in words(overlays)
    overlays.histogram = Histogram(((3, 4),))
    assert names(overlays) == {"question card", "counted hands"}


def test_hands_do_not_reach_through_a_question_as_long_as_it_is_there(overlays: Overlays) -> None:
    overlays.card = CARD
    left, top, right, bottom = CARD.room
    assert overlays.covers(((left + right) / 2, (top + bottom) / 2))
    assert not overlays.covers((800, 100))
    overlays.card = None
    assert overlays.over(EMPTY) is EMPTY
    assert not overlays.covers((800, 850))


def test_a_file_has_what_stays_and_not_the_pointer(overlays: Overlays) -> None:
    draw(overlays, (300, 300), (500, 300))
    overlays.card = CARD
    overlays.take("pointer")
    overlays.point((700, 300))
    overlays.announce("1 · One")
    saved = overlays.lasting(EMPTY)
    assert {mark.name for mark in saved.marks} == {"", "question card"}
    assert sum(isinstance(mark, Inked) for mark in saved.marks) == 2
    assert {"laser", "title of the stop"} <= names(overlays)
