"""Where maps, classes and sentences stand, so that maps are as large as can be."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from desktop.lab.points.neighbours import Map
from desktop.lab.points.painting import SMALLEST, Look, Sheet, arranged, dot_size
from desktop.lab.points.shown import LETTER, RING, Shown, put_together, reading
from desktop.lab.points.wanted import Place
from desktop.theme.appearance import Appearance
from desktop.widgets.box import Box
from scenes.stage.data.recording import Recording

SIX = (Place(None, ""), *(Place(0, name) for name in ("fc1", "relu1")), *(Place(1, f"conv{n}") for n in (1, 2, 3)))


def shown_of(story: SimpleNamespace, places: tuple[Place, ...], gathered: bool = True) -> Shown:
    recording: Recording = story.recording_of(story.run_events(10))
    chance = np.random.default_rng(0)
    labels = np.repeat(np.arange(10), 20)
    points = chance.normal(size=(200, 2)) * (0.1 if gathered else 3)
    points[labels < 5] += 20 * labels[labels < 5, None]
    found = {place: Map(10, points, labels) for place in places}
    return put_together(recording.plan, "t-sne", places, found, None, {}, frozenset())


def overlapping(sheet: Sheet) -> list[tuple[Box, Box]]:
    boxes = [*(each.cell for each in sheet.maps), *sheet.legend, sheet.words]
    rects = [QRectF(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1) for box in boxes]
    return [(boxes[a], boxes[b]) for a, b in combinations(range(len(boxes)), 2) if rects[a].intersects(rects[b])]


def test_six_maps_take_the_room_that_words_beside_them_leave(looks: Appearance, story: SimpleNamespace) -> None:
    sheet = arranged(shown_of(story, SIX), 974, 435, Look(looks.theme, 12))
    assert sheet.maps[0].square.width > 165, "below the maps the words would leave them 140"
    assert sheet.words.x > max(each.square.right for each in sheet.maps)
    assert not overlapping(sheet)
    assert sheet.words.y + sheet.words.height <= 435


@pytest.mark.parametrize(("width", "height"), [(974, 435), (560, 435), (400, 700), (1600, 800), (300, 300)])
@pytest.mark.parametrize("places", [SIX[:1], SIX[1:3], SIX])
def test_nothing_covers_anything(
    looks: Appearance, story: SimpleNamespace, width: int, height: int, places: tuple[Place, ...]
) -> None:
    assert not overlapping(arranged(shown_of(story, places), width, height, Look(looks.theme, 12)))


def test_a_ring_has_a_hole_on_the_smallest_map(looks: Appearance, story: SimpleNamespace) -> None:
    sheet = arranged(shown_of(story, SIX), 560, 300, Look(looks.theme, 12))
    assert dot_size(sheet.maps[0]) - 2 * max(1.2, 0.16 * SMALLEST) >= 4


def test_why_some_classes_have_no_letter_is_said(story: SimpleNamespace) -> None:
    shown = shown_of(story, SIX)
    found = shown.maps[0].map
    assert found is not None
    assert 0 < len(found.middles) < 10
    assert LETTER in reading(shown)
    assert RING not in reading(shown), "nobody was asked what is mistaken"
