"""The start page as it is used: in the window, with keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application, StartOptions
from desktop.home.page import Home
from desktop.home.poster import Poster
from desktop.home.preview import LINGER_MS
from scenes.stage.core.catalogue import catalogue

Open = Callable[..., Application]
SIZES = [(1280, 720), (1366, 768), (1024, 768), (1600, 900), (1920, 1080)]


@pytest.fixture
def application(open_application: Open) -> Application:
    return open_application(home=True)


@pytest.fixture
def page(application: Application) -> Home:
    return application.workspace.start_page.home


def lit(page: Home) -> str:
    """Name the scene of the one poster that is lit."""
    (name,) = [name for name, poster in page.course.posters.items() if poster.lit]
    return name


def place(widget: QWidget) -> QRect:
    """Say where a widget is in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint()), widget.size())


# --- What is seen ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["dark", "projector"])
@pytest.mark.parametrize("size", SIZES)
def test_the_whole_course_fits_without_a_scroll_bar(open_application: Open, size: tuple[int, int], theme: str) -> None:
    application = open_application(StartOptions(theme=theme), catalogue(), size, home=True)
    application.workspace.start_page.home.offer_place("Vanishing gradients", "Step 3 of 8")
    QApplication.processEvents()
    page = application.workspace.start_page.home
    window = application.workspace.window()
    assert (window.width(), window.height()) == size
    assert not page._scroll.verticalScrollBar().isVisible()
    shown = [*page.course.posters.values(), *page.course.headings]
    shown += [page.begin, page.go_on, page.train, page.afresh, page.search, page.help, page.theme]
    assert len(page.course.posters) == len(catalogue().scenes)
    for widget in shown:
        assert window.rect().contains(place(widget)), widget
        assert not widget.visibleRegion().isEmpty(), widget
        assert widget.visibleRegion().boundingRect() == widget.rect(), f"{widget} is cut"
    assert not any(place(one).intersects(place(other)) for one, other in combinations(shown, 2))


@pytest.mark.parametrize("size", SIZES)
def test_every_name_and_heading_has_its_room(open_application: Open, size: tuple[int, int]) -> None:
    page = open_application(None, catalogue(), size, home=True).workspace.start_page.home
    for heading in page.course.headings:
        assert heading.fontMetrics().horizontalAdvance(heading.text()) <= heading.width()
    for poster in page.course.posters.values():
        assert poster.name_width <= poster.width(), poster.text()


def test_a_narrow_window_has_a_list_that_follows_the_keys(open_application: Open) -> None:
    application = open_application(None, catalogue(), (860, 600), home=True)
    page = application.workspace.start_page.home
    QApplication.processEvents()
    assert page._scroll.verticalScrollBar().isVisible()
    QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_End)
    QApplication.processEvents()
    last = page.course.posters[lit(page)]
    assert last is list(page.course.posters.values())[-1]
    assert last.visibleRegion().boundingRect() == last.rect()


def test_pictures_come_while_nothing_else_goes_on_and_stay(page: Home, qtbot: QtBot, application: Application) -> None:
    posters = page.course.posters
    qtbot.waitUntil(lambda: all(poster.drawn for poster in posters.values()), timeout=20_000)
    drawn: list[str] = []
    application.workspace.start_page.home.course._pictures.drawn.connect(drawn.append)
    application.workspace.act("theme")
    assert not any(poster.drawn for poster in posters.values()), "those of the other theme don't stand in"
    qtbot.waitUntil(lambda: all(poster.drawn for poster in posters.values()), timeout=20_000)
    assert sorted(drawn) == sorted(posters)
    drawn.clear()
    for _ in range(2):
        application.workspace.act("theme")
    assert all(poster.drawn for poster in posters.values())
    QTest.qWait(300)
    assert set(drawn) <= set(posters), "only the third theme is drawn"


def test_nothing_is_drawn_while_home_is_not_seen(application: Application, page: Home) -> None:
    application.workspace.places.show_scene()
    drawn: list[str] = []
    page.course._pictures.drawn.connect(drawn.append)
    application.workspace.act("theme")
    QTest.qWait(100)
    assert drawn == []


def test_a_scene_that_cannot_be_drawn_keeps_its_tint_and_takes_no_other_with_it(
    open_application: Open, small_catalogue: object, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from desktop.home import pictures

    whole = pictures.Pictures._compute_key

    def compute(self: pictures.Pictures, scene: object) -> pictures.KeyPicture:
        if scene.name == "other":
            raise ZeroDivisionError
        return whole(self, scene)

    monkeypatch.setattr(pictures.Pictures, "_compute_key", compute)
    posters = open_application(home=True).workspace.start_page.home.course.posters
    qtbot.waitUntil(lambda: posters["broken"].drawn, timeout=20_000)
    assert not posters["other"].drawn


def test_the_key_step_plays_in_the_poster_under_the_pointer_and_only_there(page: Home, qtbot: QtBot) -> None:
    mini, other = page.course.posters["mini"], page.course.posters["other"]
    qtbot.waitUntil(lambda: mini.drawn and other.drawn, timeout=20_000)
    mini.entered.emit()
    assert not mini.moving, "a pointer that passes over starts nothing"
    qtbot.waitUntil(lambda: mini.moving, timeout=20 * LINGER_MS)
    mini.left.emit()
    other.entered.emit()
    assert not mini.moving
    qtbot.waitUntil(lambda: other.moving, timeout=20 * LINGER_MS)
    page.hide()
    assert not other.moving


# --- Starting -------------------------------------------------------------------------------------------------------


def test_home_is_the_first_thing_seen_but_for_a_scene_that_is_asked_for(open_application: Open) -> None:
    assert open_application(home=True).workspace.places.at_home
    asked = open_application(StartOptions(scene="other"), home=True).workspace
    assert not asked.places.at_home
    assert asked.session.scene.name == "other"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Return])
def test_keys_and_clickers_start_the_scene_that_is_lit(
    application: Application, page: Home, press: Callable[..., None], key: Qt.Key
) -> None:
    application.session.open("mini")
    application.session.jump(3.0)
    press(Qt.Key.Key_Right, key)
    assert not application.workspace.places.at_home
    assert application.session.scene.name == "other"
    assert application.session.player.t == 0.0


def test_a_scene_is_started_from_its_beginning(application: Application, page: Home) -> None:
    application.session.jump(3.0)
    QTest.mouseClick(page.course.posters["mini"], Qt.MouseButton.LeftButton)
    assert not application.workspace.places.at_home
    assert application.session.player.t == 0.0


def test_begin_goes_to_the_next_scene_that_was_not_seen(application: Application, page: Home) -> None:
    assert lit(page) == "mini"
    application.workspace.places.show_scene()
    application.session.to_end()
    application.workspace.act("home")
    assert lit(page) == "other"
    assert [name for name, poster in page.course.posters.items() if poster.seen] == ["mini"]
    page.course.choose(1)
    QTest.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    assert application.session.scene.name == "other"


def test_what_was_seen_is_known_at_the_next_start(application: Application, open_application: Open) -> None:
    application.session.to_end()
    application.workspace.window().close()
    again = open_application(home=True)
    assert lit(again.workspace.start_page.home) == "other"


def test_going_on_leads_to_where_one_was(application: Application, page: Home, open_application: Open) -> None:
    assert not page.go_on.isVisible(), "there is no place yet"
    application.workspace.places.show_scene()
    application.session.jump(3.0)
    application.workspace.act("home")
    QApplication.processEvents()
    assert page.go_on.isVisible()
    assert page.go_on.text() == "Go on with Mini"
    assert "Step 2 of 3" in page.go_on.toolTip()
    application.workspace.window().close()
    again = open_application(home=True)
    QTest.mouseClick(again.workspace.start_page.home.go_on, Qt.MouseButton.LeftButton)
    assert not again.workspace.places.at_home
    assert (again.session.scene.name, again.session.player.t) == ("mini", 3.0)


def test_going_on_may_lead_to_the_lab(application: Application, page: Home, open_application: Open) -> None:
    QTest.mouseClick(page.train, Qt.MouseButton.LeftButton)
    assert application.workspace.places.in_lab
    application.workspace.act("home")
    assert page.go_on.text() == "Go on with the lab"
    application.workspace.window().close()
    again = open_application(home=True).workspace
    assert again.places.at_home
    QTest.mouseClick(again.start_page.home.go_on, Qt.MouseButton.LeftButton)
    assert again.places.in_lab


def test_to_begin_afresh_is_taken_back_by_the_same_button_or_by_undo(
    application: Application, page: Home, press: Callable[..., None]
) -> None:
    application.session.turn("n", 5)
    application.session.to_end()
    size = application.workspace.window().size()
    QTest.mouseClick(page.afresh, Qt.MouseButton.LeftButton)
    assert application.session.knobs.n == 3
    assert not any(poster.seen for poster in page.course.posters.values())
    assert application.workspace.window().size() == size
    assert page.afresh.text() == "All is afresh: take that back"
    press("z", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert application.session.knobs.n == 5
    assert page.course.posters["mini"].seen
    assert page.afresh.text() == "Begin afresh"
    QTest.mouseClick(page.afresh, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.afresh, Qt.MouseButton.LeftButton)
    assert application.session.knobs.n == 5


# --- From everywhere ------------------------------------------------------------------------------------------------


def test_h_leads_home_and_back(application: Application, press: Callable[..., None]) -> None:
    places = application.workspace.places
    press("h")
    assert not places.at_home
    application.session.toggle()
    press("h")
    assert places.at_home
    assert not application.session.player.playing, "the scene stands still behind it"
    assert application.workspace.window().windowTitle() == "Start page · Convoscope"
    press("l")
    assert places.in_lab
    press("h")
    assert places.at_home
    press("h")
    assert places.in_lab


def test_a_button_leads_home_from_a_scene_and_from_the_lab(application: Application) -> None:
    places = application.workspace.places

    def click_home(page: QWidget) -> None:
        (button,) = [each for each in page.findChildren(QWidget) if each.accessibleName() == "Start page"]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert places.at_home

    places.show_scene()
    click_home(application.workspace.transport)
    places.show_lab()
    click_home(places.lab)


def test_home_hides_what_belongs_to_a_scene_and_its_keys_do_nothing_to_it(
    application: Application, press: Callable[..., None]
) -> None:
    workspace = application.workspace
    workspace.panels.pin("left")
    assert not workspace.drawers["left"].is_open
    press("o", "k", "n")
    assert not workspace.banner.isVisible()
    press("h")
    assert workspace.drawers["left"].is_open
    assert not workspace.drawers["right"].is_open


# --- Keys and screen readers ----------------------------------------------------------------------------------------


def test_arrows_choose_whichever_part_of_the_page_has_the_focus(open_application: Open, qtbot: QtBot) -> None:
    page = open_application(None, catalogue(), (1280, 720), home=True).workspace.start_page.home
    keys = page.window().windowHandle()
    assert page.course.posters["dense"].hasFocus()
    QTest.keyClick(keys, Qt.Key.Key_Right)
    assert lit(page) == "convolution"
    QTest.keyClick(keys, Qt.Key.Key_Down)
    below = lit(page)
    assert page.course.posters[below].x() == page.course.posters["convolution"].x()
    assert page.course.posters[below].y() > page.course.posters["convolution"].y()
    page.begin.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(keys, Qt.Key.Key_Left)
    beside = lit(page)
    assert page.course.posters[beside].y() == page.course.posters[below].y()
    assert page.course.posters[beside].x() < page.course.posters[below].x()
    assert page.course.posters[beside].hasFocus()
    QTest.keyClick(keys, Qt.Key.Key_PageUp)
    names = [scene.name for scene in catalogue().scenes]
    assert lit(page) == names[names.index(beside) - 1], "a clicker can light another, too"
    QTest.keyClick(keys, Qt.Key.Key_Home)
    assert lit(page) == "dense"


def test_tab_goes_through_the_page_as_it_is_read_and_stops_at_one_poster(application: Application, page: Home) -> None:
    application.session.jump(3.0)
    page.focus_lit()
    page.offer_place("Mini")
    passed: list[QWidget | None] = []
    for _ in range(12):
        passed.append(page.window().focusWidget())
        QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_Tab)
    poster = page.course.posters["mini"]
    expected = [poster, page.teach, page.networks, page.afresh, page.search, page.help, page.theme]
    expected += [page.begin, page.lessons, page.practise, page.go_on, page.train]
    assert passed == expected


def test_screen_readers_are_told_what_the_posters_show(page: Home, qtbot: QtBot) -> None:
    poster: Poster = page.course.posters["mini"]
    qtbot.waitUntil(lambda: poster.drawn, timeout=20_000)
    told = QAccessible.queryAccessibleInterface(poster)
    assert told.role() == QAccessible.Role.Button
    assert told.text(QAccessible.Text.Name) == "Mini"
    assert poster.accessibleDescription() == "Chapter 1, Seeing with filters, 1 minute, not seen yet"
    poster.mark_seen(True)
    assert poster.accessibleDescription().endswith(", seen")
    for button in (page.begin, page.lessons, page.train, page.afresh, page.search, page.help, page.theme):
        assert QAccessible.queryAccessibleInterface(button).role() == QAccessible.Role.Button
        assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
