"""Pictures of one's own made to fit: what the published network answers to them is what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from desktop.pictures.reading import read_picture
from desktop.pictures.square import fitted, from_shades, side_for
from engine.contract.numbers import Array
from engine.contract.questions import MapsRead, Published, Query, ReadMaps
from engine.queries import answers
from scenes.stage.core import knobs as kit
from scenes.stage.core.knobs import knob
from scenes.stage.data.pictures import Picture, pixels
from tests.desktop.picture_files import CASES
from tests.engine.models.reference_answers import ANSWERS


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    square: Picture = kit.picture("cat", "cat", label="Square", square=True)
    whole: Picture = kit.picture("cat", "cat", label="Whole")


SQUARE, WHOLE = (knob(Knobs, name) for name in ("square", "whole"))


@pytest.mark.parametrize(
    ("file", "name"), [("cat-451x300.png", "full/chelsea-451x300"), ("coffee-600x400.png", "full/coffee-600x400")]
)
def test_a_photo_of_another_size_gets_the_answer_that_is_known(file: str, name: str) -> None:
    found = fitted(SQUARE, read_picture(CASES / file, side=side_for(SQUARE)).picture)
    assert found.shape == (3, 224, 224)
    query = Query(1, Published("efficientnet-lite0"), ReadMaps(Array.of(pixels(found).astype(np.uint8)), ()))
    (reply,) = answers.replies(query, lambda _: None)
    assert reply is not None
    assert isinstance(reply.answer, MapsRead)
    logits, expected = reply.answer.logits.numpy(), ANSWERS[name]
    assert np.argsort(-logits)[:4].tolist() == list(expected.classes)[:4]
    assert set(np.argsort(-logits)[:5].tolist()) == set(expected.classes)
    assert logits.max() == pytest.approx(expected.largest, abs=0.1)


def test_of_a_wide_picture_the_middle_is_taken() -> None:
    shades = np.zeros((3, 100, 300), np.uint8)
    shades[0, :, 100:200] = 200
    found = from_shades(SQUARE, "middle", shades)
    assert found.shape == (3, 224, 224)
    assert (pixels(found)[0] == 200).all()


def test_grey_becomes_colour_where_a_square_is_wanted() -> None:
    shades = np.random.default_rng(1).integers(0, 256, (1, 40, 50)).astype(np.uint8)
    found = pixels(from_shades(SQUARE, "grey", shades))
    assert found.shape == (3, 224, 224)
    np.testing.assert_array_equal(found[0], found[2])
    assert from_shades(WHOLE, "grey", shades).shape == (1, 40, 50)


def test_a_large_picture_is_mixed_of_all_its_pixels() -> None:
    """One black column of each two is grey in little, and no pattern that was not there."""
    shades = np.tile(np.array([0, 255], np.uint8), (3, 1792, 896))
    found = pixels(from_shades(SQUARE, "stripes", shades))
    assert found.min() > 110
    assert found.max() < 145


def test_where_no_square_is_wanted_a_picture_keeps_its_shape() -> None:
    assert from_shades(WHOLE, "wide", np.zeros((3, 300, 600), np.uint8)).shape == (3, 112, 224)
    assert fitted(WHOLE, Picture("cat")) == fitted(SQUARE, Picture("cat")) == Picture("cat")
    assert (side_for(SQUARE), side_for(WHOLE)) == (1920, 224)


def test_the_square_is_pillows_own() -> None:
    with Image.open(CASES / "cat-451x300.png") as image:
        expected = image.convert("RGB").crop((75, 0, 375, 300)).resize((224, 224), Image.Resampling.BILINEAR)
    found = fitted(SQUARE, read_picture(CASES / "cat-451x300.png", side=side_for(SQUARE)).picture)
    assert np.abs(pixels(found) - np.moveaxis(np.asarray(expected, float), 2, 0)).mean() < 3
