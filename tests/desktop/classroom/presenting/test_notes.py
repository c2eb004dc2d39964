"""Notes are divided at their markers; the part of the present step is lit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.classroom.presenting.notes import (
    BETWEEN,
    SIZES,
    USUAL,
    NotesPart,
    PartView,
    PresenterNotes,
    parts_of,
    parts_of_scene,
)
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import Catalogue, scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.stage import Stage

NOTES = """Say *hello* first.

[Multiply]
Nine products. Ask for the middle one.
[Add]

[Not a step] in a line
"""


@pytest.fixture
def notes(qtbot: QtBot) -> PresenterNotes:
    made = PresenterNotes(Appearance())
    qtbot.addWidget(made)
    made.resize(300, 120)
    made.show()
    return made


def test_a_line_of_a_title_in_brackets_begins_the_notes_of_a_step() -> None:
    assert parts_of(NOTES) == (
        NotesPart("Say *hello* first."),
        NotesPart("Nine products. Ask for the middle one.", "Multiply", "Multiply"),
        NotesPart("[Not a step] in a line", "Add", "Add"),
    )
    assert parts_of("") == ()


def test_the_present_steps_part_is_lit_or_else_what_belongs_to_all(notes: PresenterNotes) -> None:
    parts = parts_of(NOTES)
    for step, expected in (("Multiply", "Multiply"), ("Elsewhere", ""), ("Add", "Add")):
        notes.say(parts, step)
        assert [view.part.step for view in notes.lit] == [expected]


def test_it_scrolls_to_the_part_that_is_lit(notes: PresenterNotes, qtbot: QtBot) -> None:
    parts = tuple(NotesPart("Many words. " * 20, f"Step {index}", f"Step {index}") for index in range(5))
    notes.say(parts, "Step 3")
    scroll = notes._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.value() == notes.lit[0].y() > 0)
    notes.say(parts, "Step 0")
    qtbot.waitUntil(lambda: scroll.value() == 0)


def shown(words: str, qtbot: QtBot) -> tuple[PartView, str]:
    """A part with these words, and what can be read of it."""
    view = PartView(NotesPart(words), Appearance())
    qtbot.addWidget(view)
    document = QTextDocument()
    document.setHtml(view.words.text())
    return view, document.toPlainText()


def test_paragraphs_stand_apart_but_code_stays_whole(qtbot: QtBot) -> None:
    apart, read = shown("One.\n\nTwo,\nand on.\n \nThree.", qtbot)
    assert read == "One.\nTwo, and on.\nThree."
    together, _ = shown("One.\\\nTwo, and on.\\\nThree.", qtbot)
    assert apart.sizeHint().height() == together.sizeHint().height() + 2 * BETWEEN
    assert shown("```\na\n\n  b\n```", qtbot)[1] == "a\n\n  b"


def test_lists_and_formulas_are_read_as_words(qtbot: QtBot) -> None:
    assert shown("- one\n- **two**\n\n1. $x_1^2$, for $5", qtbot)[1] == "• one\n• two\n1. x₁², for $5"


def test_no_picture_is_loaded_from_notes(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    red = QImage(40, 300, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    assert red.save(str(path))
    for words in (
        f"![a word]({path})",
        f"![a word]({path.as_uri()})",
        f'<img src="{path}">',
        f"![a word][x]\n\n[x]: {path}",
    ):
        view, read = shown(words, qtbot)
        assert read in ("a word", words)
        assert view.sizeHint().height() < 100
        seen = view.grab().toImage()
        assert all(seen.pixelColor(x, y) != QColor("red") for x in range(seen.width()) for y in range(seen.height())), (
            words
        )


def test_many_paragraphs_are_one_document(qtbot: QtBot) -> None:
    view, read = shown("\n\n".join(["Say it."] * 4000), qtbot)
    assert read.count("Say it.") == 4000
    assert len(view.findChildren(QLabel)) == 2


def test_letters_go_up_and_down_and_end(notes: PresenterNotes, qtbot: QtBot) -> None:
    notes.say(parts_of(NOTES), "Add")
    before = notes.views[0].sizeHint().height()
    with qtbot.waitSignal(notes.changed):
        notes.larger.click()
    assert notes.size_of_letters == SIZES[SIZES.index(USUAL) + 1]
    for _ in SIZES:
        notes.larger.click()
    assert notes.size_of_letters == SIZES[-1]
    assert notes.views[0].sizeHint().height() > before
    for _ in SIZES:
        notes.smaller.click()
    assert notes.size_of_letters == SIZES[0]


def test_without_a_lesson_there_are_the_scenes_own_words(session: SceneSession) -> None:
    session.show_step(1)
    step, *about = parts_of_scene(session)
    assert step == NotesPart("The second caption, for size 3.", "Second", "Second")
    assert [(part.heading, part.words) for part in about] == [
        ("Try this", "Turn the knobs."),
        ("Commonly mistaken", "It is not real."),
    ]
    session.open("other")
    assert len(parts_of_scene(session)) == 1


def test_words_of_a_scene_are_shown_as_they_are(qtbot: QtBot) -> None:
    @scene(chapter="Going small", title="Stars", order=1)
    def stars(stage: Stage, knobs: Knobs) -> None:
        """Draw nothing."""
        stage.step("Only", "One.", 1.0, more="a*b*c_d_ [x] <b> $x_1$")

    (part,) = parts_of_scene(SceneSession(Catalogue((stars,))))
    assert shown(part.words, qtbot)[1] == "a*b*c_d_ [x] <b> $x_1$"
