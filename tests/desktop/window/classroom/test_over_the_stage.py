"""Keys of what lies over the stage, how it goes with the steps, and in which order Esc puts it away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.app.composition import Application
from desktop.classroom.conducting import posed
from desktop.classroom.conducting.posed import Posed
from desktop.classroom.overlays.card import CardAnswer, QuestionCard
from desktop.classroom.overlays.model import Overlays
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import change

Press = Callable[..., None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CARD = QuestionCard("Which?", (CardAnswer("4", True), CardAnswer("3")))
QUESTION = Posed("Which?", (posed.Answer("4"), posed.Answer("3")), 0, "4")


@pytest.fixture
def workspace(application: Application) -> Workspace:
    application.session.reduced_motion = True
    application.session.jump(1.0)
    return application.workspace


@pytest.fixture
def overlays(workspace: Workspace) -> Overlays:
    return workspace.over_the_stage.overlays


def draw(overlays: Overlays) -> None:
    overlays.begin((300, 300))
    overlays.extend((500, 300))
    overlays.end()


def test_ink_goes_with_the_steps_and_comes_back(workspace: Workspace, overlays: Overlays) -> None:
    session = workspace.session
    draw(overlays)
    session.jump(4.0)
    assert overlays.strokes == ()
    draw(overlays)
    session.open_afresh("mini")
    assert overlays.strokes == (), "the poster is no step"
    session.open("other")
    session.jump(1.0)
    assert overlays.strokes == ()
    session.open("mini")
    session.jump(1.0)
    assert len(overlays.strokes) == 1


def test_ink_of_a_lessons_stop_is_not_that_of_the_scene(
    workspace: Workspace, overlays: Overlays, mini_scene: Scene
) -> None:
    session = workspace.session
    draw(overlays)
    session.enter("first", mini_scene, mini_scene.knobs())
    session.jump(1.0)
    assert overlays.strokes == ()
    draw(overlays)
    draw(overlays)
    session.enter("second", mini_scene, mini_scene.knobs())
    session.jump(1.0)
    assert overlays.strokes == ()
    session.enter("first", mini_scene, mini_scene.knobs())
    assert len(overlays.strokes) == 2


def test_ink_changes_no_knob_and_a_knob_no_ink(workspace: Workspace, overlays: Overlays) -> None:
    knobs = workspace.session.knobs
    draw(overlays)
    assert workspace.session.knobs == knobs
    workspace.session.use(change(knobs, "n", 4))
    assert len(overlays.strokes) == 1


def test_undo_takes_ink_back_only_while_it_is_drawn(workspace: Workspace, overlays: Overlays, press: Press) -> None:
    session = workspace.session
    session.turn("n", 4)
    press(Qt.Key.Key_D)
    draw(overlays)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert overlays.strokes == ()
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert session.knobs.n == 4, "no knob turns while one draws"  # type: ignore[attr-defined]
    draw(overlays)
    press(Qt.Key.Key_D)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert session.knobs.n == 3  # type: ignore[attr-defined]
    assert len(overlays.strokes) == 1


def test_all_ink_of_a_step_goes_by_one_key_and_comes_back(overlays: Overlays, press: Press) -> None:
    press(Qt.Key.Key_D)
    draw(overlays)
    draw(overlays)
    press(Qt.Key.Key_E, modifiers=SHIFT)
    assert overlays.strokes == ()
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert len(overlays.strokes) == 2


def test_keys_change_from_tool_to_tool(overlays: Overlays, press: Press) -> None:
    for key, tool in ((Qt.Key.Key_D, "pen"), (Qt.Key.Key_E, "rubber"), (Qt.Key.Key_P, "pointer")):
        press(key)
        assert overlays.tool == tool
    press(Qt.Key.Key_P)
    assert overlays.tool is None


def test_there_are_no_tools_on_the_start_page_and_in_the_lab(
    workspace: Workspace, overlays: Overlays, press: Press
) -> None:
    press(Qt.Key.Key_D)
    workspace.places.show_home()
    assert overlays.tool is None
    for place in (workspace.places.show_home, workspace.places.show_lab):
        place()
        press(Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_P)
        assert overlays.tool is None


def test_escape_closes_zoom_tool_and_question_and_only_then_leaves(
    workspace: Workspace, overlays: Overlays, press: Press
) -> None:
    workspace.full_screen.enter()
    workspace.classroom.conducting.ask(QUESTION)
    overlays.take("pen")
    workspace.canvas.look_closer()
    press(Qt.Key.Key_Escape)
    assert (workspace.canvas.zoom.on, overlays.tool) == (False, "pen")
    assert overlays.card is not None
    press(Qt.Key.Key_Escape)
    assert overlays.tool is None
    assert overlays.card is not None
    press(Qt.Key.Key_Escape)
    assert overlays.card is None
    assert workspace.full_screen.on
    press(Qt.Key.Key_Escape)
    assert not workspace.full_screen.on


def test_under_a_black_screen_all_stays_as_it_is(workspace: Workspace, overlays: Overlays, press: Press) -> None:
    workspace.full_screen.enter()
    overlays.card = CARD
    press(Qt.Key.Key_D, Qt.Key.Key_B)
    assert workspace.full_screen.blank.colour == "black"
    press(Qt.Key.Key_Escape)
    assert workspace.full_screen.blank.colour is None
    assert (overlays.tool, overlays.card) == ("pen", CARD)


def test_no_tool_stays_in_the_hand_after_full_screen(workspace: Workspace, overlays: Overlays, press: Press) -> None:
    press(Qt.Key.Key_F11, Qt.Key.Key_D, Qt.Key.Key_F11)
    assert not workspace.full_screen.on
    assert overlays.tool is None


def test_what_is_shown_is_saved_with_its_ink(workspace: Workspace, overlays: Overlays, tmp_path: Path) -> None:
    for name in ("without", "with"):
        for ending in ("json", "svg", "png"):
            workspace.files.save(tmp_path / f"{name}.{ending}")
        draw(overlays)
        overlays.take("pointer")
        overlays.point((700, 300))
    plain, inked = (json.loads((tmp_path / f"{name}.json").read_text())["marks"] for name in ("without", "with"))
    assert inked[: len(plain)] == plain
    assert [mark["kind"] for mark in inked[len(plain) :]] == ["path", "path"]
    for ending in ("svg", "png"):
        assert (tmp_path / f"with.{ending}").read_bytes() != (tmp_path / f"without.{ending}").read_bytes()


def test_too_much_ink_is_said(workspace: Workspace, overlays: Overlays, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.classroom.overlays.model.MOST", 2)
    draw(overlays)
    draw(overlays)
    assert "no room for more ink" in workspace.banner.label.text()
