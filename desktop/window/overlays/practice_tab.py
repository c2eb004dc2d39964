"""Practice among the tabs at the left of a window: it has its room beside the stage as long as it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.practice.desk import Around

if TYPE_CHECKING:
    from desktop.window.workspace import Workspace

PRACTICE = "Practice"
"""What the page is called."""


def settle_practice(window: Workspace) -> None:
    """Tie the practice of a window to its places, its panels, and whatever leads there."""
    practice, panels = window.practice, window.panels

    def show() -> None:
        window.places.show_scene()
        window.pages.show_page(PRACTICE)
        panels.hold("left")

    practice.settle(
        Around(
            show,
            lambda: panels.hold("left", held=False),
            lambda: window.classroom.conducting.active or window.presenting.going_on,
            lambda: window.places.at_scene,
        )
    )
    window.canvas.over = practice.over(window.canvas.over)
    window.seen.looks_away = lambda: practice.rooms.here
    window.aside.put_before_notes(practice.button())
    window.start_page.practice_wanted.connect(practice.practise)
    practice.opened.connect(window.files.remember)
