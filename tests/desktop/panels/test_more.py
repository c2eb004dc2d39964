"""What there is to say beside a caption, which knobs a step is about, and where the caption stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.cli import listings
from desktop.export.still import Style, _with_more
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import Catalogue, poster, render, scene
from scenes.stage.core.marks import HEIGHT, Text
from scenes.stage.core.stage import Stage

MORE = "The kernel is turned by nobody here. That is cross-correlation, and the field calls it convolution."
Open = Callable[..., Application]
Press = Callable[..., None]


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    a: int = kit.integer(1, 0, 9, label="A")
    b: int = kit.integer(1, 0, 9, label="B")
    c: int = kit.integer(1, 0, 9, label="C")
    d: int = kit.integer(1, 0, 9, label="D")
    e: int = kit.integer(1, 0, 9, label="E")
    f: int = kit.integer(1, 0, 9, label="F")

    def problem(self) -> str | None:
        return "A and B can't both be nine." if self.a == self.b == 9 else None


@scene(chapter="Seeing with filters", title="Told", order=1, subtitle="what it is about")
def told(stage: Stage, knobs: Knobs) -> None:
    """Tell of three steps."""
    stage.step("First", "It begins.", 2.0, more=MORE, knobs=("c", "a"))
    stage.step("Second", "It goes on.", 2.0, knobs=("a", "b", "c", "d", "e", "f"))
    stage.step("Third", "It ends.", 2.0)
    stage.text(100, 300, "Something", size=80)


@pytest.fixture
def window(open_application: Open) -> Application:
    application = open_application(catalogue=Catalogue((told,)))
    application.workspace.places.open_scene("told")
    application.session.reduced_motion = True
    application.session.next_step()
    return application


@pytest.fixture
def press(window: Application) -> Press:
    return lambda *keys: [QTest.keyClick(window.workspace.window().windowHandle(), key) for key in keys]


# --- More -------------------------------------------------------------------------------------------------------------


def test_the_key_opens_what_more_there_is_over_the_right_third(window: Application, press: Press) -> None:
    more, canvas = window.workspace.more, window.workspace.canvas
    press("m")
    assert more.isVisible()
    assert (more.title.text(), more.words.text()) == ("First", MORE)
    left, right = (canvas.stage_geometry.to_widget((x, 0)).x() for x in (1600 * 2 / 3, 1600))
    assert more.geometry().left() == pytest.approx(left, abs=2)
    assert more.geometry().right() == pytest.approx(right, abs=2)
    press("m")
    assert more.isHidden()
    more.button.click()
    press(Qt.Key.Key_Escape)
    assert more.isHidden()


def test_it_closes_with_its_step_and_no_key_is_dead(window: Application, press: Press) -> None:
    more = window.workspace.more
    press("m", Qt.Key.Key_Right)
    assert more.isHidden()
    assert more.button.isHidden(), "there is no more"
    press("m")
    assert more.words.text() == "There is no more to say about this step."
    window.session.open_afresh("told")
    assert more.isHidden()
    assert more.button.isHidden(), "on a poster nothing is told yet"


def test_the_button_stands_beside_the_stage_s_margin(window: Application) -> None:
    button, canvas = window.workspace.more.button, window.workspace.canvas
    assert button.isVisible()
    centre = canvas.stage_geometry.to_widget((1572, 852)).toPoint()
    assert (button.geometry().center() - centre).manhattanLength() < 6
    assert canvas.rect().contains(button.geometry())


def test_it_stands_in_the_notes_in_exports_and_in_the_list(
    window: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    card = window.workspace.aside.notes.cards["more"]
    assert [each.text() for each in card.sentences] == [MORE]
    window.session.show_step(1)
    assert card.isHidden()
    frame, height = _with_more(render(told, Knobs(), 2.0), Style(more=True))
    assert height > HEIGHT
    assert " ".join(mark.text for mark in frame.marks if isinstance(mark, Text) and mark.name == "more") == MORE
    assert _with_more(render(told, Knobs(), 4.0), Style(more=True))[1] == HEIGHT
    listings.print_json([listings._described(told)])
    (found,) = json.loads(capsys.readouterr().out)
    assert [step["more"] for step in found["steps"]] == [MORE, "", ""]
    assert found["steps"][1]["caption"] == "It goes on."


# --- Captions ---------------------------------------------------------------------------------------------------------


def test_on_a_poster_the_line_below_says_what_the_scene_is_about(window: Application) -> None:
    strip = window.workspace.step_title
    assert strip.accessibleDescription() == "It begins."
    window.session.open_afresh("told")
    assert (strip.counter.text(), strip.title.text()) == ("", "Told")
    assert strip.accessibleDescription() == "what it is about"


def test_the_key_hides_the_caption_and_shows_it_again(window: Application, press: Press) -> None:
    canvas = window.workspace.canvas
    window.session.jump(2.0)
    canvas.hint.learn()
    shown = canvas.grab().toImage()
    press("c")
    without = canvas.grab().toImage()
    assert without != shown
    press(Qt.Key.Key_Right, Qt.Key.Key_Left)
    window.session.jump(2.0)
    assert canvas.grab().toImage() == without, "in the next step too"
    press("c")
    assert canvas.grab().toImage() == shown


# --- The knobs of the step --------------------------------------------------------------------------------------------


def seen(window: Application) -> list[str]:
    panel = window.workspace.knobs
    shown = [(editor.y(), name) for name, editor in panel.editors.items() if panel.shows(name)]
    return [name for _, name in sorted(shown)]


def test_the_knobs_of_the_present_step_come_first_and_the_others_are_folded(window: Application, press: Press) -> None:
    panel = window.workspace.knobs
    window.workspace.act("aside")
    QTest.qWait(30)
    assert seen(window) == ["c", "a"]
    assert panel.all.isVisible()
    panel.all.click()
    QTest.qWait(30)
    assert seen(window) == ["c", "a", "b", "d", "e", "f"]
    assert panel.editors["a"].y() < panel.all.y() < panel.editors["b"].y()
    panel.all.click()
    window.session.show_step(1)
    QTest.qWait(30)
    assert seen(window) == ["a", "b", "c", "d"], "at most four"
    window.session.show_step(2)
    QTest.qWait(30)
    assert seen(window) == [], "this step is about none"
    assert panel.all.isVisible()


def test_a_scene_whose_steps_name_none_shows_all(application: Application) -> None:
    panel = application.workspace.knobs
    assert panel.all.isHidden()
    assert all(panel.shows(name) for name in panel.editors)


def test_what_a_folded_knob_refuses_is_said_where_it_can_be_seen(window: Application) -> None:
    window.workspace.act("aside")
    window.session.turn("a", 9)
    window.session.turn("b", 9)
    assert window.workspace.banner.isVisible()
    assert poster(told).steps[0].knobs == ("c", "a")
