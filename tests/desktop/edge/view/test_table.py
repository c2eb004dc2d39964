"""The table as it is painted: bars as long as their shares, and a form without numbers in words."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.edge.measuring.words import Form
from desktop.edge.model.forms import Forms
from desktop.edge.view.grouped_bars import Bar, Group, GroupedBars
from desktop.edge.view.looks import SAYS, colour_of
from desktop.edge.view.table import FOOT, HEAD, NAMES, FormsTable
from desktop.theme.appearance import Appearance
from tests.desktop.edge.fake_measures import measured
from tests.desktop.fake_runs import looks
from tests.desktop.painted import pixels

__all__ = ["looks"]


@pytest.fixture
def table(looks: Appearance, qtbot: QtBot) -> FormsTable:
    made = FormsTable(looks)
    qtbot.addWidget(made)
    made.resize(900, 280)
    return made


def longest(widget: FormsTable | GroupedBars, form: Form, looks: Appearance, left: int = 0, right: int = 4000) -> int:
    """How many pixels of a form's colour lie side by side at most, in some columns of what is painted."""
    shown = pixels(widget.grab().toImage())[:, left:right]
    wanted = QColor(colour_of(form, looks.theme))
    same = (shown == (wanted.red(), wanted.green(), wanted.blue())).all(2)
    return int(same.sum(1).max())


def test_bars_are_as_long_as_the_numbers(table: FormsTable, looks: Appearance) -> None:
    table.show_forms(Forms("Small net", (measured("torch", 4, spread=1), measured("int8", 1, spread=1))))
    ends = 150, 548
    slow, fast = (longest(table, form, looks, *ends) for form in ("torch", "int8"))
    assert slow > 200
    assert fast == pytest.approx(slow / 4, abs=4)


def test_a_form_without_numbers_says_what_it_is_or_why_it_has_none(table: FormsTable) -> None:
    empty = table.grab().toImage()
    assert table._words_of("int8") == SAYS["int8"]
    table.show_forms(Forms("Small net"), {"onnx": "It needs the extra edge."}, None)
    assert table._words_of("torch") == SAYS["torch"]
    assert "was trained" not in SAYS["torch"], "weights by chance never were"
    assert table._words_of("onnx") == "It needs the extra edge."
    assert table.grab().toImage() != empty
    table.show_forms(Forms("Small net"), None, "torch")
    assert table._words_of("torch") == "It is being measured…"


def test_a_long_sentence_is_written_smaller_and_not_over_the_next_row(table: FormsTable, looks: Appearance) -> None:
    why = 'A network in ONNX Runtime needs the extra edge: install it with `pip install "convoscope[edge]"`.'
    table.resize(600, table.minimumSizeHint().height())
    table.show_forms(Forms("Small net", (measured("torch", 4),)), dict.fromkeys(("onnx", "int8"), why))
    shown = pixels(table.grab().toImage())
    row = (table.height() - looks.px(HEAD) - looks.px(FOOT)) / 3
    between = shown[round(looks.px(HEAD) + 2 * row), looks.px(NAMES) :]
    assert (between == between[0]).all(), "nothing is written over the line between rows"


@pytest.mark.parametrize(("height", "rows"), [(400, 4), (110, 2)])
def test_groups_that_have_no_room_are_left_out(looks: Appearance, qtbot: QtBot, height: int, rows: int) -> None:
    bars = GroupedBars(looks, "Shares", 40, least=2)
    qtbot.addWidget(bars)
    forms: tuple[Form, ...] = ("torch", "onnx", "int8", "torch")
    bars.show_groups([Group(f"class {place}", (Bar(form, 1.0, "1"),)) for place, form in enumerate(forms)])
    bars.resize(300, height)
    assert bars.minimumSizeHint().height() <= 110
    assert longest(bars, "torch", looks) > 200
    assert (longest(bars, "int8", looks) > 200) == (rows > 2)
    assert bars.words.startswith("class 0: float32 PyTorch 1; ")
