from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.lab.charts.board import Moment
from desktop.lab.doctor.desk import Doctor
from desktop.lab.doctor.rules import Finding
from desktop.lab.doctor.sheet import entries
from desktop.lab.doctor.twins import Twin
from desktop.theme.appearance import Appearance
from scenes.stage.data.recording import Recording
from tests.desktop.fake_runs import looks
from tests.desktop.lab.doctor.causes import CAUSES, recorded

__all__ = ["looks"]


@pytest.fixture(scope="module")
def dying() -> Recording:
    return recorded(CAUSES["rate far too large"].spec)


@pytest.fixture(scope="module")
def healthy() -> Recording:
    return recorded(CAUSES["healthy, Adam"].spec)


@pytest.fixture
def doctor(qtbot: QtBot, looks: Appearance) -> Doctor:
    made = Doctor(looks)
    qtbot.addWidget(made.line)
    qtbot.addWidget(made.sheet)
    return made


def test_of_a_healthy_run_nothing_is_said(doctor: Doctor, healthy: Recording) -> None:
    for step in (0, 20, 60, 100):
        doctor.show_run(healthy.upto(step))
        assert (doctor.line.words.text(), doctor.line.ask.text()) == ("", "Check-up")
        assert doctor.sheet.isHidden()


def test_of_a_healthy_run_the_tests_can_be_asked_for(doctor: Doctor, healthy: Recording) -> None:
    doctor.show_run(healthy)
    doctor.line.ask.click()
    assert not doctor.sheet.isHidden()
    assert not doctor.sheet.nothing.isHidden()
    assert not doctor.sheet.cards
    tested, told = doctor.sheet.before.text().splitlines()[:2]
    assert "the loss of guessing is ln 10 = 2.30" in tested
    assert told.startswith("CNN began with a loss of 2.3")


def test_the_first_finding_is_told_and_how_many_more(doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    assert not doctor.line.isHidden()
    assert doctor.sheet.isHidden()
    assert doctor.line.words.text() == "CNN: 100 % of the ReLUs of relu2 are dead, most of them since step 20."
    assert doctor.line.ask.text() == "Why? 1 of 2"


def test_the_sheet_opens_and_closes(doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    doctor.line.ask.click()
    assert not doctor.sheet.isHidden()
    assert doctor.line.ask.isChecked()
    closing = [
        each.text() for each in (*doctor.line.findChildren(QPushButton), *doctor.sheet.findChildren(QPushButton))
    ]
    assert closing.count("Close") == 1
    assert "learn" not in " ".join(each.text() for each in doctor.sheet.findChildren(QLabel, "heading"))
    assert [card.entry.finding.kind for card in doctor.sheet.cards] == ["dead", "too large"]
    assert doctor.sheet.nothing.isHidden()
    assert doctor.sheet.before.text().splitlines()[1].startswith("CNN began with a loss of 2.3")
    doctor.sheet.close_button.click()
    assert doctor.sheet.isHidden()
    assert (doctor.line.ask.text(), doctor.line.ask.isChecked()) == ("Why? 1 of 2", False)


def test_a_card_says_all_and_asks_for_what_its_buttons_say(qtbot: QtBot, doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    doctor.line.ask.click()
    card = doctor.sheet.cards[0]
    assert card.heading.text() == "CNN: 100 % of the ReLUs of relu2 are dead, most of them since step 20."
    assert card.measured.text()
    assert card.meaning.text()
    assert card.try_twin.text() == "Try a tenth of the learning rate"
    with qtbot.waitSignal(doctor.moment_wanted) as moment:
        card.show_in_chart.click()
    assert moment.args == [Moment(2, 20, 0, "weights")]
    with qtbot.waitSignal(doctor.twin_wanted) as twin:
        card.try_twin.click()
    assert twin.args is not None
    assert isinstance(twin.args[0], Twin)
    assert twin.args[0].spec.lr == pytest.approx(0.03)
    with qtbot.waitSignal(doctor.scene_wanted) as scene:
        card.scene.click()
    assert scene.args == ["activation", {"function": "ReLU"}]


def test_a_finding_about_new_pictures_leads_to_the_mistakes(qtbot: QtBot, doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    doctor.line.ask.click()
    card = doctor.sheet.cards[0]
    assert card.mistakes.isHidden(), "dead units are not seen in pictures"
    finding = Finding("chance", 0, 0.5, "accuracy", 40)
    doctor.sheet.show_entries(entries(dying, (finding,)), ())
    with qtbot.waitSignal(doctor.mistakes_wanted) as asked:
        doctor.sheet.cards[0].mistakes.click()
    assert asked.args == [0]


def test_what_was_found_stays_while_its_step_is_shown(doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    doctor.line.ask.click()
    doctor.sheet.cards[0].show_in_chart.click()
    doctor.show_run(dying.upto(20))
    assert [card.entry.finding.kind for card in doctor.sheet.cards] == ["dead", "too large"]
    doctor.show_run(dying.upto(19))
    assert "dead" not in [card.entry.finding.kind for card in doctor.sheet.cards]


def test_a_run_that_grows_keeps_its_cards(doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying.upto(60))
    doctor.line.ask.click()
    before = list(doctor.sheet.cards)
    for step in (61, 80, 100):
        doctor.show_run(dying.upto(step))
    assert doctor.sheet.cards == before


def test_a_step_without_news_is_not_looked_at(
    doctor: Doctor, dying: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.lab.doctor import rules

    looked: list[int] = []
    monkeypatch.setattr(rules, "findings", lambda view: looked.append(view.step) or ())
    for step in (60, 61, 62, 79, 80, 81):
        doctor.show_run(dying.upto(step))
    assert looked == [60, 80]


def test_a_hall_hears_nothing(doctor: Doctor, dying: Recording) -> None:
    doctor.show_run(dying)
    doctor.line.ask.click()
    doctor.silence(True)
    assert doctor.line.isHidden()
    assert doctor.sheet.isHidden()
    doctor.silence(False)
    assert not doctor.line.isHidden()
    assert not doctor.sheet.isHidden()
    doctor.show_run(None)
    assert doctor.line.isHidden()
    assert doctor.sheet.isHidden()
