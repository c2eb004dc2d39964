from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.homework.answers import Sheet, SheetQuestion, load, written
from desktop.practice.answering import is_key, is_sheet
from desktop.practice.desk import PracticeDesk
from scenes.questions.items import items
from scenes.stage.core.catalogue import catalogue

Press = Callable[..., None]
NAMES = ("output-size", "softmax-shares", "parameters")
TODAY = date(2026, 5, 4)


def asked(name: str) -> SheetQuestion:
    question = items()[name].question(3)
    options = {letter: option.text for letter, option in zip("ABCDEF", question.options, strict=False)}
    return SheetQuestion(f"{name}@{question.version}/1", question.stem, question.params, options, "", "", 0)


def right_letter(name: str) -> str:
    return "ABCDEF"[items()[name].question(3).right]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def made(closes: date | None = None) -> Path:
        path = tmp_path / "sheet-a1b2.answers.toml"
        questions = tuple(map(asked, NAMES))
        path.write_text(
            written(Sheet(path, "errors/sheet-1", "Sheet 1", "a1b2", closes, questions)) + "# mine\n", encoding="utf-8"
        )
        return path

    return made


@pytest.fixture
def desk(application: Application) -> PracticeDesk:
    desk = application.workspace.practice
    desk.answering._today = lambda: TODAY
    return desk


def answers(path: Path) -> list[str]:
    return [each.answer for each in load(path).questions]


def test_a_sheet_is_answered_by_keys_and_each_answer_is_in_the_file_at_once(
    application: Application, desk: PracticeDesk, sheet: Callable[..., Path], press: Press
) -> None:
    path = sheet()
    assert desk.open_sheet(path)
    session = application.session
    assert session.stop
    assert session.scene.name == "padding"
    press("B")
    assert answers(path) == ["B", "", ""]
    press(Qt.Key.Key_Return)
    assert session.scene.name == "softmax"
    press("3")
    assert answers(path) == ["B", "C", ""]
    press("3")
    assert answers(path) == ["B", "", ""], "the same letter again takes it back"
    press("W", "A")
    assert answers(path) == ["A", "", ""]
    assert path.read_text(encoding="utf-8").endswith("# mine\n")
    press(Qt.Key.Key_Escape)
    assert desk.source is None
    assert not session.stop
    assert path in application.workspace.files.recent


def test_a_number_and_a_sentence_are_typed(desk: PracticeDesk, sheet: Callable[..., Path]) -> None:
    path = sheet()
    desk.open_sheet(path)
    view = desk.panel.question
    view.answer.setFocus()
    QTest.keyClicks(view.answer, "12")
    QTest.keyClick(view.answer, Qt.Key.Key_Return)
    view.how.setFocus()
    QTest.keyClicks(view.how, 'I counted "windows".')
    desk.leave()
    (first, *_) = load(path).questions
    assert (first.answer, first.how) == ("12", 'I counted "windows".')


def test_nothing_says_what_is_right_before_the_sheet_closes(
    desk: PracticeDesk, sheet: Callable[..., Path], press: Press
) -> None:
    desk.open_sheet(sheet(closes=TODAY))
    press(right_letter("output-size"))
    shown = desk.panel.question.shown
    assert {each.mark for each in shown.options} == {"", "chosen"}
    assert not shown.said
    press("S")
    assert not desk.panel.question.shown.said


def test_a_closed_sheet_reveals_and_keeps_its_answers(
    application: Application, desk: PracticeDesk, sheet: Callable[..., Path], press: Press
) -> None:
    path = sheet(closes=date(2026, 5, 3))
    desk.open_sheet(path)
    press("A")
    assert answers(path) == ["", "", ""]
    assert not desk.panel.question.shown.said
    press("S")
    shown = desk.panel.question.shown
    assert [each.mark for each in shown.options].index("right") == "ABCDEF".index(right_letter("output-size"))
    assert shown.said[-1].words == items()["output-size"].question(3).key.why
    moment = items()["output-size"].question(3).key.shown
    assert moment is not None
    assert application.session.steps[application.session.step].title == moment.at


def test_the_teacher_s_key_reveals_before(
    application: Application, desk: PracticeDesk, sheet: Callable[..., Path], press: Press, tmp_path: Path
) -> None:
    told: list[str] = []
    desk.answering.told.connect(told.append)
    key = tmp_path / "key.toml"
    assert is_key(key)
    key.write_text('convoscope_key = 1\nhomework = "other/sheet"\ntitle = "Other"\n', encoding="utf-8")
    assert not desk.open_key(key)
    desk.open_sheet(sheet())
    assert not desk.open_key(key)
    key.write_text('convoscope_key = 1\nhomework = "errors/sheet-1"\ntitle = "Sheet 1"\n', encoding="utf-8")
    assert desk.open_key(key)
    press("S")
    assert desk.panel.question.shown.said[-1].mark == "right"
    assert len(told) == 2


def test_what_an_editor_writes_meanwhile_is_shown_and_not_overwritten(
    desk: PracticeDesk, sheet: Callable[..., Path], press: Press, qtbot: QtBot
) -> None:
    path = sheet()
    desk.open_sheet(path)
    text = path.read_text(encoding="utf-8").replace('how = ""', 'how = "by hand"', 1)
    path.write_text(text, encoding="utf-8")
    press("B")
    assert answers(path)[0] == "B"
    assert load(path).questions[0].how == "by hand"
    path.write_text(path.read_text(encoding="utf-8").replace('answer = "B"', 'answer = "D"'), encoding="utf-8")
    qtbot.waitUntil(lambda: desk.panel.question.shown.options[3].mark == "chosen")


def test_a_sheet_with_faults_says_them_by_line(desk: PracticeDesk, sheet: Callable[..., Path], press: Press) -> None:
    path = sheet()
    text = path.read_text(encoding="utf-8").replace('answer = ""', "answer = B", 1)
    path.write_text(text, encoding="utf-8")
    desk.open_sheet(path)
    said = desk.panel.question.shown.said
    line = text[: text.index("answer = B")].count("\n") + 1
    assert said[0].heading == f"Line {line}"


def test_a_question_that_was_changed_is_shown_without_its_scene(desk: PracticeDesk, sheet: Callable[..., Path]) -> None:
    path = sheet()
    name = next(iter(asked("output-size").params))
    value = asked("output-size").params[name]
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"{name} = {value}", f"{name} = 9999", 1), encoding="utf-8"
    )
    assert desk.open_sheet(path)
    (said,) = desk.panel.question.shown.said
    assert "were changed in this file" in said.words


@pytest.mark.parametrize("content", ["", "no toml [", "a = 1\n"])
def test_a_file_that_is_no_sheet_is_told_in_a_sentence(
    application: Application, desk: PracticeDesk, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "sheet-x.answers.toml"
    path.write_text(content, encoding="utf-8")
    assert not desk.open_sheet(path)
    assert path.name in application.workspace.banner.label.text()
    assert desk.source is None


def test_a_file_that_goes_away_while_it_is_open_loses_nothing_and_is_told(
    application: Application, desk: PracticeDesk, sheet: Callable[..., Path], press: Press
) -> None:
    path = sheet()
    desk.open_sheet(path)
    path.unlink()
    press("B")
    words = application.workspace.banner.label.text()
    assert words.startswith(f"{path.name} is not there any more, so answers are not saved.")
    assert desk.source is not None


def test_enter_behind_the_sentence_goes_to_the_next_question(
    desk: PracticeDesk, sheet: Callable[..., Path], press: Press
) -> None:
    path = sheet()
    desk.open_sheet(path)
    view = desk.panel.question
    view.how.setFocus()
    QTest.keyClicks(view.how, "Counted.")
    QTest.keyClick(view.how, Qt.Key.Key_Return)
    assert "question 2 of 3" in view.shown.place
    assert [each.how for each in load(path).questions] == ["Counted.", "", ""]
    press("B")
    assert answers(path) == ["", "B", ""], "letters are answers again"


def test_a_sheet_is_opened_from_the_shell(
    open_application: Callable[..., Application], sheet: Callable[..., Path]
) -> None:
    path = sheet()
    assert is_sheet(path)
    workspace = open_application(StartOptions(file=path), catalogue=catalogue(), home=True).workspace
    assert workspace.places.at_scene
    assert workspace.practice.source is workspace.practice.answering
