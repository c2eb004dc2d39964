"""How the start page and the full screen look from the last row, by the measures of the audit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application, StartOptions
from scenes.stage.core.catalogue import catalogue
from tests.audit.aims import MEAN_USE
from tests.audit.pictures import in_use

Open = Callable[..., Application]


def grabbed(widget: object) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)  # type: ignore[attr-defined]
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("theme", ["dark", "light", "projector"])
def test_the_start_page_fills_its_window(open_application: Open, theme: str) -> None:
    page = open_application(StartOptions(theme=theme), catalogue(), (1600, 900), home=True).workspace.start_page.home
    QApplication.processEvents()
    picture = grabbed(page)
    empty = np.broadcast_to(picture[5, 5], picture.shape).copy()
    assert in_use(picture, empty) >= MEAN_USE


def test_a_board_has_the_whole_of_a_full_screen(open_application: Open) -> None:
    application = open_application(StartOptions(scene="convolution"), catalogue(), (1600, 900))
    workspace = application.workspace
    workspace.full_screen.enter()
    QApplication.processEvents()
    canvas = workspace.canvas
    assert canvas.width() == workspace.width()
    assert canvas.height() * 16 >= canvas.width() * 9 - 32
