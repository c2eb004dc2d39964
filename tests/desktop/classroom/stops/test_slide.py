from __future__ import annotations

import numpy as np
import pytest

from desktop.classroom.stops.slide import slide_scene
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import HEIGHT, WIDTH, Image, Text, outline
from scenes.stage.core.stage import Frame
from scenes.stage.data.pictures import SLIDE_SIDE, Picture, from_array


def picture(channels: int, height: int, width: int) -> Picture:
    shades = np.arange(channels * height * width).reshape(channels, height, width) % 251
    return from_array("my slide", shades.astype(np.uint8), SLIDE_SIDE)


def shown(of: Picture, title: str = "") -> Frame:
    scene = slide_scene(of, title)
    return render(scene, scene.knobs(), 0.0)


def image_in(frame: Frame) -> Image:
    (image,) = (each.mark for each in frame.placed() if isinstance(each.mark, Image))
    return image


@pytest.mark.parametrize(
    ("size", "box"),
    [((1080, 1920), (0, 0, WIDTH, HEIGHT)), ((600, 800), (200, 0, 1400, HEIGHT)), ((10, 40), (0, 250, WIDTH, 650))],
)
def test_a_slide_is_as_large_as_the_stage_and_all_of_it(size: tuple[int, int], box: tuple[float, ...]) -> None:
    image = image_in(shown(picture(3, *size)))
    assert outline(image) == pytest.approx(box)
    assert image.smooth


def test_a_slide_keeps_its_colours_and_a_grey_one_has_three_channels() -> None:
    colours, grey = picture(3, 4, 6), picture(1, 4, 6)
    assert image_in(shown(colours)).pixels.array[1, 2].tolist() == [8, 32, 56]
    assert image_in(shown(grey)).pixels.array[1, 2].tolist() == [8, 8, 8]


def test_a_title_stands_over_a_slide_and_is_cut_where_it_is_too_long() -> None:
    frame = shown(picture(3, 900, 1600), "What we shall see today " * 5)
    (title,) = (each.mark for each in frame.placed() if isinstance(each.mark, Text))
    assert title.text.endswith("…")
    assert outline(image_in(frame))[1] > title.y + title.size / 2


def test_a_slide_is_one_step_and_the_same_again() -> None:
    scene = slide_scene(picture(3, 20, 30))
    assert [step.title for step in plan(scene, scene.knobs())] == ["my slide"]
    assert shown(picture(3, 20, 30)) == shown(picture(3, 20, 30))
