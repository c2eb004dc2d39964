from __future__ import annotations

from desktop.classroom.lessons.notes import Part, notes_of, parts
from scenes.stage.core.timeline import Step

NOTES = "For all.\n\n[Add]\nAsk *first*.\n- [a link](x)\n  [Old]  \nThen.\n[Nowhere]\nLost.\n[Add]\nAgain.\n"
STEPS = (Step("Add", "One.", 1.0), Step("New", "Two.", 1.0, was=("Old",)), Step("End", "Three.", 1.0))


def test_notes_are_parted_by_lines_with_titles() -> None:
    assert parts(NOTES) == (
        Part("", "For all."),
        Part("Add", "Ask *first*.\n- [a link](x)"),
        Part("Old", "Then."),
        Part("Nowhere", "Lost."),
        Part("Add", "Again."),
    )
    assert parts("") == (Part("", ""),)


def test_a_step_has_the_notes_under_its_title_or_an_old_one() -> None:
    found = [notes_of(NOTES, STEPS, index) for index in range(3)]
    assert found == ["Ask *first*.\n- [a link](x)\n\nAgain.", "Then.", ""]
