"""Readings of published networks: what is asked, what is kept, and what is said where no answer comes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.player.session import SceneSession
from desktop.training import at_hand
from desktop.training.engine_process import EngineState
from desktop.training.questions import GONE
from desktop.training.reading import Readings
from desktop.training.session import TrainingSession
from engine.contract.numbers import Array
from engine.contract.questions import (
    Ascend,
    Ascended,
    BreakOff,
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    MapsRead,
    NoReply,
    Published,
    Query,
    ReadMaps,
    Reply,
    Waits,
)
from scenes.stage.core.catalogue import CHAPTERS, Catalogue, scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import Stage
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.data.reading import (
    CLIMBED,
    COVERED,
    EXPLAINED,
    SIDE,
    Ascent,
    Covering,
    Explanation,
    Inquiry,
    Maps,
    Reading,
)
from scenes.stage.numbers.values import Values

LITE = "efficientnet-lite0"


def grey(shade: int) -> Values:
    return Values(np.full((3, SIDE, SIDE), shade, np.uint8))


def inquiry(shade: int, *layers: str, off: tuple[Any, ...] = (), drawn: int | None = None) -> Inquiry:
    return Inquiry(LITE, Maps(grey(shade), layers, off), drawn)


ONE, TWO, THREE = (inquiry(shade, "head.gap") for shade in (1, 2, 3))


def answer(query: Query, number: float, size: int = 2) -> Reply:
    """An answer that holds one number, and for each layer maps of so many numbers."""
    assert isinstance(query.question, ReadMaps)
    maps = tuple(Array.of(np.full((1, 1, size), number, np.float32)) for _ in query.question.layers)
    return Reply(query.token, 0, 1, MapsRead(Array.of(np.full(1000, number, np.float32)), maps))


@pytest.fixture
def readings(session: TrainingSession) -> Readings:
    return Readings(session)


def queries(client: Any) -> list[Query]:
    return [each for each in client.sent if isinstance(each, Query)]


def shades(client: Any) -> list[int]:
    return [int(each.question.picture.numpy()[0, 0, 0]) for each in queries(client)]


def test_what_is_wanted_is_asked_and_kept(readings: Readings, client: Any, qtbot: QtBot) -> None:
    wanted = inquiry(5, "stem.conv1", "head.gap", off=(("stem.relu1", 3),), drawn=7)
    readings.want((wanted,))
    (query,) = queries(client)
    assert query.about == Published(LITE, 7)
    assert query.question == ReadMaps(Array.of(grey(5).array), ("stem.conv1", "head.gap"), (("stem.relu1", 3),))
    with qtbot.waitSignal(readings.changed):
        client.say(answer(query, 0.5))
    found = readings.at_hand[wanted.digest]
    assert found.logits.array.tolist() == [0.5] * 1000
    assert list(found.maps) == ["stem.conv1", "head.gap"]
    assert found.maps["head.gap"].array.dtype == np.float32
    assert readings.at_hand[wanted.kin] is found
    readings.want((wanted,))
    assert len(queries(client)) == 1, "it is there"


def test_while_a_hand_moves_the_newest_picture_counts(readings: Readings, client: Any) -> None:
    for wanted in (ONE, TWO, THREE):
        readings.want((wanted,))
    assert shades(client) == [1], "the engine has one question at a time"
    client.say(answer(queries(client)[0], 1.0))
    assert shades(client) == [1, 3], "nobody wants the one in between any more"
    client.say(answer(queries(client)[1], 3.0))
    assert shades(client) == [1, 3]
    assert {ONE.digest, THREE.digest} <= set(readings.at_hand)
    assert readings.at_hand[ONE.kin].logits.array[0] == 3.0


def test_several_are_asked_one_after_the_other(readings: Readings, client: Any) -> None:
    readings.want((ONE, TWO))
    client.say(answer(queries(client)[0], 1.0))
    assert shades(client) == [1, 2]


def test_nothing_more_is_asked_once_nothing_is_wanted(readings: Readings, client: Any) -> None:
    readings.want((ONE, TWO))
    readings.want(())
    client.say(answer(queries(client)[0], 1.0))
    assert shades(client) == [1]


def test_what_was_looked_at_longest_ago_goes_first(
    readings: Readings, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "ROOM", 3 * 4 * (1000 + 500))
    asked = [inquiry(shade, "head.gap") for shade in range(6)]

    def come(index: int) -> None:
        readings.want((asked[index],))
        client.say(answer(queries(client)[-1], float(index), 500))

    for index in range(3):
        come(index)
    assert readings.at_hand.get(asked[0].digest) is not None, "the first is looked at once more"
    come(3)
    assert [each.digest in readings.at_hand for each in asked[:4]] == [True, False, True, True]
    come(4)
    come(5)
    assert [each.digest in readings.at_hand for each in asked] == [False, False, False, True, True, True]


def test_what_one_picture_needs_is_kept_however_much_it_is(
    readings: Readings, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "ROOM", 10)
    shown = [ONE, TWO]
    readings.changed.connect(lambda: [readings.at_hand.get(each.digest) for each in shown])
    readings.want((ONE, TWO))
    for query, number in ((0, 1.0), (1, 2.0)):
        client.say(answer(queries(client)[query], number))
    assert {ONE.digest, TWO.digest} <= set(readings.at_hand)
    shown[:] = [THREE]
    readings.want((THREE,))
    client.say(answer(queries(client)[2], 3.0))
    readings.want((inquiry(4, "head.gap"),))
    client.say(answer(queries(client)[3], 4.0))
    assert ONE.digest not in readings.at_hand


def test_what_a_scene_was_given_stays_as_it_is(readings: Readings, client: Any) -> None:
    readings.want((ONE,))
    client.say(answer(queries(client)[0], 1.0))
    given = readings.at_hand
    readings.want((TWO,))
    client.say(answer(queries(client)[1], 2.0))
    assert (TWO.digest in given, TWO.digest in readings.at_hand) == (False, True)
    assert len(given) == 2


def test_a_refusal_is_said_and_asked_again_after_a_while(
    readings: Readings, client: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings._again.setInterval(20)
    readings.changed.connect(lambda: readings.want((ONE,)))
    readings.want((ONE,))
    client.say(NoReply(queries(client)[0].token, "The weights are missing."))
    assert readings.trouble == "The weights are missing."
    qtbot.waitUntil(lambda: len(queries(client)) == 2)
    assert readings.trouble == "The weights are missing.", "it is not known yet that they are there"
    client.say(answer(queries(client)[1], 1.0))
    assert readings.trouble == ""


def test_another_picture_is_asked_for_after_a_refusal(readings: Readings, client: Any) -> None:
    readings.want((ONE,))
    client.say(NoReply(queries(client)[0].token, "No."))
    readings.want((ONE,))
    assert shades(client) == [1], "not again and again"
    readings.want((TWO,))
    assert readings.trouble == ""
    assert shades(client) == [1, 2]


def test_an_engine_that_ends_is_said_and_the_next_one_is_asked(readings: Readings, client: Any) -> None:
    readings.changed.connect(lambda: readings.want((ONE,)))
    readings.want((ONE,))
    end(client)
    assert readings.trouble == GONE
    assert shades(client) == [1]
    client.stage = EngineState.READY
    client.stage_changed.emit()
    assert shades(client) == [1, 1]
    client.say(answer(queries(client)[1], 1.0))
    assert readings.trouble == ""


def test_an_engine_that_ends_over_a_question_is_started_once_more_only(
    readings: Readings, client: Any, qtbot: QtBot
) -> None:
    readings._again.setInterval(20)
    readings.changed.connect(lambda: readings.want((ONE,)))
    readings.want((ONE,))
    end(client)
    qtbot.waitUntil(lambda: client.starts == 2)
    end(client)
    assert not readings._again.isActive()
    assert (readings.trouble, shades(client)) == (GONE, [1, 1])
    readings.want((TWO,))
    client.say(answer(queries(client)[2], 2.0))
    assert TWO.digest in readings.at_hand


def end(client: Any) -> None:
    """Let the engine end."""
    client.fail("It broke", "It is gone.")
    client.stage_changed.emit()


# --- Explanations, covering and ascents ---------------------------------------------------------------------------


def test_an_explanation_is_asked_and_read(readings: Readings, client: Any) -> None:
    wanted = Inquiry(LITE, Explanation(grey(5), "grad-cam", 3, 4, "head.relu2"), 7)
    readings.want((wanted,))
    (query,) = queries(client)
    assert query.about == Published(LITE, 7)
    assert query.question == Explain(Array.of(grey(5).array), "grad-cam", 3, 4, "head.relu2")
    found = Explained(Array.of(np.full((1, 7, 7), 0.5, np.float32)), Array.of(np.zeros(1000, np.float32)))
    client.say(Reply(query.token, 0, 1, found))
    assert readings.at_hand[wanted.digest].maps[EXPLAINED].array.shape == (1, 7, 7)


COVERING = Inquiry(LITE, Covering(grey(5), 56, 84))
"""It has three rows."""


def row(query: Query, part: int, number: float) -> Reply:
    """A row of a covered picture."""
    logits = Array.of(np.full((1, 3, 1000), number, np.float32))
    return Reply(query.token, part, 3, Covered(part, logits, Array.of(np.ones(1000, np.float32))))


def rows_of(readings: Readings) -> list[float]:
    """The first number of each row that has come."""
    found = readings.at_hand[COVERING.digest].maps[COVERED].array[:, 0, 0]
    return [float(each) for each in found if np.isfinite(each)]


def test_rows_are_read_as_they_come(readings: Readings, client: Any) -> None:
    readings.changed.connect(lambda: readings.want((COVERING,)))
    readings.want((COVERING,))
    (query,) = queries(client)
    assert query.question == CoverByRows(Cover(Array.of(grey(5).array), 56, 127, (0, 84, 168), (0, 84, 168)))
    for part in range(3):
        client.say(row(query, part, float(part)))
        assert rows_of(readings) == [float(each) for each in range(part + 1)]
        assert readings.at_hand[COVERING.digest].done == pytest.approx((part + 1) / 3)
    assert len(queries(client)) == 1, "it is asked once, and is complete"


def test_what_takes_long_ends_when_nobody_wants_it_and_goes_on_later(readings: Readings, client: Any) -> None:
    readings.want((COVERING,))
    query = queries(client)[0]
    client.say(row(query, 0, 0.0))
    readings.want(())
    assert client.sent[-1] == BreakOff(query.token)
    client.say(row(query, 1, 9.0))
    assert rows_of(readings) == [0.0], "nobody listens any more"
    readings.want((COVERING,))
    again = queries(client)[1]
    assert isinstance(again.question, CoverByRows)
    assert again.question.cover.tops == (84, 168)
    client.say(row(again, 0, 1.0))
    assert rows_of(readings) == [0.0, 1.0]


def test_what_is_quick_comes_before_what_takes_long(readings: Readings, client: Any) -> None:
    readings.want((COVERING, ONE))
    assert [type(each.question) for each in queries(client)] == [ReadMaps]
    client.say(answer(queries(client)[0], 1.0))
    assert [type(each.question) for each in queries(client)] == [ReadMaps, CoverByRows]
    readings.want((COVERING, ONE, TWO))
    assert BreakOff(queries(client)[1].token) in client.sent
    client.say(answer(queries(client)[2], 2.0))
    assert [type(each.question) for each in queries(client)] == [ReadMaps, CoverByRows, ReadMaps, CoverByRows]


def test_why_an_answer_is_late_is_said(readings: Readings, client: Any) -> None:
    readings.want((COVERING,))
    query = queries(client)[0]
    client.say(Waits(query.token, "It waits for a pause of the run."))
    assert readings.trouble == "It waits for a pause of the run."
    client.say(row(query, 0, 0.0))
    assert readings.trouble == ""


def test_an_ascent_is_read_as_it_climbs(readings: Readings, client: Any) -> None:
    wanted = Inquiry(LITE, Ascent("head.fc", 3, 16))
    readings.want((wanted,))
    (query,) = queries(client)
    assert query.question == Ascend((3, SIDE, SIDE), "head.fc", 3, 16)
    client.say(Reply(query.token, 0, 3, Ascended(0, Array.of(grey(1).array), 0.5)))
    assert readings.at_hand[wanted.digest].done == 0.0
    client.say(Reply(query.token, 1, 3, Ascended(8, Array.of(grey(2).array), 4.5)))
    found = readings.at_hand[wanted.digest]
    assert (found.done, found.logits.array.tolist()) == (0.5, [4.5])
    assert found.maps[CLIMBED] == grey(2)


# --- In the window -------------------------------------------------------------------------------------------------


class AskingKnobs(Knobs):
    """No knob."""


@scene(chapter=CHAPTERS[0], title="Asking", order=1)
def asking(stage: Stage, knobs: Knobs) -> None:
    """Write the largest logit of the cat."""
    stage.step("Only", "A network is asked.", 2.0)
    found = stage.reading(Inquiry(LITE, Maps(Values(pixels(Picture("cat")).astype(np.uint8)), ("head.gap",))))
    stage.text(100, 300, "not yet" if found is None else f"{found.logits.array.max():.3f}", name="answer")


def told(session: SceneSession) -> tuple[str, list[str]]:
    """The answer in the picture, and all that is written in it."""
    texts = [mark for mark in session.frame.marks if isinstance(mark, Text)]
    return next(mark.text for mark in texts if mark.name == "answer"), [mark.text for mark in texts]


def test_a_session_draws_what_has_come_and_says_why_something_has_not(qapp: object, qtbot: QtBot) -> None:
    session = SceneSession(Catalogue((asking,)))
    (wanted,) = session.frame.wanted
    assert told(session)[0] == "not yet"
    session.read({}, "The weights are missing.")
    assert told(session)[0] == "not yet"
    assert "The weights are missing." in told(session)[1]
    assert "A network is asked." not in told(session)[1]
    with qtbot.waitSignal(session.drawn):
        session.read({wanted.digest: Reading(Values(np.full(1000, 7.0, np.float32)))}, "")
    assert told(session)[0] == "7.000"
    assert "A network is asked." in told(session)[1]
    with qtbot.assertNotEmitted(session.drawn):
        session.read({}, "")


def test_the_window_asks_for_what_is_seen_only(open_application: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Inquiry, ...]] = []
    monkeypatch.setattr(Readings, "want", lambda self, wanted: asked.append(wanted) if wanted else None)
    application: Application = open_application(catalogue=Catalogue((asking,)), home=True)
    application.workspace.grab()
    assert asked == []
    application.workspace.places.show_scene()
    application.workspace.canvas.grab()
    assert asked
    assert asked[-1] == application.session.frame.wanted


@pytest.mark.slow
def test_the_real_engine_answers_with_the_logits_that_are_known(open_application: Any, qtbot: QtBot) -> None:
    application: Application = open_application(catalogue=Catalogue((asking,)))
    application.workspace.canvas.repaint()
    qtbot.waitUntil(lambda: told(application.session)[0] != "not yet", timeout=60_000)
    assert float(told(application.session)[0]) == pytest.approx(8.8736, abs=2e-3)
