from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.player.remembered import Remembered
from desktop.system.paths import folder, state_file
from desktop.window import state
from desktop.window.main_window import SavedGeometry
from desktop.window.state import State


def test_round_trip(home: Path) -> None:
    path = home / "deep" / "state.json"
    kept = State(
        session=Remembered(scene="mini", knobs={"mini": {"n": 4}}, times={"mini": 2.5}, speed=0.5, loop=True),
        theme="projector",
        text="large",
        reduced_motion=True,
        panels={"left": "folded", "right": "pinned"},
        told=["full screen"],
        lab_state={"view": 1},
        geometry="00ff",
    )
    assert state.save(path, kept, State()) == ""
    assert state.load(path) == (kept, "")
    assert [each.name for each in path.parent.iterdir()] == ["state.json"]


def test_the_first_start_has_no_message(home: Path) -> None:
    assert state.load(home / "state.json") == (State(), "")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"theme": "pink"}', b"[1, 2]", b"[" * 100_000])
def test_a_damaged_file_is_set_aside(home: Path, content: bytes) -> None:
    path = home / "state.json"
    path.write_bytes(content)
    found, message = state.load(path)
    assert found == State()
    assert "state.damaged-1.json" in message
    assert not path.exists()
    assert (home / "state.damaged-1.json").read_bytes() == content
    path.write_bytes(content)
    assert "state.damaged-2.json" in state.load(path)[1]


def test_an_unwritable_place_is_told_and_survived(home: Path) -> None:
    blocked = home / "file"
    blocked.write_text("in the way")
    message = state.save(blocked / "state.json", State(), State())
    assert "can't be saved" in message
    assert "CONVOSCOPE_HOME" in message


def test_a_file_that_cannot_be_read_is_told(home: Path) -> None:
    (home / "state.json").mkdir()
    found, message = state.load(home / "state.json")
    assert found == State()
    assert "can't be read" in message


def test_a_crash_while_saving_leaves_the_old_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "state.json"
    state.save(path, State(theme="light"), State())

    def fail(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    for _ in range(3):
        assert "No space left" in state.save(path, State(theme="projector"), State())
    assert [each.name for each in home.iterdir()] == ["state.json"], "nothing half-written stays"
    monkeypatch.undo()
    assert state.load(path)[0].theme == "light"


def test_what_killed_windows_left_half_written_goes_at_the_next_start(home: Path) -> None:
    state.save(home / "state.json", State(), State())
    for name in ("state.4194305.partial", "state.json.4194305.partial"):  # no process has so large a number
        (home / name).write_bytes(b"")
    state.load(home / "state.json")
    assert [each.name for each in home.iterdir()] == ["state.json"]


def test_the_folder_is_where_the_user_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder() == home
    monkeypatch.delenv("CONVOSCOPE_HOME")
    assert folder().name == "convoscope"


def test_the_shell_reads_its_dress_from_the_same_file(home: Path) -> None:
    state.save(state_file(), State(geometry="00", ground="#ffffff"), State())
    assert SavedGeometry.of_state(state_file()) == SavedGeometry("00", "#ffffff")
    state_file().write_text("{")
    assert SavedGeometry.of_state(state_file()) == SavedGeometry()


def test_a_window_comes_back_as_it_was(open_application: Callable[..., Application], home: Path) -> None:
    application = open_application()
    application.session.turn("n", 4)
    application.session.jump(3.0)
    application.workspace.act("theme")
    application.workspace.act("larger")
    application.session.reduced_motion = True
    application.workspace.panels.pin("left")
    application.workspace.window().close()
    again = open_application()
    assert again.session.knobs.n == 4
    assert again.session.player.t == 3.0
    assert (again.appearance.theme.name, again.appearance.text) == ("light", "large")
    assert again.session.reduced_motion
    assert again.workspace.drawers["left"].pinned
    assert again.workspace.outline.isVisible()
    assert not again.workspace.aside.isVisible()


CHANGES: dict[str, Callable[[Application], object]] = {
    "a knob": lambda application: application.session.turn("n", 4),
    "the step": lambda application: application.session.show_step(1),
    "the speed": lambda application: application.session.set_speed(2.0),
    "the loop": lambda application: application.session.set_loop(True),
    "playing through": lambda application: application.session.set_through(True),
    "motion": lambda application: setattr(application.session, "reduced_motion", True),
    "the theme": lambda application: application.workspace.act("theme"),
    "a panel": lambda application: application.workspace.panels.pin("right"),
    "full screen": lambda application: application.workspace.full_screen.toggle(),
    "the place": lambda application: application.workspace.places.show_lab(),
    "the lab's settings": lambda application: application.workspace.places.load_lab().wanted.ask("seed", 5),
    "the lab's view": lambda application: application.workspace.places.load_lab().views.picked.emit(2),
}


@pytest.mark.parametrize(
    ("before", "found", "now", "written"),
    [
        (State(), State(theme="light"), State(text="large"), State(theme="light", text="large")),
        (State(), State(theme="light"), State(theme="projector"), State(theme="projector")),
        (State(told=["a"]), State(told=["a"]), State(), State()),
        (
            State(session=Remembered("mini", {"mini": {"n": 1, "m": 1}, "other": {"n": 1}}, {"mini": 1.0})),
            State(session=Remembered("other", {"mini": {"n": 1, "m": 2}, "other": {"n": 2}, "new": {}}, {"new": 3.0})),
            State(session=Remembered("mini", {"mini": {"n": 3, "m": 1}, "other": {"n": 1}}, {"mini": 2.0}, loop=True)),
            State(
                session=Remembered(
                    "other",
                    {"mini": {"n": 3, "m": 1}, "other": {"n": 2}, "new": {}},
                    {"mini": 2.0, "new": 3.0},
                    loop=True,
                )
            ),
        ),
        (
            State(lab_state={"spec": {"seed": 1, "data": "digits"}, "view": 0}),
            State(lab_state={"spec": {"seed": 1, "data": "animals"}, "view": 1}),
            State(lab_state={"spec": {"seed": 2, "data": "digits"}, "view": 0}),
            State(lab_state={"spec": {"seed": 2, "data": "digits"}, "view": 1}),
        ),
        (State(), State(theme="light", ground="white"), State(ground="black"), State(theme="light", ground="white")),
        (State(), State(ground="white"), State(ground="black"), State(ground="black")),
    ],
)
def test_of_what_another_window_has_saved_stays_what_this_one_has_not_changed(
    home: Path, before: State, found: State, now: State, written: State
) -> None:
    state.save(home / "state.json", found, State())
    assert state.save(home / "state.json", now, before) == ""
    assert state.load(home / "state.json") == (written, "")


def test_what_another_window_has_left_damaged_is_set_aside(home: Path) -> None:
    (home / "state.json").write_text("{")
    assert state.save(home / "state.json", State(text="large"), State()) == ""
    assert state.load(home / "state.json") == (State(text="large"), "")
    assert (home / "state.damaged-1.json").read_text() == "{"


def test_two_windows_keep_what_was_changed_in_each(open_application: Callable[..., Application]) -> None:
    one, two = open_application(), open_application()
    one.session.turn("n", 4)
    one.workspace.act("theme")
    one.workspace.places.load_lab().views.picked.emit(2)
    two.session.open("other")
    two.session.set_speed(2.0)
    two.workspace.places.load_lab().wanted.ask("seed", 5)
    one.save()
    two.save()
    one.workspace.panels.pin("right")
    one.workspace.window().close()
    two.workspace.window().close()
    again = open_application()
    assert (again.session.scene.name, again.session.player.speed) == ("other", 2.0)
    assert again.session.knobs_of("mini").n == 4
    assert (again.appearance.theme.name, again.workspace.aside.isVisible()) == ("light", True)
    lab = again.workspace.places.load_lab().state()
    assert (lab["spec"]["seed"], lab["view"]) == (5, 2)


def test_settings_that_do_not_fit_are_told_of_once(open_application: Callable[..., Application]) -> None:
    state.save(state_file(), State(session=Remembered(knobs={"mini": {"n": 99}}), lab_state={"spec": 3}), State())
    sentence = "Mini: n is as at first"
    application = open_application()
    application.workspace.places.load_lab()
    assert sentence in application.workspace.banner.label.text()
    application.workspace.window().close()
    again = open_application()
    again.workspace.places.load_lab()
    assert again.workspace.banner.label.text() == ""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_alone_is_soon_saved(
    open_application: Callable[..., Application],
    qtbot: QtBot,
    change: Callable[[Application], object],
) -> None:
    def now() -> bytes:
        return msgspec.json.encode(application.workspace.state())

    application = open_application()
    application.workspace.places.load_lab()
    application.save()
    before = now()
    application._saving.setInterval(0)
    change(application)
    assert now() != before
    qtbot.waitUntil(lambda: msgspec.json.encode(state.load(state_file())[0]) == now())


def test_a_wish_goes_before_memory(open_application: Callable[..., Application]) -> None:
    open_application().workspace.window().close()
    application = open_application(StartOptions(scene="other", theme="projector"))
    assert application.session.scene.name == "other"
    assert application.appearance.theme.name == "projector"


def test_damage_is_shown_in_the_window(open_application: Callable[..., Application], home: Path) -> None:
    state_file().write_text("{")
    application = open_application()
    assert "state.damaged-1.json" in application.workspace.banner.label.text()
    assert application.workspace.banner.isVisible()
    assert application.workspace.act("escape")
    assert not application.workspace.banner.isVisible()


def test_an_unwritable_disk_is_told_once(open_application: Callable[..., Application], home: Path) -> None:
    application = open_application()
    state_file().mkdir()
    application.save()
    assert "can't be saved" in application.workspace.banner.label.text()
    application.workspace.banner.dismiss()
    application.save()
    assert not application.workspace.banner.isVisible()
