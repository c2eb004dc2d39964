"""Networks whose numbers are tiny: all are written with digits enough, and no legend lies over the title."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from scenes.real_network import real_network
from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import change
from scenes.stage.core.marks import Grid, Text
from scenes.stage.output.shading import tiles
from scenes.stage.output.theme import THEMES
from tests.desktop.metrics import overlaps, text_boxes
from tests.scenes.real_network.kits import answered, faint_kit, shown

NETWORKS = ("googlenet-torchvision", "mobilenet-v2", "vgg-11")
BY_LETTERS = list({theme.letters: theme for theme in THEMES.values()}.values())
NOTHING = re.compile(r"[+−±]?0?\.0+")

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("typeface")
@pytest.mark.parametrize("name", NETWORKS)
def test_no_legend_lies_over_the_title_and_no_text_over_another(folder: Path, name: str) -> None:
    knobs = shown(faint_kit(folder, name))
    for step in plan(real_network, knobs):
        frame = answered(knobs, step.title).frame
        for theme in BY_LETTERS:
            boxes = text_boxes(frame, theme)
            assert not overlaps(boxes), (step.title, theme.name)
            assert not [words for words, box in boxes if box.right() > 1600.5], (step.title, theme.name)


@pytest.mark.parametrize("name", NETWORKS)
def test_no_number_is_written_as_zero_that_is_none(folder: Path, name: str) -> None:
    knobs = shown(faint_kit(folder, name))
    knobs = change(knobs, "block", knobs.stop.number + 2)
    for step in plan(real_network, knobs):
        for each in answered(knobs, step.title).frame.placed():
            mark = each.mark
            if isinstance(mark, Text):
                assert not NOTHING.fullmatch(mark.text), (step.title, mark.name)
            if isinstance(mark, Grid) and mark.number_size and mark.shade == "value":
                for label, value in zip(np.ravel(mark.labels), mark.values.array.ravel(), strict=True):
                    assert value == 0 or re.search("[1-9]", label), (step.title, mark.name)


def test_a_number_with_a_power_of_ten_has_its_colour(folder: Path) -> None:
    seen = answered(shown(faint_kit(folder, "googlenet-torchvision")), "One cell")
    values = seen.grid("values")
    limit = seen.frame.scales.of(values.scale_name)
    assert np.abs(values.values.array).max() < 0.001
    found = tiles(values, limit, THEMES["dark"], flat=False)
    nothing = tiles(Grid(values=values.values, origin=(0.0, 0.0), u=(99.0, 0.0), v=(0.0, 99.0), decimals=2), limit,
                    THEMES["dark"], flat=False)  # fmt: skip
    assert (found.fill != nothing.fill).any(axis=-1).all()


def test_the_curve_of_relu_goes_as_far_as_the_numbers(folder: Path) -> None:
    seen = answered(shown(faint_kit(folder, "googlenet-torchvision")), "Batch norm and ReLU")
    assert not {"6"} & set(seen.texts)
    assert sum("·10⁻" in text for text in seen.texts) >= 2
