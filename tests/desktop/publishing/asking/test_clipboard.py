from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QImage

from desktop.export.still import Style, to_image
from desktop.publishing.asking.clipboard import SIZE, copy_picture
from scenes.stage.core.catalogue import catalogue, render
from scenes.stage.output.theme import LIGHT


def test_the_picture_is_on_the_clipboard_as_png_and_as_an_image(qapp: object) -> None:
    scene = catalogue().find("scaling")
    frame = render(scene, scene.knobs(), 1.0)
    assert "1920 × 1080" in copy_picture(frame, scene.title, LIGHT)
    data = QGuiApplication.clipboard().mimeData()
    image = QImage.fromData(data.data("image/png"))
    assert (image.width(), image.height()) == SIZE
    assert image.convertToFormat(QImage.Format.Format_RGB32) == to_image(frame, Style(LIGHT, SIZE))
    assert data.hasImage()
