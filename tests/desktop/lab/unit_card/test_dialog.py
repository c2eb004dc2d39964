"""The card of a unit in its window: what is asked, what is shown as it comes, and how one gets on from there."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.lab.networks.view import NetworkView
from desktop.lab.unit_card.dialog import ALL_OF_IT, HINT, UnitDialog
from desktop.lab.unit_card.inquiry import NO_WEIGHTS, PAUSE, STOPPED
from desktop.lab.unit_card.unit import NO_FILTER, Unit
from desktop.lab.unit_card.words import DEAD, SIDE
from desktop.theme.appearance import Appearance
from desktop.training.questions import Questions
from desktop.training.session import Phase, TrainingSession
from engine.contract.events import Pause, Resume
from engine.contract.numbers import Array
from engine.contract.questions import (
    Ascend,
    Ascended,
    BreakOff,
    FindStrongest,
    NoReply,
    Present,
    Query,
    Reply,
    Scanned,
    Stored,
    StrongestFound,
    SwitchedOff,
    SwitchOff,
    Waits,
)
from engine.contract.spec.built.sight import Patch
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Log

RELU2, FC = 4, 6
Made = tuple[UnitDialog, NetworkView, list[Any]]


@pytest.fixture
def run(run_of: Callable[[str], Recording]) -> Recording:
    return run_of("race")


@pytest.fixture
def made(qtbot: QtBot, looks: Appearance, session: TrainingSession, run: Recording) -> Iterator[Made]:
    """The dialog of a run, with the picture of its networks, and what is looked at: a run and a step."""
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    inside = NetworkView(looks)
    inside.resize(900, 500)
    for widget in (inside, inside.overview):
        qtbot.addWidget(widget)
    shown: list[Any] = [run, None]
    inside.show_recording(run, None, run.snapshots[-1])
    dialog = UnitDialog(looks, Questions(session), session, inside, lambda: (shown[0], shown[1]), window)
    yield dialog, inside, shown
    dialog.hide()


def opened(made: Made, qtbot: QtBot, client: Any, unit: Unit, count: int = 3) -> list[Query]:
    """Open a card, and return what is asked."""
    with qtbot.waitExposed(made[0]):
        made[0].show_for(unit)
    return asked(client, qtbot, count)


def asked(client: Any, qtbot: QtBot, count: int) -> list[Query]:
    def found() -> list[Query]:
        return [command for command in client.sent if isinstance(command, Query)]

    qtbot.waitUntil(lambda: len(found()) >= count)
    return found()[-3:] if count >= 3 else found()


def answer(client: Any, query: Query, strength: float = 5.0) -> None:
    """Answer a question about a unit."""
    question, token = query.question, query.token
    match question:
        case FindStrongest():
            pictures = Array.of(np.full((9, 1, 28, 28), 99, np.uint8))
            spread = (20, 70, *(0,) * 7, 10)
            found = StrongestFound(
                pictures, tuple(range(9)), (1,) * 8 + (9,), (strength,) * 9, ((7, 7),) * 9, spread, 100
            )
            client.say(Reply(token, 0, 2, Scanned(50, 100)), Reply(token, 1, 2, found))
        case Ascend():
            for place in range(9):
                picture = Array.of(np.full((1, 28, 28), 20 * place, np.uint8))
                client.say(Reply(token, place, 9, Ascended(8 * place, picture, float(place))))
        case SwitchOff(units=units):
            whole = SwitchedOff(None, (45,) * 10, (50,) * 10)
            client.say(Reply(token, 0, 1 + len(units), whole))
            for part, unit in enumerate(units, 1):
                right = (45, 20, *(45,) * 8) if unit == 3 else (45 - unit, *(45,) * 9)
                client.say(Reply(token, part, 1 + len(units), SwitchedOff(unit, right, (50,) * 10)))


def test_the_card_asks_for_all_that_is_not_in_the_recording(
    made: Made, client: Any, qtbot: QtBot, run: Recording
) -> None:
    queries = opened(made, qtbot, client, Unit(1, RELU2, 3))
    assert [type(each.question) for each in queries] == [FindStrongest, Ascend, SwitchOff]
    kept = run.checkpoints[-1].weights[1]
    assert kept is not None
    for query in queries:
        assert isinstance(query.about, Stored)
        np.testing.assert_array_equal(query.about.weights["conv2.weight"].numpy(), kept["conv2.weight"].array)
        assert isinstance(query.question, FindStrongest | Ascend | SwitchOff)
        assert query.question.layer == "relu2"
    dialog = made[0]
    assert dialog.name.text() == "relu2: map 4 of 16"
    assert dialog.whose.text() == "CNN after step 6"
    assert not dialog.scanning.isHidden()


def test_what_comes_is_shown_with_a_sentence_from_both_sides(made: Made, client: Any, qtbot: QtBot) -> None:
    dialog = made[0]
    for query in opened(made, qtbot, client, Unit(1, RELU2, 3)):
        answer(client, query)
    photos = dialog.strongest.photos
    assert [photo.words for photo in photos] == ["bird"] * 8 + ["zebra"]
    assert {photo.patch for photo in photos} == {Patch(8, 8, 22, 22)}
    assert "rows 8 to 21, columns 8 to 21" in photos[0].told
    nine, hundred = "Of these 9: 8 “bird”, 1 “zebra”.", "Of its strongest 100: 70 “bird”, 20 “bear”, 10 “zebra”."
    assert dialog.spread.text() == f"{nine} {hundred}"
    assert "For calling it the “bird” map" in dialog.verdict.text()
    assert dialog.off_title.text() == "WITHOUT IT: ACCURACY 90.0 → 85.0 % OF 500"
    assert dialog.ascent.photos[0].pixels.max() == 160
    told = dialog.ascent_words.text()
    assert told.startswith("Its strongest cell is 8.00 here, and 5.00 in the strongest training picture.")
    assert dialog.table.told(1) == "bird: 70 of the strongest 100, 90 → 40 %"
    assert dialog.scanning.isHidden()
    assert dialog.said.isHidden()


def test_of_a_dead_unit_no_pictures_are_the_strongest(made: Made, client: Any, qtbot: QtBot) -> None:
    dialog = made[0]
    for query in opened(made, qtbot, client, Unit(1, RELU2, 3)):
        answer(client, query, strength=0.0)
    assert dialog.spread.text() == DEAD
    assert dialog.strongest.photos == ()
    assert dialog.verdict.text() == ""
    assert dialog.scanning.isHidden()


def test_the_picture_of_the_ascent_grows(made: Made, client: Any, qtbot: QtBot) -> None:
    query = opened(made, qtbot, client, Unit(1, RELU2, 3))[1]
    for place in range(3):
        client.say(Reply(query.token, place, 9, Ascended(8 * place, Array.of(np.full((1, 28, 28), 9, np.uint8)), 1.0)))
    assert made[0].ascent.photos[0].pixels.max() == 9


def test_arrow_keys_go_from_unit_to_unit_and_what_is_known_is_there_at_once(
    made: Made, client: Any, qtbot: QtBot
) -> None:
    dialog = made[0]
    for query in opened(made, qtbot, client, Unit(1, RELU2, 3)):
        answer(client, query)
    QTest.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.unit == Unit(1, RELU2, 4)
    assert dialog.strongest.photos == ()
    asked(client, qtbot, 6)
    count = len(client.sent)
    QTest.keyClick(dialog, Qt.Key.Key_Left)
    assert len(dialog.strongest.photos) == 9, "at once"
    assert sum(isinstance(each, BreakOff) for each in client.sent[count:]) == 3, "nobody waits for the other one"
    QTest.keyClick(dialog, Qt.Key.Key_Down)
    assert dialog.unit == Unit(1, RELU2 + 1, 3)
    QTest.keyClick(dialog, Qt.Key.Key_Up)
    assert dialog.unit == Unit(1, RELU2, 3)
    dialog.layers.picked.emit(FC)
    assert dialog.name.text() == "fc: class 1 of 10, “bear”"


def test_all_units_are_ranked_with_progress_and_it_can_be_stopped(made: Made, client: Any, qtbot: QtBot) -> None:
    dialog = made[0]
    for query in opened(made, qtbot, client, Unit(1, RELU2, 3)):
        answer(client, query)
    assert dialog.rank.text() == "Switch off all 16 maps, one by one"
    dialog.rank.click()
    query = asked(client, qtbot, 4)[-1]
    assert isinstance(query.question, SwitchOff)
    assert query.question.units == (0, 1, 2, *range(4, 16)), "the one that is known is not asked for again"
    whole = SwitchedOff(None, (45,) * 10, (50,) * 10)
    client.say(Reply(query.token, 0, 16, whole), Reply(query.token, 1, 16, SwitchedOff(0, (40,) * 10, (50,) * 10)))
    assert [unit for unit, _ in dialog.ranking.falls] == [0, 3]
    assert [fall for _, fall in dialog.ranking.falls] == pytest.approx([0.1, 0.05])
    assert dialog.ranked.value() == 2
    dialog.rank.click()
    assert client.sent[-1] == BreakOff(query.token)
    assert dialog.said.text() == STOPPED
    dialog.rank.click()
    answer(client, asked(client, qtbot, 5)[-1])
    assert len(dialog.ranking.falls) == 16
    assert dialog.rank.isHidden()
    box = dialog.ranking.boxes()[-1]
    QTest.mouseClick(dialog.ranking, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert dialog.unit == Unit(1, RELU2, dialog.ranking.falls[-1][0])


def test_the_slider_moves_the_lab_and_the_card_follows(made: Made, client: Any, qtbot: QtBot, run: Recording) -> None:
    dialog, inside, shown = made
    opened(made, qtbot, client, Unit(1, RELU2, 3))
    with qtbot.waitSignal(dialog.scrubbed) as scrubbed:
        dialog.slider.wanted.emit(0)
    assert scrubbed.args == [0]
    shown[1] = 0
    before = dialog.map.grab().toImage()
    inside.show_recording(run, 0, run.snapshots[0])
    assert dialog.whose.text() == "CNN after step 0"
    assert dialog.map.grab().toImage() != before
    kept = run.checkpoints[0].weights[1]
    assert kept is not None
    about = asked(client, qtbot, 6)[0].about
    assert isinstance(about, Stored)
    np.testing.assert_array_equal(about.weights["conv1.weight"].numpy(), kept["conv1.weight"].array)
    with qtbot.waitSignal(dialog.scrubbed) as back:
        dialog.slider.wanted.emit(len(run.checkpoints) - 1)
    assert back.args == [None], "its end follows the run"


def test_a_run_that_goes_on_is_asked_when_it_pauses(
    made: Made, client: Any, qtbot: QtBot, session: TrainingSession, run: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "recording", run)
    monkeypatch.setattr(session, "_recorded", True)
    monkeypatch.setattr(session, "phase", Phase.RUNNING)
    dialog = made[0]
    with qtbot.waitExposed(dialog):
        dialog.show_for(Unit(1, RELU2, 3))
    assert dialog.said.text() == PAUSE
    assert dialog.filter_words.text().startswith("Its 8 kernels"), "what is recorded is there all the same"
    dialog.pause.click()
    assert client.sent[-1] == Pause()
    monkeypatch.setattr(session, "phase", Phase.PAUSED)
    session.phase_changed.emit()
    assert {each.about for each in asked(client, qtbot, 3)} == {Present(1)}
    assert dialog.said.isHidden()
    dialog.pause.click()
    assert client.sent[-1] == Resume()


def test_what_the_engine_says_instead_of_an_answer_is_told(made: Made, client: Any, qtbot: QtBot) -> None:
    one, _, other = opened(made, qtbot, client, Unit(1, RELU2, 3))
    client.say(Waits(one.token, "It waits for a pause."))
    assert made[0].said.text() == "It waits for a pause."
    client.say(NoReply(other.token, "The pictures are not there; import them."))
    assert made[0].said.text() == "The pictures are not there; import them."


def test_a_run_without_weights_shows_what_it_has(made: Made, client: Any, qtbot: QtBot, run: Recording) -> None:
    dialog, inside, shown = made
    shown[0] = replace(run, checkpoints=Log())
    inside.show_recording(shown[0], None, run.snapshots[-1])
    with qtbot.waitExposed(dialog):
        dialog.show_for(Unit(1, 1, 3))
    assert dialog.said.text() == NO_WEIGHTS
    assert dialog.filter_words.text().startswith("Its kernel in conv1"), "the first layer's is in each snapshot"


def test_units_that_have_no_filter_or_no_say_are_told_so(
    made: Made, client: Any, qtbot: QtBot, run_of: Callable[[str], Recording]
) -> None:
    dialog, inside, shown = made
    run = run_of("inception")
    shown[0] = run
    inside.show_recording(run, None, run.snapshots[-1])
    names = [layer.name for layer in run.plan.contestants[1].layers]
    for query in opened(made, qtbot, client, Unit(1, names.index("aux1.fc"), 2)):
        if isinstance(query.question, SwitchOff):
            answer(client, query)
        elif isinstance(query.question, FindStrongest):
            pictures = Array.of(np.zeros((1, *inside.moment.nets[1].picture), np.uint8))  # type: ignore[union-attr]
            found = StrongestFound(pictures, (0,), (0,), (1.0,), ((0, 0),), (100, *(0,) * 9), 100)
            client.say(Reply(query.token, 0, 1, found))
    assert dialog.verdict.text() == SIDE
    assert dialog.rank.isHidden()
    assert ALL_OF_IT in dialog.strongest.photos[0].told
    twins = run_of("twins-8")
    shown[0] = twins
    inside.show_recording(twins, None, twins.snapshots[-1])
    names = [layer.name for layer in twins.plan.contestants[1].layers]
    dialog.show_unit(Unit(1, names.index("block1.add"), 2))
    assert dialog.filter_words.text() == NO_FILTER


def test_each_number_is_read_under_the_pointer(made: Made, client: Any, qtbot: QtBot, run: Recording) -> None:
    dialog = made[0]
    opened(made, qtbot, client, Unit(1, RELU2, 3))
    box = dialog.kernels.boxes()[2]
    assert dialog.kernels.at(box.center()) == (2, 2, 2)
    dialog.kernels.read.emit(dialog.kernels._told(2, 2, 2))
    kept = run.checkpoints[-1].weights[1]
    assert kept is not None
    weight = float(kept["conv2.weight"].array[3, 2, 2, 2])
    assert f"{abs(weight):.3f}" in dialog.readout.text()
    assert "map 3 of pool1, row 2, column 2" in dialog.readout.text()
    dialog.kernels.read.emit("")
    assert dialog.readout.text() == HINT
    assert dialog.kernels.at(QPointF(-5, -5)) is None


def test_it_opens_the_scene_of_the_strongest_cell(made: Made, client: Any, qtbot: QtBot) -> None:
    dialog, inside, _ = made
    opened(made, qtbot, client, Unit(1, RELU2, 3))
    with qtbot.waitSignal(dialog.scene_wanted) as wanted:
        dialog.scene.click()
    (pointed,) = wanted.args
    view = inside.moment.view(1)  # type: ignore[union-attr]
    assert view is not None
    numbers = view.maps[RELU2].array[3]
    assert numbers[pointed.row, pointed.column] == numbers.max()
    assert dialog.isHidden()
    with qtbot.waitSignal(inside.opened) as open_:
        inside.open(pointed)
    assert (open_.args[0].contestant, open_.args[0].place.index) == (1, 3)


def test_closing_stops_what_is_asked(made: Made, client: Any, qtbot: QtBot) -> None:
    queries = opened(made, qtbot, client, Unit(1, RELU2, 3))
    made[0].hide()
    assert [each.token for each in client.sent if isinstance(each, BreakOff)] == [each.token for each in queries]


def test_it_goes_where_its_run_goes(made: Made, client: Any, qtbot: QtBot) -> None:
    dialog, inside, shown = made
    opened(made, qtbot, client, Unit(1, RELU2, 3))
    shown[0] = None
    inside.show_recording(None, None, None)
    assert dialog.isHidden()


def test_the_numbers_are_saved(made: Made, client: Any, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = made[0]
    for query in opened(made, qtbot, client, Unit(1, RELU2, 3)):
        answer(client, query)
    dialog.write(tmp_path / "unit.csv")
    with (tmp_path / "unit.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[2] == ["bird", "70", "50", "45", "20"]
    dialog.write(tmp_path / "unit.png")
    assert not QImage(str(tmp_path / "unit.png")).isNull()
    dialog.write(tmp_path / "unit.xyz")
    assert ".png, .svg or .csv" in dialog.readout.text()
