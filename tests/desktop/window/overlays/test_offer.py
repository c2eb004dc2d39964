"""Where an offer stands: over the stage in its upper middle, on the start page where it covers no button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.app.composition import Application
from desktop.window.overlays.offer import Offer
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import catalogue

Open = Callable[..., Application]
SENTENCE = "Go on with the class of 8:30, “From pixels to a convolutional network”, at stop 3?"


def covered(workspace: Workspace, offer: Offer) -> list[str]:
    """The buttons that an offer lies over."""
    buttons = (each for each in workspace.findChildren(QAbstractButton) if each.isVisible())
    others = (each for each in buttons if not offer.isAncestorOf(each))
    return [
        each.text() or each.accessibleName() or type(each).__name__
        for each in others
        if QRect(each.mapTo(workspace, QPoint()), each.size()).intersects(offer.geometry())
    ]


@pytest.mark.parametrize("size", [(960, 540), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("text", ["normal", "largest"])
def test_on_the_start_page_it_covers_no_button(open_application: Open, size: tuple[int, int], text: str) -> None:
    application = open_application(catalogue=catalogue(), size=size, home=True)
    workspace = application.workspace
    workspace.appearance.text = text
    offer = workspace.shown.records.offer
    offer.ask(SENTENCE)
    workspace.say("A message.")
    QApplication.processEvents()
    assert workspace.places.at_home
    assert covered(workspace, offer) == []
    assert workspace.rect().contains(offer.geometry())
    height = workspace.places.height()
    assert offer.dismiss()
    QApplication.processEvents()
    assert workspace.places.height() > height, "the page has its room again"


def test_at_a_scene_it_stands_below_a_message_and_goes_with_it(application: Application) -> None:
    workspace = application.workspace
    offer, banner = workspace.shown.records.offer, workspace.banner
    offer.ask(SENTENCE)
    alone = offer.y()
    workspace.say("A message.\nOf two lines.")
    QApplication.processEvents()
    assert offer.y() > banner.geometry().bottom()
    banner.dismiss()
    QApplication.processEvents()
    assert offer.y() == alone


def test_a_long_sentence_is_read_to_its_end_in_a_narrow_window(open_application: Open) -> None:
    workspace = open_application(size=(800, 480), home=True).workspace
    workspace.appearance.text = "largest"
    offer = workspace.shown.records.offer
    offer.ask(SENTENCE)
    for show in (workspace.places.show_home, workspace.places.show_scene):
        show()
        QApplication.processEvents()
        (sentence,) = (each for each in offer.findChildren(QLabel) if each.text() == SENTENCE)
        assert workspace.rect().contains(offer.geometry())
        assert sentence.height() >= sentence.heightForWidth(sentence.width())
        assert sentence.wordWrap()
        assert sentence.width() > 100


def test_it_goes_from_the_start_page_to_a_scene_and_back(open_application: Open) -> None:
    workspace = open_application(home=True).workspace
    offer = workspace.shown.records.offer
    offer.ask(SENTENCE)
    QApplication.processEvents()
    assert offer.y() >= workspace.places.geometry().bottom()
    workspace.places.show_scene()
    QApplication.processEvents()
    assert workspace.places.geometry().bottom() == workspace.rect().bottom()
    assert offer.y() < workspace.height() / 4
    workspace.places.show_home()
    QApplication.processEvents()
    assert offer.y() >= workspace.places.geometry().bottom()
