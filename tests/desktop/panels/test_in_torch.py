"""The lines of PyTorch over the stage: opened by a key, they follow the knobs and lead to where results stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.panels import in_torch as panel
from desktop.panels.in_torch import NOTHING, InTorch
from scenes.in_torch.code import Code, code_for
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import Knobs
from scenes.stage.output.theme import THEMES

Press = Callable[..., None]


@pytest.fixture
def window(open_application: Callable[..., Application]) -> Application:
    application = open_application(catalogue=catalogue())
    application.workspace.places.open_scene("convolution")
    application.session.reduced_motion = True
    return application


@pytest.fixture
def sheet(window: Application) -> InTorch:
    return window.workspace.in_torch


@pytest.fixture
def press(window: Application) -> Press:
    def pressed(*keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(window.workspace.window().windowHandle(), key, modifiers)

    return pressed


def test_the_key_opens_the_lines_over_the_stage_and_closes_them(
    window: Application, sheet: InTorch, press: Press
) -> None:
    assert sheet.isHidden()
    press("i")
    assert sheet.isVisible()
    assert sheet.geometry() == window.workspace.canvas.rect()
    assert sheet.title.text() == "Convolution in PyTorch"
    found = code_for("convolution", window.session.knobs)
    assert found is not None
    assert sheet.lines.toPlainText() == found.text
    press("i")
    assert sheet.isHidden()
    press("i", Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_the_button_beside_the_knobs_opens_them_too(sheet: InTorch, window: Application) -> None:
    assert window.workspace.aside.isAncestorOf(sheet.button)
    sheet.button.click()
    assert sheet.isVisible()


def test_the_lines_follow_a_knob_and_the_scene(window: Application, sheet: InTorch, press: Press) -> None:
    press("i")
    assert "stride" not in sheet.lines.toPlainText()
    window.session.turn("stride", 2)
    assert "stride=2" in sheet.lines.toPlainText()
    window.session.undo()
    assert "stride" not in sheet.lines.toPlainText()
    window.workspace.places.open_scene("softmax")
    assert "cross_entropy" in sheet.lines.toPlainText()
    assert sheet.title.text() == "Logits, softmax, loss in PyTorch"


def test_nothing_is_written_while_nobody_reads_it(
    window: Application, sheet: InTorch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Knobs] = []

    def counted(scene: str, knobs: Knobs) -> Code | None:
        asked.append(knobs)
        return code_for(scene, knobs)

    monkeypatch.setattr(panel, "code_for", counted)
    window.session.turn("stride", 2)
    assert not asked
    sheet.toggle()
    assert asked
    sheet.toggle()
    asked.clear()
    window.session.turn("stride", 3)
    assert not asked


def test_they_are_copied_and_the_button_says_so(window: Application, sheet: InTorch, press: Press) -> None:
    press("i")
    sheet.copy_button.click()
    assert QGuiApplication.clipboard().text() == sheet.code.text
    assert sheet.copy_button.text() == "Copied"
    window.session.turn("stride", 2)
    assert sheet.copy_button.text() == "Copy", "these have not been copied"
    press(Qt.Key.Key_C, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == sheet.code.text
    assert sheet.copy_button.text() == "Copied"


def test_keys_go_on_meaning_what_they_mean(window: Application, press: Press) -> None:
    press("i", Qt.Key.Key_Right)
    assert window.session.step == 0
    assert window.session.player.t > 0


def test_a_click_on_the_sheet_is_none_on_the_stage(window: Application, sheet: InTorch, press: Press) -> None:
    press("i")
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().topLeft() + QPoint(3, 3))
    assert sheet.isVisible()
    assert window.session.player.t == 0
    assert not window.session.player.playing


def test_a_result_leads_to_its_step(window: Application, sheet: InTorch, press: Press) -> None:
    press("i")
    assert "feature map 1" in sheet.results.text()
    sheet.results.linkActivated.emit("The output")
    assert sheet.isHidden()
    assert window.session.steps[window.session.step].title == "The output"


def test_every_result_of_every_scene_names_a_step_that_there_is(window: Application, sheet: InTorch) -> None:
    sheet.toggle()
    for scene in catalogue().scenes:
        window.workspace.places.open_scene(scene.name)
        titles = {step.title for step in window.session.steps}
        assert sheet.code.results
        assert {result.at for result in sheet.code.results} <= titles, scene.name


@pytest.mark.parametrize("theme", ["dark", "light", "projector"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_all_lines_are_seen_across_and_the_back_row_can_read_them(
    window: Application, sheet: InTorch, theme: str, width: int, height: int
) -> None:
    window.workspace.appearance.theme = THEMES[theme]
    window.workspace.window().resize(width, height)
    window.workspace.act("full-screen")
    sheet.toggle()
    for name in ("convolution", "lenet", "depthwise", "degradation"):
        window.workspace.places.open_scene(name)
        assert sheet.lines.horizontalScrollBar().maximum() == 0, name
        assert sheet.lines.font().pixelSize() >= 0.9 * sheet.width() * 24 / 1600, name


def test_a_scene_without_lines_says_so(open_application: Callable[..., Application]) -> None:
    application = open_application()
    application.workspace.places.open_scene("mini")
    application.workspace.act("in-torch")
    assert NOTHING in application.workspace.in_torch.lines.toPlainText()


def test_the_finder_opens_them_for_the_open_scene(window: Application, sheet: InTorch) -> None:
    workspace = window.workspace
    workspace.places.show_home()
    (place,) = (each for each in workspace.start_page._index().find("in pytorch") if each.action)
    workspace.start_page.go(place)
    assert not workspace.places.at_home
    assert sheet.isVisible()
    assert sheet.title.text() == "Convolution in PyTorch"
