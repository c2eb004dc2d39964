"""The panel at the side: whatever a scene has in it stands in it whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.app.composition import Application, StartOptions
from desktop.theme.appearance import TextSize
from scenes.stage.core.catalogue import catalogue


@pytest.mark.parametrize("text", ["normal", "largest"])
def test_no_scene_has_more_in_it_than_its_width_holds(
    open_application: Callable[..., Application], text: TextSize
) -> None:
    application = open_application(catalogue=catalogue(), size=(1280, 720))
    window = application.workspace
    application.appearance.text = text
    (area,) = window.aside.findChildren(QScrollArea)
    for scene in application.session.catalogue.scenes:
        window.places.open_scene(scene.name)
        window.training.put_back.show()  # as after a run on this machine
        inside = area.widget()
        assert inside.minimumSizeHint().width() <= area.viewport().width(), scene.name
        for editor in window.knobs.editors.values():
            editor.refuse("A sentence as long as the ones that say why something can't be had.")
        assert inside.minimumSizeHint().width() <= area.viewport().width(), scene.name


def test_the_knobs_of_another_step_are_in_sight(open_application: Callable[..., Application]) -> None:
    application = open_application(StartOptions(scene="convolution"), catalogue(), (1500, 500))
    panel = application.workspace.knobs
    scroll = next(each for each in application.workspace.findChildren(QScrollArea) if each.isAncestorOf(panel))
    application.session.show_step(0)
    QApplication.processEvents()
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    application.session.show_step(1)
    assert bar.value() == 0
