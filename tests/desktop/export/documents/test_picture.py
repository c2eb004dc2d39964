"""Pictures on paper: cut to what is between title and caption, with larger letters, as small as they can be."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from desktop.export.documents.picture import on_paper
from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import catalogue, plan, render
from scenes.stage.core.marks import Image, Rect, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.numbers.values import Values

Draws = Callable[..., Frame]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    pass


def box(data: bytes) -> list[float]:
    return [float(each) for each in ElementTree.fromstring(data).attrib["viewBox"].split()]


def letters(data: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(data).iter(f"{SVG}text")]


def frames(name: str) -> Iterator[Frame]:
    scene = catalogue().find(name)
    knobs = scene.knobs()
    recording = bundled(scene.preset(knobs)) if scene.preset else None
    return (render(scene, knobs, t, recording) for t in boundaries(plan(scene, knobs, recording)))


def test_title_and_caption_are_left_to_the_words_beside_it(frame: Draws) -> None:
    data = on_paper(frame("Caption.", lettering(100, 400, "inside", size=40)))
    assert letters(data) == ["inside"]
    assert box(data) == [0, 102, 1600, 710]


def test_what_lies_over_title_or_caption_is_not_cut_off(frame: Draws) -> None:
    legend = lettering(1400, 60, "legend", size=24, pinned=True)
    assert box(on_paper(frame("Said.", legend)))[1] == 38
    ink = replace(Rect(x=300, y=850, width=40, height=20, fill=1), pinned=True)
    assert box(on_paper(frame("Said.", ink)))[3] == 880 - 102


def test_larger_letters_at_the_edge_are_not_cut_off(frame: Draws) -> None:
    heading = lettering(100, 122, "input", size=40)
    data = on_paper(frame("Said.", heading), 1.5)
    assert box(data)[1] == 122 - 30 - 10
    assert b"clip-path" not in data


def test_a_card_takes_the_whole_stage(frame: Draws) -> None:
    data = on_paper(frame("Said.", lettering(100, 40, "above", size=40), whole=True))
    assert box(data) == [0, 0, 1600, 900]
    assert letters(data) == ["above"]


def test_letters_grow_where_they_have_room(frame: Draws) -> None:
    alone = lettering(100, 400, "alone", size=40)
    close = [lettering(800, 500 + 42 * row, "close", size=40) for row in range(3)]
    written = on_paper(frame("Said.", alone, *close), 1.5).decode()
    sizes = [float(found) for found in re.findall(r'font-size="([\d.]+)"', written)]
    assert sizes[0] == pytest.approx(60)
    assert max(sizes[1:]) < 60


def test_a_closer_look_shows_its_map(frame: Draws) -> None:
    words = lettering(600, 450, "near", size=40)
    far, near = on_paper(frame("Said.", words)), on_paper(replace(frame("Said.", words), view=Box(400.0, 300.0, 500.0)))
    assert letters(near) == ["near"]
    boxes = [len(list(ElementTree.fromstring(data).iter(f"{SVG}rect"))) for data in (far, near)]
    assert boxes[1] == boxes[0] + 3  # where the camera's picture ends, the stage made small, and what is seen of it


def test_large_photographs_are_jpeg_and_small_pictures_stay_sharp(frame: Draws) -> None:
    random = np.random.default_rng(0)
    large = Values(random.integers(0, 255, (400, 400, 3)).astype(np.uint8))
    small = Values(random.integers(0, 255, (20, 20, 3)).astype(np.uint8))

    def kinds(pixels: Values) -> list[str]:
        image = Image(pixels=pixels, origin=(300, 200), u=(1, 0), v=(0, 1), smooth=True)
        found = re.findall(r"data:image/(\w+);base64,([^\"]+)", on_paper(frame("Said.", image)).decode())
        return [kind for kind, data in found if base64.b64decode(data)]

    assert (kinds(large), kinds(small)) == (["jpeg"], ["png"])


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_every_picture_of_the_course_can_be_printed(scene: object) -> None:
    for found in frames(scene.name):
        data = on_paper(found, 1.5)
        told = letters(data)
        assert found.steps[found.step].caption not in told
        assert box(data)[3] <= 900
