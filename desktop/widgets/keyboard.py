"""Keys whatever layout is active: what was pressed, as the names of keys in our tables mean it.

A letter or sign counts as what is written on it. Where that belongs to another script, the key counts as what stands at
its place on a US keyboard: programs for readers of Russian, Greek, Arabic and Hebrew agree on that.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""What Windows says for AltGr; of a Mac's Option key the half of it."""

_SAME = {int(Qt.Key.Key_Enter): int(Qt.Key.Key_Return)}
"""The same key elsewhere on the keyboard."""
_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'", 44: "ZXCVBNM,./"}
_PLACES = {first + index: sign for first, row in _ROWS.items() for index, sign in enumerate(row)}
"""A US keyboard by the codes that Linux and Windows number its places with."""
_MAC_PLACES = {
    code: sign for code, sign in enumerate("ASDFHGZXCV BQWERYT123465=97-80]OU[IP LJ'K; ,/NM.") if sign != " "
}
_X_OFFSET = 8
"""X11 and Wayland count the places on from here."""
_SHIFTED = {"/": "?", "=": "+"}
_SIGNS_FOR_LETTERS = {("Q", ";"), ("Q", ":"), ("Q", "/"), ("W", "'")}
"""Signs that stand where a letter would, on layouts of another script: Greek and Hebrew."""
_OTHER_SIGNS = {"؟": "?", "،": ","}


def combinations(event: QKeyEvent) -> tuple[int, ...]:
    """What a key press can mean, the likeliest first, as Qt's numbers for a key with its modifiers."""
    modifiers = event.modifiers() & ~_IGNORED
    text = event.text()
    if modifiers & Qt.KeyboardModifier.AltModifier and len(text) == 1 and text.isprintable() and not text.isalnum():
        modifiers &= ~_ALT_GR  # the sign was typed by help of that key
    keys = [_SAME.get(event.key(), event.key())]
    place = _place(event)
    if place and _is_foreign(event.key(), place):
        keys += [ord(_SHIFTED[place])] if modifiers & _SHIFT and place in _SHIFTED else []
        keys.append(ord(place))
    keys += [ord(_OTHER_SIGNS[text])] if text in _OTHER_SIGNS else []
    # Which signs need Shift depends on the keyboard.
    return tuple(_combined(held, key) for key in keys for held in (modifiers, modifiers & ~_SHIFT))


def means(event: QKeyEvent, key: str) -> bool:
    """Whether a key press is that of a key by its name."""
    return combination(key) in combinations(event)


def combination(key: str) -> int:
    """Qt's number for a key by its name, with its modifiers: "Ctrl+Z"."""
    found: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    return found.toCombined()


def _combined(modifiers: Qt.KeyboardModifier, key: int) -> int:
    return int(modifiers.value) | key


def _place(event: QKeyEvent) -> str:
    """What stands at the key's place on a US keyboard; "" where that is not known."""
    platform = QGuiApplication.platformName()
    if platform == "cocoa":
        return _MAC_PLACES.get(event.nativeVirtualKey(), "")
    return _PLACES.get(event.nativeScanCode() - (0 if platform == "windows" else _X_OFFSET), "")


def _is_foreign(key: int, place: str) -> bool:
    """Whether what is written on a key belongs to another script than Latin."""
    if key in (0, Qt.Key.Key_unknown.value):
        return True
    if key >= Qt.Key.Key_Escape.value:  # no sign
        return False
    sign = chr(key)
    return (place, sign) in _SIGNS_FOR_LETTERS or (
        sign.isalpha() and not unicodedata.name(sign, "LATIN").startswith("LATIN")
    )
