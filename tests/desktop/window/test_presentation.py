from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application
from desktop.window.placement import SMALLEST
from desktop.window.presentation import EDGE, REACH, Side, pointed
from desktop.window.workspace import Workspace

Open = Callable[..., Application]
SIDES: list[Side] = list(REACH)
SIZES = st.tuples(st.integers(SMALLEST[0], 4000), st.integers(SMALLEST[1], 2500))
NONE: frozenset[Side] = frozenset()
NO_PANELS: dict[Side, int] = dict.fromkeys(SIDES, 0)


def pixel(size: tuple[int, int], side: Side, distance: int) -> tuple[int, int]:
    """The pixel so far from the middle of an edge; 0 is the edge itself."""
    (width, height), (x, y) = size, (size[0] // 2, size[1] // 2)
    return {"left": (distance, y), "right": (width - 1 - distance, y), "below": (x, height - 1 - distance)}[side]


def test_the_stage_is_pointed_at_up_to_a_few_pixels_from_the_edge() -> None:
    assert 1 <= EDGE <= 5


@given(SIZES, st.sampled_from(SIDES), st.data())
def test_a_pointer_at_an_edge_asks_for_its_panel_alone(size: tuple[int, int], side: Side, data: Any) -> None:
    at_edge = data.draw(st.integers(0, EDGE - 1))
    assert pointed(pixel(size, side, at_edge), size, NO_PANELS, NONE) == {side}
    beyond = data.draw(st.integers(EDGE, min(size) // 3))
    assert pointed(pixel(size, side, beyond), size, NO_PANELS, NONE) == NONE


@given(SIZES, st.sampled_from(SIDES), st.data())
def test_a_panel_stays_while_the_pointer_is_near_and_goes_with_it(size: tuple[int, int], side: Side, data: Any) -> None:
    across = size[1] if side == "below" else size[0]
    near = data.draw(st.integers(0, across // 6))
    assert pointed(pixel(size, side, near), size, NO_PANELS, frozenset({side})) == {side}
    assert pointed((size[0] // 2, size[1] // 2), size, NO_PANELS, frozenset(SIDES)) == NONE


@given(SIZES, st.sampled_from(SIDES), st.data())
def test_a_panel_stays_while_the_pointer_is_over_it(size: tuple[int, int], side: Side, data: Any) -> None:
    wide = data.draw(st.integers(1, min(size) // 2))
    over = data.draw(st.integers(0, wide - 1))
    assert pointed(pixel(size, side, over), size, {**NO_PANELS, side: wide}, frozenset({side})) == {side}
    assert pointed(pixel(size, side, over), size, {**NO_PANELS, side: wide}, NONE) == ({side} if over < EDGE else NONE)


@given(SIZES, st.floats(0, 1), st.floats(0, 1), st.sets(st.sampled_from(SIDES)))
def test_what_was_asked_for_only_makes_it_easier_to_keep(
    size: tuple[int, int], across: float, down: float, before: set[Side]
) -> None:
    at = (round(across * (size[0] - 1)), round(down * (size[1] - 1)))
    assert (
        pointed(at, size, NO_PANELS, NONE)
        <= pointed(at, size, NO_PANELS, frozenset(before))
        <= pointed(at, size, NO_PANELS, NONE) | before
    )


@pytest.fixture
def full_screen(application: Application) -> Iterator[Workspace]:
    application.workspace.toggle_full_screen()
    yield application.workspace
    if application.workspace.presenter.on:
        application.workspace.toggle_full_screen()


def move(workspace: Workspace, x: int, y: int, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move the mouse to a place of the window."""
    handle = workspace.window().windowHandle()
    assert handle is not None
    place = QPointF(workspace.mapTo(workspace.window(), QPoint(x, y)))
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, place, handle.mapToGlobal(place), button, button, keys)
    QCoreApplication.sendEvent(handle, event)


def test_the_mouse_brings_panels_unless_it_drags(full_screen: Workspace) -> None:
    move(full_screen, 0, 300, Qt.MouseButton.LeftButton)
    assert not full_screen.outline.isVisible()
    move(full_screen, 0, 300)
    assert full_screen.outline.isVisible()
    move(full_screen, full_screen.width() // 2, 300)
    assert not full_screen.outline.isVisible()


def test_full_screen_begins_without_panels_each_time(full_screen: Workspace) -> None:
    full_screen.toggle_aside()
    full_screen.presenter.point(0, 300)
    assert full_screen.aside.isVisible()
    assert full_screen.outline.isVisible()
    full_screen.toggle_full_screen()
    full_screen.toggle_full_screen()
    assert not full_screen.aside.isVisible()
    assert not full_screen.outline.isVisible()


def test_full_screen_gives_the_window_back_as_it_was(application: Application) -> None:
    window = application.workspace.window()
    window.showMaximized()
    for maximised in (True, False):
        application.workspace.toggle_full_screen()
        assert window.isFullScreen()
        application.workspace.toggle_full_screen()
        assert (window.isMaximized(), window.isFullScreen()) == (maximised, False)
        window.showNormal()


def test_even_in_a_narrow_window_with_large_letters_panels_stay_under_the_pointer(open_application: Open) -> None:
    application = open_application(size=SMALLEST)
    application.appearance.text = "largest"
    workspace = application.workspace
    workspace.toggle_full_screen()
    workspace.window().showNormal()  # the platform of the tests has a screen of its own size
    workspace.window().resize(*SMALLEST)
    width, height = workspace.width(), workspace.height()
    for panel, edge, inmost in (
        (workspace.outline, (0, 300), lambda: (workspace.outline.width() - 1, 300)),
        (workspace.aside, (width - 1, 300), lambda: (width - workspace.aside.width(), 300)),
        (workspace.transport, (400, height - 1), lambda: (400, workspace.transport.mapTo(workspace, QPoint()).y())),
    ):
        workspace.presenter.point(*edge)
        QApplication.processEvents()
        assert panel.isVisible()
        workspace.presenter.point(*inmost())
        assert panel.isVisible(), panel
        workspace.presenter.point(width // 2, height // 2)
        assert not panel.isVisible()
    workspace.toggle_full_screen()
