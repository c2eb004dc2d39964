"""From a term to what shows it, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app.composition import Application
from desktop.player.session import SceneSession
from desktop.window.overlays.terms import Terms
from desktop.window.workspace import Workspace
from engine.contract.spec import PRESETS
from scenes.glossary import term_named
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.knobs import change

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def work(open_application: Callable[..., Application]) -> Workspace:
    return open_application(catalogue=catalogue()).workspace


@pytest.fixture
def session(work: Workspace) -> SceneSession:
    work.session.open("convolution")
    work.session.turn("bias", 3.0)
    work.session.show_step(6)
    return work.session


@pytest.fixture
def terms(work: Workspace) -> Terms:
    return work.terms


def at(session: SceneSession) -> tuple[str, str]:
    return session.scene.name, session.steps[session.step].title


def test_a_term_is_shown_and_the_way_back_leads_where_one_was(session: SceneSession, terms: Terms) -> None:
    knobs, t = session.knobs, session.player.t
    terms.show(term_named("stride"))
    assert at(session) == ("padding", "Every second cell")
    assert terms.offer.isVisible()
    assert terms.offer.sentence == "Here you see: stride."
    assert terms.offer.yes.text() == "Back to Convolution"
    terms.offer.yes.click()
    assert (at(session), session.knobs, session.player.t) == (("convolution", "Slide"), knobs, t)
    assert terms.offer.isHidden()


def test_the_same_scene_with_other_knobs_comes_back_as_it_was(session: SceneSession, terms: Terms) -> None:
    knobs = session.knobs
    terms.show(term_named("cross-correlation"))
    assert session.knobs.flip
    assert terms.offer.yes.text() == "Back to Slide"
    assert at(session) == ("convolution", "One window")
    terms.offer.yes.click()
    assert session.knobs == knobs
    assert at(session) == ("convolution", "Slide")


def test_the_scene_that_shows_a_term_is_left_as_the_user_had_it(session: SceneSession, terms: Terms) -> None:
    session.open("padding")
    session.turn("n", 6)
    session.open("convolution")
    terms.show(term_named("stride"))
    assert session.knobs.n == 5
    terms.offer.yes.click()
    assert session.knobs_of("padding").n == 6


def test_what_was_turned_there_meanwhile_stays(session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("stride"))
    session.turn("n", 7)
    terms.offer.yes.click()
    assert session.knobs_of("padding").n == 7


def test_of_several_terms_the_way_back_leads_to_before_the_first(session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("stride"))
    terms.show(term_named("softmax"))
    assert terms.offer.yes.text() == "Back to Convolution"
    terms.offer.yes.click()
    assert at(session) == ("convolution", "Slide")


def test_a_poster_comes_back_as_a_poster(session: SceneSession, terms: Terms) -> None:
    session.open_afresh("pooling")
    terms.show(term_named("softmax"))
    terms.offer.yes.click()
    assert session.scene.name == "pooling"
    assert session.at_poster


def test_from_the_start_page_and_back(work: Workspace, session: SceneSession, terms: Terms) -> None:
    work.places.show_home()
    terms.show(term_named("softmax"))
    assert work.places.at_scene
    assert terms.offer.yes.text() == "Back to the start page"
    terms.offer.yes.click()
    assert work.places.at_home


def test_what_only_the_lab_shows_is_shown_there(work: Workspace, session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("momentum"))
    assert work.places.in_lab
    assert work.places.load_lab().wanted.spec.race == PRESETS["twins-8"].spec.race
    assert terms.offer.isVisible()
    terms.offer.yes.click()
    assert work.places.at_scene
    assert at(session) == ("convolution", "Slide")


def test_what_only_a_page_shows_is_shown_there(work: Workspace, session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("int8"))
    assert work.places.shows(work.places.edge)
    terms.offer.yes.click()
    assert work.places.at_scene
    assert at(session) == ("convolution", "Slide")


def test_a_stop_of_a_lesson_comes_back(session: SceneSession, terms: Terms) -> None:
    pooling = session.catalogue.find("pooling")
    session.enter("lesson 1", pooling, change(pooling.knobs(), "size", 3))
    session.show_step(2)
    before = at(session)
    terms.show(term_named("softmax"))
    assert session.stop == ""
    terms.offer.yes.click()
    assert (session.stop, session.knobs.size, at(session)) == ("lesson 1", 3, before)


def test_who_goes_elsewhere_is_offered_no_way_back(session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("stride"))
    session.back_step()
    assert terms.offer.isVisible()
    session.open("vgg")
    assert terms.offer.isHidden()


def test_escape_takes_the_offer_away(work: Workspace, session: SceneSession, terms: Terms) -> None:
    terms.show(term_named("stride"))
    work.escape()
    assert terms.offer.isHidden()
    assert at(session) == ("padding", "Every second cell")


def test_the_finder_leads_to_a_term(work: Workspace, session: SceneSession) -> None:
    window = work.window().windowHandle()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    finder = work.start_page.finder
    QTest.keyClicks(finder.field, "skip connection")
    assert finder.places[0].term == "shortcut"
    assert term_named("shortcut").sentence in finder.list.item(0).text()
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert at(session) == ("residual", "They meet at +")
    assert work.terms.offer.isVisible()


def test_the_page_opens_by_its_key_with_the_words_of_the_step_first(work: Workspace, session: SceneSession) -> None:
    window = work.window().windowHandle()
    QTest.keyClick(window, Qt.Key.Key_M, SHIFT)
    page = work.terms.page
    assert page.isVisible()
    assert [place.title for place in page.places if place.group == "This step"] == ["feature map", "kernel", "window"]
    assert len(page.places) > 100
    QTest.keyClick(window, Qt.Key.Key_Down)
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert page.isHidden()
    assert at(session) == ("convolution", "One window")


def test_the_menu_leads_to_the_page(work: Workspace, session: SceneSession) -> None:
    (entry,) = [action for action in work.menu.actions() if action.text().startswith("Glossary")]
    entry.trigger()
    assert work.terms.page.isVisible()


def test_rows_of_the_page_are_whole_and_lie_in_the_window(work: Workspace, session: SceneSession) -> None:
    work.terms.page.toggle()
    page = work.terms.page
    card = page.list.parentWidget()
    assert page.rect().contains(card.geometry())
    last = page.list.itemAt(4, page.list.viewport().height() - 5)
    assert last is not None
    assert page.list.visualItemRect(last).bottom() <= page.list.viewport().height()
