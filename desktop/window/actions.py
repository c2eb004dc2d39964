"""What the names in the key table mean: for the scene, for the lab, for the start page, and for the window around."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.canvas.canvas import Canvas
from desktop.home.page import Home
from desktop.panels.more import More
from desktop.player.seen import Seen
from desktop.player.session import SceneSession
from desktop.window.next_scene import NextScene

if TYPE_CHECKING:
    from desktop.lab.page import LabPage
    from desktop.window.workspace import Workspace

Actions = dict[str, Callable[[], object]]


def scene_actions(
    session: SceneSession, step: Callable[[int], None], next_scene: NextScene, canvas: Canvas, more: More
) -> Actions:
    """What keys do to the open scene; `step` goes one step on or back."""
    return {
        "toggle": session.toggle,
        "next": lambda: step(1),
        "back": lambda: step(-1),
        "next-scene": lambda: next_scene.skip(1),
        "scene-before": lambda: next_scene.skip(-1),
        "start": session.to_start,
        "end": session.to_end,
        "backwards": lambda: session.play(backwards=True),
        "faster": lambda: session.change_speed(1),
        "slower": lambda: session.change_speed(-1),
        "loop": lambda: session.set_loop(not session.player.loop),
        "zoom": canvas.look_closer,
        "more": more.toggle,
        "caption": canvas.toggle_caption,
        "copy": canvas.copy,
        "undo": session.undo,
        "redo": session.redo,
    }


def lab_actions(lab: LabPage) -> Actions:
    """What the same keys do in the lab: they start and pause the run, and go through what has been recorded."""
    from desktop.lab.views import MISTAKES, NETWORKS, POINTS

    def go(by: int) -> None:
        recording = lab.recording
        if recording is not None:
            at = recording.step if lab.looking_at is None else lab.looking_at
            lab.scrub(at + by)

    return {
        "toggle": lab.toggle,
        "next": lambda: go(1),
        "back": lambda: go(-1),
        "start": lambda: lab.scrub(0),
        "end": lambda: lab.scrub(None),
        "undo": lab.changes.undo,
        "redo": lab.changes.redo,
        "export": lab.board.save_wanted.emit,
        "copy": lab.board.copy_wanted.emit,
        "copy-picture": lab.board.copy_wanted.emit,
        **{f"digit-{index + 1}": partial(lab.show_chart, index) for index in range(len(lab.board.charts))},
        "digit-0": partial(lab.show_chart, None),
        "digit-5": partial(lab.show_view, NETWORKS),
        "digit-6": partial(lab.show_view, MISTAKES),
        "digit-7": partial(lab.show_view, POINTS),
    }


def home_actions(home: Home, seen: Seen) -> Actions:
    """What they do on the start page: they start the lit scene, and light another. A clicker can do both."""
    course = home.course
    return {
        "toggle": home.start,
        "next": home.start,
        "back": home.back,
        "start": lambda: course.choose_end(last=False),
        "end": lambda: course.choose_end(last=True),
        "undo": seen.take_back,
    }


def window_actions(window: Workspace) -> Actions:
    """What they do to the window, whatever it shows."""
    appearance = window.appearance
    return {
        "export": window.files.ask_to_save,
        **window.exports.actions,
        "train": window.train,
        "full-screen": window.full_screen.toggle,
        "present": lambda: window.desk.present(window.presenting),
        "present-afresh": lambda: window.desk.present(window.presenting, afresh=True),
        "moment": window.desk.add_moment,
        **window.desk.files,
        "presenter": window.presenting.toggle_column,
        "suggestion": window.presenting.presenter.take_suggestion,
        "swap": window.presenting.swap,
        "stop": window.presenting.end,
        "escape": window.escape,
        **window.shown.actions,
        **window.practice.actions,
        "black": lambda: window.presenting.cover("black"),
        "white": lambda: window.presenting.cover("white"),
        "uncover": window.presenting.uncover,
        "theme": appearance.next_theme,
        "larger": lambda: appearance.change_text(1),
        "smaller": lambda: appearance.change_text(-1),
        "outline": lambda: window.panels.toggle("left"),
        "aside": lambda: window.panels.toggle("right"),
        "home": window.places.toggle_home,
        "lab": window.places.toggle_lab,
        "teach": lambda: window.places.toggle(window.places.teaching),
        "opened": lambda: window.places.toggle(window.places.opened),
        "edge": lambda: window.places.toggle(window.places.edge),
        "open-network": window.places.ask_for_network,
        "find": window.start_page.find,
        **window.terms.actions,
        "help": window.show_help,
        "quit": lambda: window.window().close(),
    }
