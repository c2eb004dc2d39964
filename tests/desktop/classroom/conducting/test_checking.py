from __future__ import annotations

from pathlib import Path

import pytest

from desktop.classroom.conducting import checking
from desktop.classroom.conducting.checking import OPTION, STEM, WHY, faults_of, steps_of
from desktop.classroom.lessons.knobs import blank
from desktop.classroom.lessons.reading import read
from desktop.classroom.stops import foreign
from desktop.classroom.stops.foreign import Foreign, Ready
from desktop.pictures.answers import PictureError

HEAD = 'convoscope = 1\nid = "short"\ntitle = "Short"\n\n[[stop]]\nid = "one"\n'


def said(text: str) -> list[tuple[int, str]]:
    found = read(HEAD + text, Path(), steps_of=steps_of(Path()), faults_of=faults_of(Path()))
    return [(fault.line, fault.sentence) for fault in found.faults]


def asked(mark: str, at: str, cell: str = "") -> str:
    return f'scene = "convolution"\n\n[[stop.ask]]\nmark = "{mark}"\nat = "{at}"\n{cell}mode = "predict"\n'


def test_numbers_that_are_foretold_are_written_by_the_next_step() -> None:
    assert said(asked("sum", "Multiply")) == []
    (fault,) = said(asked("smu", "Multiply"))
    assert fault == (10, "The step after 'Multiply' writes no number into 'smu'; the nearest name is 'sum'.")
    assert "The step after 'Add' writes no number into 'sum'" in said(asked("sum", "Add"))[0][1]
    assert "no number can be foretold there" in said(asked("feature map", "The output"))[0][1]


def test_a_cell_that_is_not_written_then_is_told() -> None:
    assert said(asked("feature map 1", "Write the cell", "cell = [0, 1]\n")) == []
    assert "not into that cell" in said(asked("feature map 1", "Write the cell", "cell = [0, 0]\n"))[0][1]


def test_steps_of_a_run_have_titles_too() -> None:
    assert said('lab = "twins-20"\nto = "The loss"\n') == []
    ((line, sentence),) = said('lab = "twins-20"\nto = "The los"\n')
    assert (line, "the nearest title is 'The loss'" in sentence) == (8, True)


def test_pictures_that_are_not_ready_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reading(path: Path, side: int) -> None:
        raise AssertionError("a picture is read")

    monkeypatch.setattr(foreign, "read_picture", reading)
    path = tmp_path / "cat.png"
    path.touch()
    text = HEAD + asked("smu", "Multiply").replace("\n\n", '\nknobs = { picture = "file:cat.png" }\n\n', 1)

    def faults(ready: Ready) -> list[str]:
        found = read(text, tmp_path, steps_of=steps_of(tmp_path, ready), faults_of=faults_of(tmp_path, ready))
        return [fault.sentence for fault in found.faults]

    assert faults({}) == []
    assert faults({Foreign(path): PictureError("It is broken.")}) == []
    assert "the nearest name is 'sum'" in faults({Foreign(path): blank()})[0]


def test_a_step_is_drawn_once_however_many_questions_are_asked_there(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[float] = []
    news = checking.news
    monkeypatch.setattr(checking, "news", lambda scene, knobs, t: calls.append(t) or news(scene, knobs, t))
    ask = '\n[[stop.ask]]\nmark = "sum"\nat = "Multiply"\n'
    text = 'scene = "convolution"\nknobs = { bias = 1.25 }\n' + ask * 6
    assert said(text) == said(text) == []
    assert len(calls) == 1


def test_what_does_not_fit_on_a_question_s_card_is_told() -> None:
    options = '[[stop.ask.options]]\ntext = "{text}"\nright = true\n[[stop.ask.options]]\ntext = "b"\nwhy = "{why}"\n'
    ask = 'card = "A"\n[[stop.ask]]\nstem = "{stem}"\n' + options
    assert said(ask.format(stem="s" * STEM, text="t" * OPTION, why="w" * WHY)) == []
    found = said(ask.format(stem="s" * (STEM + 1), text="t" * (OPTION + 1), why="w" * (WHY + 1)))
    assert found == [
        (9, "This question has 181 letters, and 180 fit on its card."),
        (11, "This option has 61 letters, and 60 fit on its card."),
        (15, "This reason has 161 letters, and 160 fit on its card."),
    ]


def test_a_name_that_is_like_none_gets_the_names_there_are() -> None:
    assert "writes no number into 'zzz'; it writes into 'sum'" in said(asked("zzz", "Multiply"))[0][1]


@pytest.mark.parametrize(("words", "fault"), [("word " * 200, "more words than fit"), ("# Fine", "")])
def test_a_card_holds_as_many_words_as_fit(words: str, fault: str) -> None:
    sentences = [sentence for _, sentence in said(f'card = "{words}"\n')]
    assert [fault in sentence for sentence in sentences] == [True] * bool(fault)
