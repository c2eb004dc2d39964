from __future__ import annotations

from desktop.classroom.lessons.notes import Part, parts

NOTES = "For all.\n\n[Add]\nAsk *first*.\n- [a link](x)\n  [Old]  \nThen.\n[Nowhere]\nLost.\n[Add]\nAgain.\n"


def test_notes_are_parted_by_lines_with_titles() -> None:
    assert parts(NOTES) == (
        Part("", "For all."),
        Part("Add", "Ask *first*.\n- [a link](x)"),
        Part("Old", "Then."),
        Part("Nowhere", "Lost."),
        Part("Add", "Again."),
    )
    assert parts("") == (Part("", ""),)
