"""Pictures: the bundled ones are what they are called, one's own travels as data."""

import json
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scenes.stage.data.pictures import (
    BUNDLED,
    LARGEST_SIDE,
    TITLES,
    Picture,
    from_array,
    from_plain,
    grey,
    pixels,
    to_plain,
    too_few_channels,
    too_small,
)

steadily = settings(derandomize=True, deadline=None, max_examples=60)
shapes = st.tuples(st.sampled_from([1, 3]), st.integers(1, 9), st.integers(1, 9))
finite = st.floats(-1e6, 1e6, width=32)

SHAPES = {
    "example": (1, 5, 5),
    "edge": (1, 6, 6),
    "counting": (1, 3, 3),
    "tiles": (1, 4, 4),
    "channels": (3, 3, 3),
    "sheets": (2, 3, 3),
    "columns": (3, 4, 4),
    "digit": (1, 8, 8),
    "giraffe": (1, 28, 28),
    "elephant": (1, 28, 28),
    "cat": (3, 224, 224),
    "coffee": (3, 224, 224),
    "astronaut": (3, 224, 224),
    "photographer": (1, 224, 224),
}


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_pictures_have_a_title_and_the_size_it_says(name: str) -> None:
    picture = Picture(name)
    found = pixels(picture)
    assert found.shape == SHAPES[name]
    assert found.min() >= 0
    assert found.max() <= 255
    assert picture.bundled
    assert picture.title == TITLES[name]
    if "×" in picture.title:
        assert picture.title.endswith(f"{found.shape[1]}×{found.shape[2]}")


def test_the_worked_examples_are_those_of_the_course() -> None:
    assert pixels(Picture("example"))[0].astype(int).tolist() == [
        [1, 2, 0, 1, 2], [0, 1, 3, 1, 0], [2, 0, 1, 2, 1], [1, 3, 0, 1, 0], [0, 1, 2, 0, 1],
    ]  # fmt: skip
    assert pixels(Picture("counting")).ravel().tolist() == list(range(9))
    assert (pixels(Picture("edge"))[0] == [0, 0, 0, 9, 9, 9]).all()
    red, green, blue = pixels(Picture("channels")).astype(int).tolist()
    assert red == [[1, 0, 2], [0, 1, 0], [2, 1, 0]]
    assert green == [[0, 1, 1], [1, 0, 1], [0, 2, 0]]
    assert blue == [[1, 1, 0], [0, 2, 1], [1, 0, 1]]


@pytest.mark.parametrize("name", ["digit", "giraffe", "elephant"])
def test_small_pictures_show_something(name: str) -> None:
    found = pixels(Picture(name))
    assert len(np.unique(found)) > 4


@steadily
@given(arrays.arrays(np.uint8, shapes))
def test_a_picture_of_bytes_keeps_every_number(array: npt.NDArray[np.uint8]) -> None:
    picture = from_array("mine.png", array)
    assert np.array_equal(pixels(picture), array)
    assert pixels(picture).dtype == np.float64
    assert (picture.bundled, picture.title) == (False, "mine.png")
    assert from_plain(json.loads(json.dumps(to_plain(picture)))) == picture


@steadily
@given(arrays.arrays(np.float32, shapes, elements=finite))
def test_a_picture_of_floats_keeps_every_number(array: npt.NDArray[np.float32]) -> None:
    picture = from_array("probe", array)
    assert np.array_equal(pixels(picture), array)
    assert from_plain(json.loads(json.dumps(to_plain(picture)))) == picture


def test_a_picture_of_strided_or_whole_numbers_is_stored_right() -> None:
    array = np.arange(24).reshape(1, 4, 6)[:, ::2, ::-1]
    assert np.array_equal(pixels(from_array("mine", array)), array)


def test_the_numbers_of_a_picture_cannot_be_changed() -> None:
    for picture in (Picture("digit"), from_array("mine", np.zeros((1, 2, 2)))):
        with pytest.raises(ValueError, match="read-only"):
            pixels(picture)[0, 0, 0] = 1


def test_an_own_picture_is_not_the_bundled_one_of_its_name() -> None:
    own = from_array("example", np.zeros((1, 2, 2), np.uint8))
    assert own != Picture("example")
    assert from_plain(to_plain(own)) == own
    assert not pixels(own).any()
    assert own.title == "example"


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((2, 4, 4)), "1 or 3 channels"),
        (np.zeros((4, 4)), "1 or 3 channels"),
        (np.zeros((1, 0, 4)), "1 or 3 channels"),
        (np.zeros((1, LARGEST_SIDE + 1, 4)), "at most 224 pixels"),
        (np.full((1, 2, 2), np.nan), "not finite"),
        (np.full((1, 2, 2), 1e300), "too large"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(array: npt.NDArray[np.float64], said: str) -> None:
    with pytest.raises(ValueError) as raised:
        from_array("mine", array)
    assert said in str(raised.value)
    assert str(raised.value).endswith(".")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no picture named 'unicorn'"):
        from_plain("unicorn")
    with pytest.raises(KeyError):
        pixels(Picture("unicorn"))


def test_grey_is_one_channel_of_whole_numbers_where_the_colours_were_whole() -> None:
    colours = np.array([[[255.0, 255, 0]], [[255.0, 0, 255]], [[255.0, 0, 0]]])
    assert grey(colours).tolist() == [[[255.0, 76.0, 150.0]]]
    assert grey(colours / 510)[0, 0, 1] == pytest.approx(0.1495)


def test_pictures_can_be_told_apart_by_their_numbers() -> None:
    one = from_array("mine", np.zeros((1, 2, 2), np.uint8))
    assert one != from_array("mine", np.ones((1, 2, 2), np.uint8))
    assert one != replace(one, shape=(1, 1, 4))
    assert hash(one) == hash(from_array("mine", np.zeros((1, 2, 2), np.uint8)))


def test_a_picture_says_what_it_is_too_small_for() -> None:
    assert too_few_channels(Picture("coffee"), 3) is None
    assert too_few_channels(Picture("digit"), 3) == (
        "This picture has one channel only; the colour photos and the worked example Three channels have 3."
    )
    assert too_few_channels(Picture("digit"), 2, ": no mixing") == "This picture has one channel only: no mixing."
    assert too_small(Picture("example"), 5, "The kernel is 5 cells wide") is None
    assert too_small(Picture("example"), 6, "The kernel is 6 cells wide") == (
        "The kernel is 6 cells wide, but the picture has only 5."
    )
    assert too_small(Picture("example"), 7, "The window spans 7 cells", 1) is None
    assert too_small(Picture("example"), 8, "The window spans 8 cells", 1) == (
        "The window spans 8 cells, but the picture has only 7, padding included."
    )
