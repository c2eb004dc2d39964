from __future__ import annotations

import pytest

from desktop.app.composition import Application


@pytest.mark.parametrize("place", ["transport", "menu"])
def test_whether_it_plays_through_is_chosen_at_the_speed_and_in_the_menu(application: Application, place: str) -> None:
    session, window = application.session, application.workspace
    action = {"transport": window.transport.through, "menu": window.menu.through}[place]
    shown = window.transport.speed.menu() if place == "transport" else window.menu
    assert not session.player.through, "it stops at each step's end until somebody wants otherwise"
    action.trigger()
    assert session.player.through
    session.set_through(False)
    shown.aboutToShow.emit()
    assert not action.isChecked()
