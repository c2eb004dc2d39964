"""Every key of the table on keyboards of several countries, as events with the places of the keys on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.keyboard import means
from desktop.window.key_table import BINDINGS
from desktop.window.keys import Keys

MODIFIERS = Qt.KeyboardModifier
NONE, SHIFT, CTRL, ALT_GR = (
    MODIFIERS.NoModifier,
    MODIFIERS.ShiftModifier,
    MODIFIERS.ControlModifier,
    MODIFIERS.GroupSwitchModifier,
)
US = (
    "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?',
    "",
)
PLACES = (*range(2, 14), *range(16, 28), *range(30, 41), *range(44, 54))
"""The codes that Linux gives the keys of a layout, in the order in which they are written here."""
LAYOUTS = {
    "us": US,
    "de": (
        "1234567890ß´qwertzuiopü+asdfghjklöäyxcvbnm,.-",
        '!"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_',
        "······{[]}\\·@·€··········~·················µ··"[:45],
    ),
    "fr": (
        "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!",
        "1234567890°+AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§",
        "·~#{[|`\\^@]}··€······························",
    ),
    "ru": (
        "1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.",
        '!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
        "",
    ),
    "gr": (
        "1234567890-=;ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,./",
        '!@#$%^&*()_+:ΣΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ¨"ΖΧΨΩΒΝΜ<>?',
        "",
    ),
    "il": (
        "1234567890-=/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",
        '!@#$%^&*)(_+QWERTYUIOP}{ASDFGHJKL:"ZXCVBNM><?',
        "",
    ),
    "ara": (
        "1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظ",
        "!@#$%^&*)(_+ًٌَُﻹإ`÷×؛<>ٍِ][ﻷأـ،/:\"~ْ{}آ'ﻵ,.؟",
        "",
    ),
}
KEYS = [(key, binding.action) for group in BINDINGS.values() for binding in group for key in binding.keys]


def event(place: int, sign: str, modifiers: MODIFIERS, text: str, offset: int = 8, virtual: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, ord(sign.upper()), modifiers, place + offset, virtual, 0, text)


def pressed(layout: str, key: str) -> QKeyEvent:
    """Press a key by its name as one does on a layout: where it is written, else where a US keyboard has it."""
    combination = QKeySequence(key)[0]
    modifiers, code = combination.keyboardModifiers(), combination.key().value
    if code > 0x7F or code == Qt.Key.Key_Space.value:
        return QKeyEvent(QEvent.Type.KeyPress, code, modifiers, 0, 0, 0)
    levels, sign = LAYOUTS[layout], chr(code).lower()
    written = [(index, level) for level, signs in enumerate(levels) for index, each in enumerate(signs) if each == sign]
    # Hebrew has Latin capitals on Shift, but nobody looks for Ctrl+Z there.
    index, level = written[0] if written else next((US[n].index(sign), n) for n in (0, 1) if sign in US[n])
    held = modifiers | (NONE, SHIFT, ALT_GR)[level]
    shown = levels[min(level, 1) if not written else level][index]
    return event(PLACES[index], shown, held, "" if modifiers & CTRL else shown)


@pytest.fixture
def done(qtbot: QtBot) -> Callable[[QKeyEvent], list[str]]:
    """Return a function that gives a key to a window and tells which actions it is taken for."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    actions: list[str] = []
    keys = Keys(lambda name: actions.append(name) is None, lambda: "usual", window)
    keys.watch(window)

    def give(key: QKeyEvent) -> list[str]:
        actions.clear()
        QApplication.sendEvent(window.windowHandle(), key)
        return list(actions)

    return give


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_the_table_can_be_reached(layout: str, done: Callable[[QKeyEvent], list[str]]) -> None:
    assert {len(signs) for signs in LAYOUTS[layout]} <= {0, len(PLACES)}
    assert {key: done(pressed(layout, key)) for key, _ in KEYS} == {key: [action] for key, action in KEYS}


@pytest.mark.parametrize(
    ("place", "sign", "modifiers", "action"),
    [
        (44, "Я", CTRL, "undo"),
        (31, "Σ", CTRL, "export"),
        (16, ";", CTRL, "quit"),
        (38, "Д", NONE, "lab"),
        (9, "[", ALT_GR, "slower"),
        (10, "]", ALT_GR, "faster"),
    ],
)
def test_what_some_keys_mean(
    place: int, sign: str, modifiers: MODIFIERS, action: str, done: Callable[[QKeyEvent], list[str]]
) -> None:
    assert done(event(place, sign, modifiers, sign)) == [action]


@pytest.mark.parametrize(
    ("place", "sign"),
    [(16, "A"), (30, "Q"), (44, "Y"), (40, "Ä"), (39, "Ö"), (39, "M")],
    ids=["a where us has q", "q where us has a", "y where us has z", "ä", "ö", "m"],
)
def test_latin_letters_are_what_is_written_on_them(
    place: int, sign: str, done: Callable[[QKeyEvent], list[str]]
) -> None:
    assert done(event(place, sign, CTRL, "")) == {"Q": ["quit"], "Y": ["redo"]}.get(sign, [])


def test_a_german_ue_is_no_bracket(done: Callable[[QKeyEvent], list[str]]) -> None:
    assert done(event(26, "Ü", NONE, "ü")) == []


def test_windows_says_control_and_alt_for_altgr(
    done: Callable[[QKeyEvent], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "windows")
    assert done(event(9, "[", CTRL | MODIFIERS.AltModifier, "[", offset=0)) == ["slower"]
    assert done(event(44, "Я", CTRL, "", offset=0)) == ["undo"]


def test_a_mac_counts_keys_in_another_order(
    done: Callable[[QKeyEvent], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "cocoa")
    assert done(event(0, "Я", CTRL, "", virtual=6)) == ["undo"]
    assert done(event(0, "[", MODIFIERS.AltModifier, "[", virtual=23)) == ["slower"]


def test_a_widget_can_ask_for_a_key_by_its_name(qapp: QApplication) -> None:
    assert means(event(46, "С", NONE, "с"), "C")  # the Cyrillic letter of that look, in the same place
    assert not means(event(45, "Ч", NONE, "ч"), "C")
