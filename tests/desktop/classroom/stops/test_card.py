from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from desktop.classroom.stops.card import LARGE, card_faults, card_scene, sentence_scene
from desktop.theme import fonts
from scenes.stage.core.catalogue import Scene, plan, render
from scenes.stage.core.marks import HEIGHT, WIDTH, Formula, Rect, Text
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.output.theme import DARK, PROJECTOR
from tests.desktop.metrics import overlaps, text_boxes

LIST = "# What you can do then\n\n- compute **one cell**\n- say how *large* a map is\n\n  in rows\n- count\n\nBegin."
PARTS = st.sampled_from(
    ["# Title\n\n", "## Lower\n\n", "- point ", "\n- `code` ", "\n1. first\n", "word ", "**bold** ", "\n\n", "$x^2$",
     "a" * 90, "\n\n$\\frac{1}{2}$\n\n", "```\nx = 1\n```\n", "  - inner\n", "\\\n", "> said\n", "字", "👍 "]
)  # fmt: skip
CARDS = st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=200)
EDGE = 1.0


@pytest.fixture(scope="module", autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("qapp")
    fonts.load()


def ends(scene: Scene) -> list[Frame]:
    """The frames at the ends of all steps."""
    return [render(scene, scene.knobs(), t) for t in boundaries(plan(scene, scene.knobs()))]


def said(frame: Frame) -> list[str]:
    return [each.mark.text for each in frame.placed() if isinstance(each.mark, Text)]


def test_the_points_of_a_list_come_one_by_one() -> None:
    frames = ends(card_scene(LIST))
    new = [said(frame)[len(said(before)) :] for before, frame in pairwise(frames)]
    assert said(frames[0]) == ["What you can do then"]
    assert new == [["compute one cell"], ["say how large a map is", "in rows"], ["count"], ["Begin."]]


def test_nothing_moves_when_a_point_comes() -> None:
    frames = ends(card_scene(LIST))
    first, last = (tuple(frame.placed()) for frame in (frames[1], frames[-1]))
    assert last[: len(first)] == first


def test_a_step_is_called_as_its_point_begins_and_no_two_alike() -> None:
    scene = card_scene("- yes\n- yes\n- " + "very " * 30)
    titles = [step.title for step in plan(scene, scene.knobs())]
    assert titles[:2] == ["yes", "yes (2)"]
    assert len(titles[2]) <= 60
    assert titles[2].endswith("…")


def test_plain_words_are_one_step() -> None:
    scene = card_scene("# Two minutes\n\nMultiply the first row.\n\nThen compare.")
    assert [step.title for step in plan(scene, scene.knobs())] == ["Two minutes"]
    assert scene.title == "Two minutes"
    assert card_scene("word", "The task").title == "The task"


def test_a_card_has_the_stage_for_itself_and_is_there_from_the_start() -> None:
    scene = card_scene("# One convolution")
    frame = render(scene, scene.knobs(), 0.0)
    assert frame.whole
    assert said(frame) == ["One convolution"]
    (mark,) = (each.mark for each in frame.placed())
    assert isinstance(mark, Text)
    assert (mark.x, mark.anchor, mark.size) == (WIDTH / 2, "middle", 96.0)
    assert mark.y == pytest.approx(HEIGHT / 2)


def test_a_formula_by_itself_is_set_and_one_among_words_is_written() -> None:
    frame = ends(card_scene("$\\frac{n}{s}$\n\nHere $n^2$ is 9."))[-1]
    (formula,) = (each.mark for each in frame.placed() if isinstance(each.mark, Formula))
    assert (formula.tex, formula.plain) == ("\\frac{n}{s}", "n / s")
    assert said(frame) == ["Here n² is 9."]


def test_letters_are_as_large_as_fits() -> None:
    few, many = (ends(card_scene("word " * count))[-1] for count in (5, 60))
    sizes = [{each.mark.size for each in frame.placed() if isinstance(each.mark, Text)} for frame in (few, many)]
    assert sizes == [{LARGE[0].words}, {58}]


def test_a_card_that_is_too_full_says_how_much_fits() -> None:
    assert card_faults("word " * 60) == ()
    (fault,) = card_faults("word " * 140)
    assert fault == "This card has more words than fit: 140 words, 90 fit."
    shown = ends(card_scene("word " * 140))[-1]
    assert sum(len(line.split()) for line in said(shown)) == 140


def test_other_faults_are_said_too() -> None:
    assert card_faults(" \n<!-- -->"[:2]) == ("This card has no words.",)
    (fault,) = card_faults(r"$\frac{1}$")
    assert fault.startswith(r"The formula '\\frac{1}'")
    (wide,) = card_faults(f"${'x + ' * 60}y$")
    assert wide.endswith("is wider than the stage.")


def test_a_sentence_takes_the_place_of_what_can_not_be_shown() -> None:
    assert said(ends(sentence_scene("My slide", "There is no file cat.png."))[0]) == [
        "My slide",
        "There is no file cat.png.",
    ]
    assert said(ends(sentence_scene("", "There is no file."))[0]) == ["There is no file."]


@given(CARDS)
def test_any_card_can_be_shown_and_stays_on_the_stage(text: str) -> None:
    stage = QRectF(0, 0, WIDTH, HEIGHT).adjusted(-EDGE, -EDGE, EDGE, EDGE)
    scene = card_scene(text)
    frames = ends(scene)
    assert frames == ends(card_scene(text))
    assert len({step.title for step in frames[0].steps}) == len(frames[0].steps)
    for theme in (DARK, PROJECTOR):
        texts = [box for box in text_boxes(frames[-1], theme) if all(ord(letter) < 0x3000 for letter in box[0])]
        assert all(stage.contains(box) for _, box in texts)
        assert not overlaps(texts)
    for each in frames[-1].placed():
        if isinstance(each.mark, Rect):
            assert stage.contains(QRectF(each.mark.x, each.mark.y, each.mark.width, each.mark.height))
        elif isinstance(each.mark, Text):
            assert each.mark.size >= 32


@given(CARDS)
def test_a_card_without_a_fault_is_in_large_letters(text: str) -> None:
    if not card_faults(text):
        marks = [each.mark for each in ends(card_scene(text))[-1].placed()]
        assert all(mark.size >= 40 for mark in marks if isinstance(mark, Text))
