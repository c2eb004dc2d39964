"""Finding things by words, in the window, with keys and clicks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.home.finder import HINT, Finder
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Catalogue, catalogue

CTRL = Qt.KeyboardModifier.ControlModifier


LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def finder(application: Application) -> Finder:
    return application.workspace.start_page.finder


@pytest.fixture
def find(finder: Finder, press: Callable[..., None]) -> Callable[[str], None]:
    """Return a function that opens the field by its key and types words."""

    def found(words: str) -> None:
        press(Qt.Key.Key_K, modifiers=CTRL)
        assert finder.isVisible()
        assert finder.field.hasFocus()
        QTest.keyClicks(finder.field, words)

    return found


def test_words_and_enter_lead_to_a_step(
    application: Application, find: Callable[[str], None], press: Callable[..., None], finder: Finder
) -> None:
    find("second capt")
    assert [place.title for place in finder.places if place.scene] == ["Second"]
    press(Qt.Key.Key_Return)
    assert not finder.isVisible()
    assert (application.session.scene.name, application.session.player.t) == ("mini", 6.0)


def test_words_and_enter_lead_to_a_scene_from_the_start_page(
    application: Application, find: Callable[[str], None], press: Callable[..., None]
) -> None:
    application.workspace.places.show_home()
    find("other")
    press(Qt.Key.Key_Return)
    assert not application.workspace.places.at_home
    assert application.session.scene.name == "other"


def test_words_and_enter_lead_to_a_run_of_the_lab(
    application: Application, find: Callable[[str], None], press: Callable[..., None]
) -> None:
    find(PRESETS["twins-20"].title)
    press(Qt.Key.Key_Return)
    places = application.workspace.places
    assert places.in_lab
    assert places.load_lab().wanted.spec.race == PRESETS["twins-20"].spec.race


def test_arrows_go_through_what_is_found_and_a_click_goes_there(
    application: Application, find: Callable[[str], None], press: Callable[..., None], finder: Finder
) -> None:
    find("fir")
    assert finder.list.currentRow() == 0
    press(Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Up)
    assert finder.list.currentRow() == 1
    assert finder.field.hasFocus()
    row = next(row for row, place in enumerate(finder.places) if place.title == "First")
    where = finder.list.visualItemRect(finder.list.item(row)).center()
    QTest.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not finder.isVisible()
    assert application.session.player.t == 2.0


@pytest.mark.parametrize("way", ["Esc", "Ctrl+K", "click beside it"])
def test_it_closes_and_gives_the_keys_back(
    application: Application, find: Callable[[str], None], press: Callable[..., None], finder: Finder, way: str
) -> None:
    before = application.workspace.window().focusWidget()
    find("mini")
    if way == "Esc":
        press(Qt.Key.Key_Escape)
    elif way == "Ctrl+K":
        press(Qt.Key.Key_K, modifiers=CTRL)
    else:
        QTest.mouseClick(finder, Qt.MouseButton.LeftButton, pos=QPoint(5, finder.height() - 5))
    assert not finder.isVisible()
    assert application.workspace.window().focusWidget() is before
    assert application.session.scene.name == "mini"


def test_it_takes_the_keys_from_a_field_over_a_cell_and_closes_though_that_is_gone(
    application: Application, finder: Finder, press: Callable[..., None]
) -> None:
    canvas = application.workspace.canvas
    place = canvas.stage_geometry.to_widget((130, 230)).toPoint()
    for close in (lambda: press(Qt.Key.Key_Escape), lambda: QTest.mouseClick(finder, LEFT, pos=QPoint(3, 3))):
        QTest.mouseClick(canvas, LEFT, pos=place)
        assert canvas.editor is not None
        press("k", modifiers=Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(1)
        assert canvas.editor is None
        assert application.workspace.window().focusWidget() is finder.field
        close()
        assert finder.isHidden()
        press(Qt.Key.Key_End)
        assert application.session.player.t == application.session.seconds


def test_letters_are_typed_and_turn_nothing(
    application: Application, find: Callable[[str], None], finder: Finder
) -> None:
    theme = application.appearance.theme
    find("t l h o k? zzz")
    assert application.appearance.theme is theme
    assert not application.workspace.places.in_lab
    assert finder.hint.text() == "Nothing has these words."
    finder.field.clear()
    assert finder.hint.text() == HINT
    assert not finder.list.isVisible()


def test_enter_without_a_find_goes_nowhere(
    find: Callable[[str], None], press: Callable[..., None], finder: Finder
) -> None:
    find("zebra crossing")
    press(Qt.Key.Key_Return)
    assert finder.isVisible()


def test_steps_are_those_of_the_knobs_as_they_stand(
    application: Application, find: Callable[[str], None], finder: Finder, press: Callable[..., None]
) -> None:
    application.session.turn("mode", "wide")
    find("third")
    assert [place for place in finder.places if place.scene] == []
    press(Qt.Key.Key_Escape)
    application.session.turn("mode", "plain")
    find("third")
    assert [place.title for place in finder.places if place.scene] == ["Third"]


def test_a_scene_whose_steps_cannot_be_told_is_found_itself(
    application: Application, find: Callable[[str], None], finder: Finder
) -> None:
    application.session.put("broken", "works", False)
    find("broken")
    assert [(place.scene, place.practises) for place in finder.places] == [("broken", False), ("broken", True)]


def test_the_card_stays_in_the_window_with_the_whole_course(open_application: Callable[..., Application]) -> None:
    application = open_application(catalogue=Catalogue(catalogue().scenes), size=(860, 600))
    finder = application.workspace.start_page.finder
    application.workspace.act("find")
    QTest.keyClicks(finder.field, "the")
    card = finder.field.parentWidget()
    assert finder.list.count() > 9
    assert finder.rect().contains(card.geometry())
    assert finder.size() == application.workspace.size()
