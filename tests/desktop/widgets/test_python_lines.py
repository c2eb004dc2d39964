"""Lines of Python in colours."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QTextCursor

from desktop.theme.appearance import Appearance
from desktop.widgets.python_lines import COLOURS, PythonLines, parts

TEXT = '''import torch

x = torch.tensor([1., 2])  # one × two
def f(x):
    """Several
    lines."""
    return x.sum(), "meta"
'''


def test_the_parts_are_those_that_python_sees() -> None:
    found = [(part.kind, TEXT[part.start : part.end]) for part in parts(TEXT)]
    assert found == [
        ("keyword", "import"), ("number", "1."), ("number", "2"), ("comment", "# one × two"), ("keyword", "def"),
        ("string", '"""Several\n    lines."""'), ("keyword", "return"), ("string", '"meta"'),
    ]  # fmt: skip


def test_each_part_is_shown_in_its_colour(qapp: object) -> None:
    appearance = Appearance()
    lines = PythonLines(appearance)
    lines.show_lines(TEXT, 20)
    cursor = QTextCursor(lines.document())
    for part in parts(TEXT):
        cursor.setPosition(part.start + 1)
        assert cursor.charFormat().foreground().color() == appearance.colour(COLOURS[part.kind])
    assert lines.isReadOnly()
    assert lines.font().pixelSize() == 20


def test_what_is_selected_is_copied_and_else_all(qapp: object) -> None:
    lines = PythonLines(Appearance())
    lines.show_lines(TEXT, 20)
    lines.copy_lines()
    assert QGuiApplication.clipboard().text() == TEXT
    cursor = lines.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    lines.setTextCursor(cursor)
    lines.copy_lines()
    assert QGuiApplication.clipboard().text() == "import"
