"""What is written under a picture on the wall."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from desktop.lab.mistakes.wall import shortened
from desktop.theme import fonts


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("was Egyptian cat and some more, 45 %", "…, 45 %"),
        ("sports car, convertible and others", "…"),
        ("cat, 9 %", "9 %"),
    ],
)
def test_a_long_name_leaves_room_for_its_number(qapp: object, words: str, end: str) -> None:
    metrics = QFontMetrics(fonts.font(12.0))
    fit = shortened(words, 120, metrics)
    assert fit.endswith(end)
    assert metrics.horizontalAdvance(fit) <= 120
    assert shortened(words, 4000, metrics) == words
