from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.run.altering import LEFT, SHARES, Altering
from desktop.theme.appearance import Appearance
from engine.contract.spec import Altered


def test_what_is_wanted_is_shown(qtbot: QtBot, looks: Appearance) -> None:
    rows = Altering(looks)
    qtbot.addWidget(rows)
    rows.show_altered(Altered(noise=0.33, share=0.1, shift=3, flip=True, rare=0.05, rare_class=1), ("cat", "dog"))
    assert (rows.rare.value.text(), rows.rare_class.field.currentText()) == ("5 %", "dog")
    assert not rows.rare_class.isHidden()
    assert [row.value.text() for row in (rows.noise, rows.share, rows.shift)] == ["33 %", "10 %", "3 px"]
    assert rows.share.slider.value() == SHARES.index(0.1)
    assert rows.noise.slider.value() == 7, "the nearest place"


def test_a_drag_asks_once_when_it_is_let_go_and_keys_ask_at_once(qtbot: QtBot, looks: Appearance) -> None:
    rows = Altering(looks)
    qtbot.addWidget(rows)
    rows.show_altered(Altered(), ("cat", "dog"))
    assert rows.rare_class.isHidden(), "none is rarer"
    rows.show()
    asked: list[tuple[str, object]] = []
    rows.wanted.connect(lambda field, value: asked.append((field, value)))
    slider = rows.noise.slider
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPointF(slider.width() / 4, middle).toPoint())
    QTest.mouseMove(slider, QPointF(slider.width() / 2, middle).toPoint())
    assert asked == []
    assert rows.noise.value.text() == "25 %"
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPointF(slider.width() / 2, middle).toPoint())
    assert asked == [("noise", 0.25)]
    rows.show_altered(Altered(shift=2), ("cat", "dog"))
    QTest.keyClick(rows.shift.slider, Qt.Key.Key_Up)
    assert asked[-1] == ("shift", 3)
    rows.flip.field.picked.emit(1)
    assert asked[-1] == ("flip", True)
    rows.raw.field.picked.emit(1)
    assert asked[-1] == ("raw", True)
    rows.rare_class.wanted.emit(1)
    assert asked[-1] == ("rare_class", 1)
    QTest.keyClick(rows.rare.slider, Qt.Key.Key_Down)
    assert asked[-1] == ("rare", LEFT[-2])
