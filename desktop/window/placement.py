"""Where the window stands: at first, and when it comes back to other screens than those it was left on."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize

SMALLEST = (800, 450)
"""The window is never smaller; with its frame it fits a screen of 960x540, which is 1920x1080 at 200 %."""
LARGEST_AT_FIRST = (1600, 1000)
SHARE = 0.8
"""How much of the screen's width and height the first window takes."""
SMALL_SCREEN = (1366, 768)
"""On screens up to this width or height the first window is maximised."""


def is_small(screen: QSize) -> bool:
    """Whether a screen is so small that the window should have all of it."""
    return screen.width() <= SMALL_SCREEN[0] or screen.height() <= SMALL_SCREEN[1]


def first(available: QRect) -> QRect:
    """Where the first window stands on a screen of which so much is available: in its middle."""
    size = QSize(
        min(round(SHARE * available.width()), LARGEST_AT_FIRST[0]),
        min(round(SHARE * available.height()), LARGEST_AT_FIRST[1]),
    )
    found = QRect(available.topLeft(), size.expandedTo(QSize(*SMALLEST)).boundedTo(available.size()))
    found.moveCenter(available.center())
    return found


def within(window: QRect, available: QRect) -> QRect:
    """The window moved, and where it must be made smaller, so that all of it is on what is available of a screen."""
    found = QRect(window.topLeft(), window.size().boundedTo(available.size()))
    found.moveLeft(max(available.left(), min(found.left(), available.right() + 1 - found.width())))
    found.moveTop(max(available.top(), min(found.top(), available.bottom() + 1 - found.height())))
    return found
