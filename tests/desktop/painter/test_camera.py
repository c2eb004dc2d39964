"""Looking closer: on the way what is kept is enlarged, and what is beside the picture costs nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.painter import cells
from desktop.painter.paint import LAYERS, paint
from desktop.painter.typesetter import Typesetter
from scenes.stage.core.marks import Grid, Group, Rect, Role, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import DARK
from tests.desktop.painted import coarse, frame_of, pixels

RANDOM = np.random.default_rng(5)
NUMBERS = Values(RANDOM.integers(-3, 4, (5, 5)).astype(float))
MANY = Values(RANDOM.normal(size=(40, 40)))
HERE = Grid(values=NUMBERS, origin=(100.0, 200.0), u=(90.0, 0.0), v=(0.0, 90.0), numbers=False, name="here")
FAR = Grid(values=MANY, origin=(1150.0, 200.0), u=(10.0, 0.0), v=(0.0, 10.0), name="far")
PICTURE = frame_of(
    HERE,
    FAR,
    Group(
        marks=(lettering(620, 300, "Sums", bold=True, size=60), Rect(x=620, y=400, width=200, height=80, fill=1)), dx=20
    ),
    lettering(56, 850, "It stands still.", size=40, pinned=True, role=Role.TEXT),
)


@pytest.fixture(autouse=True)
def nothing_kept(qapp: object) -> None:
    LAYERS.clear()


def picture(frame: Frame, moving: bool) -> np.ndarray:
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint(painter, frame, DARK, QRectF(image.rect()), Typesetter(blocking=True), moving=moving)
    return pixels(image)


@pytest.mark.parametrize("box", [Box(60, 150, 800), Box(150, 250, 400), Box(700, 200, 900), Box(1100, 180, 420)])
def test_on_the_way_the_picture_is_the_same_but_for_its_sharpness(box: Box) -> None:
    frame = PICTURE.through(box)
    moving, still = picture(frame, True), picture(frame, False)
    off, elsewhere = (np.abs(coarse(found) - coarse(still)).mean() for found in (moving, np.roll(moving, 12, axis=1)))
    assert off < elsewhere / 2, "twelve pixels beside it would be another picture"
    assert not np.array_equal(moving, still)
    assert np.array_equal(picture(PICTURE, True), picture(PICTURE, False)), "the whole stage is as sharp as ever"


def test_on_the_way_nothing_is_made_that_was_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    picture(PICTURE, False)
    made: list[str] = []
    before = cells._painted
    monkeypatch.setattr(cells, "_painted", lambda grid, *rest: (made.append(grid.name), before(grid, *rest))[1])
    for width in range(1500, 500, -50):
        picture(PICTURE.through(Box(40, 100, width)), True)
    assert made == []


def test_what_is_beside_the_picture_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    before = cells._painted
    monkeypatch.setattr(cells, "_painted", lambda grid, *rest: (made.append(grid.name), before(grid, *rest))[1])
    picture(PICTURE.through(Box(90, 190, 403)), False)
    assert made == ["here"]
    picture(PICTURE.through(Box(1120, 190, 403)), False)
    assert made == ["here", "far"]


def test_what_is_seen_from_very_near_is_kept_in_a_layer_no_larger_than_the_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []
    before = cells._painted

    def watched(*arguments: object) -> object:
        layer = before(*arguments)
        sizes.append(layer.image.width() * layer.image.height())
        return layer

    monkeypatch.setattr(cells, "_painted", watched)
    large = frame_of(Grid(values=NUMBERS, origin=(0.0, 0.0), u=(180.0, 0.0), v=(0.0, 180.0), name="large"))
    picture(large.through(Box(200, 200, 401)), False)
    assert 0.9 * 960 * 540 < max(sizes) < 1.1 * 960 * 540
