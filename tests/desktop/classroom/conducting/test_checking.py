from __future__ import annotations

from pathlib import Path

import pytest

from desktop.classroom.conducting.checking import faults_of, steps_of
from desktop.classroom.lessons.reading import read

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


@pytest.mark.parametrize(("words", "fault"), [("word " * 200, "more words than fit"), ("# Fine", "")])
def test_a_card_holds_as_many_words_as_fit(words: str, fault: str) -> None:
    sentences = [sentence for _, sentence in said(f'card = "{words}"\n')]
    assert [fault in sentence for sentence in sentences] == [True] * bool(fault)
