"""Kernels with names: what each is made of, which sizes it comes in, and what is refused."""

import numpy as np
import pytest

from scenes.reference import convolve
from scenes.stage.data import kernels
from scenes.stage.data.kernels import HAND_MADE, PRESETS, filters, refusal
from scenes.stage.data.pictures import BUNDLED, Picture, pixels

SIZES = range(1, 8)
PICTURE = "digit"


def weights(preset: str, size: int = 3, channels: int = 1, picture: str = PICTURE) -> np.ndarray:
    """The weights of the first filter, (channels, size, size)."""
    return filters(preset, 1, size, channels, picture)[0].weights


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_gives_filters_of_its_size_or_says_why_not(preset: str, size: int, channels: int) -> None:
    for picture in BUNDLED:
        reason = refusal(preset, size, channels, picture)
        if reason is None:
            made = filters(preset, 4, size, channels, picture)
            assert [one.weights.shape for one in made] == [(channels, size, size)] * 4
            assert all(np.isfinite(one.weights).all() and one.weights.any() for one in made)
            assert len({one.name for one in made}) == 4
        else:
            assert reason[0].isupper()
            assert reason.endswith(".")
            assert "\n" not in reason
            with pytest.raises(ValueError) as raised:
                filters(preset, 1, size, channels, picture)
            assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("preset", "possible"),
    [
        ("vertical edge", range(2, 8)),
        ("horizontal edge", range(2, 8)),
        ("sharpen", (3, 5, 7)),
        ("blur", SIZES),
        ("identity", SIZES),
        ("random", SIZES),
        ("trained", (3, 5)),
        ("example", ()),
    ],
)
def test_presets_come_in_the_sizes_in_which_they_make_sense(preset: str, possible: range) -> None:
    assert [size for size in SIZES if refusal(preset, size, 1, PICTURE) is None] == list(possible)


@pytest.mark.parametrize(("picture", "size", "channels"), [("counting", 2, 1), ("channels", 2, 3)])
def test_worked_examples_have_filters_of_their_own(picture: str, size: int, channels: int) -> None:
    assert refusal("example", size, channels, picture) is None
    assert refusal("example", size + 1, channels, picture) is not None
    assert refusal("example", size, 4 - channels, picture) is not None
    assert refusal("example", size, channels, PICTURE) is not None


def test_the_worked_examples_are_those_of_the_course() -> None:
    assert weights("vertical edge")[0].tolist() == [[1, 0, -1]] * 3
    assert weights("example", 2, 1, "counting").tolist() == [[[0, 1], [2, 3]]]
    assert weights("example", 2, 3, "channels").tolist() == [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [-1, 1]]]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", SIZES)
def test_blur_is_a_mean_and_identity_gives_the_channels_back_added_up(size: int, channels: int) -> None:
    x = np.random.default_rng(size).integers(0, 9, (channels, 9, 9)).astype(float)
    blurred = convolve(x, [weights("blur", size, channels)])
    assert blurred[0, 0, 0] == pytest.approx(x[:, :size, :size].mean())
    same = convolve(x, [weights("identity", size, channels)])
    middle, end = size // 2, size // 2 + same.shape[1]
    assert same[0] == pytest.approx(x.sum(axis=0)[middle:end, middle:end])


@pytest.mark.parametrize("size", [size for size in SIZES if size > 1])
def test_edges_answer_to_one_direction_and_to_nothing_flat(size: int) -> None:
    upright, lying = weights("vertical edge", size), weights("horizontal edge", size)
    assert np.array_equal(upright[0].T, lying[0])
    assert upright.sum() == lying.sum() == 0
    step = np.repeat([[[0.0] * 9 + [1.0] * 9]], 18, axis=1)
    assert np.abs(convolve(step, [upright])).max() == size * (size // 2)
    assert not convolve(step, [lying]).any()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [3, 5, 7])
def test_sharpening_keeps_what_is_flat_in_each_channel_and_lifts_what_stands_out(size: int, channels: int) -> None:
    kernel = weights("sharpen", size, channels)
    flat = np.full((channels, 9, 9), 4.0)
    assert convolve(flat, [kernel]) == pytest.approx(4.0 * channels)
    assert kernel[0, size // 2, size // 2] > 0 >= np.delete(kernel[0].ravel(), size * size // 2).max()


@pytest.mark.parametrize("preset", HAND_MADE)
def test_further_filters_follow_the_chosen_one_in_their_order(preset: str) -> None:
    start = HAND_MADE.index(preset)
    names = [one.name for one in filters(preset, 4, 3, 1, PICTURE)]
    assert names == [*HAND_MADE[start:], *HAND_MADE[:start]][:4]


def test_where_hand_made_filters_run_out_random_ones_follow() -> None:
    assert [one.name for one in filters("identity", 4, 1, 1, PICTURE)] == ["identity", "blur", "random 1", "random 2"]


def test_random_filters_are_the_same_every_time_and_differ_from_one_another() -> None:
    first, again = (filters("random", 4, 3, 3, PICTURE) for _ in range(2))
    assert all(np.array_equal(one.weights, other.weights) for one, other in zip(first, again, strict=True))
    assert len({one.weights.tobytes() for one in first}) == 4
    assert all(set(np.unique(one.weights)) <= {-2, -1, 0, 1, 2} for one in first)


def test_more_filters_leave_the_first_ones_as_they_are() -> None:
    for preset in ("vertical edge", "random", "trained"):
        few, many = filters(preset, 2, 5, 1, PICTURE), filters(preset, 4, 5, 1, PICTURE)
        assert all(np.array_equal(one.weights, other.weights) for one, other in zip(few, many, strict=False))


def test_trained_filters_come_strongest_first() -> None:
    assert sorted(kernels.trained()) == [3, 5]
    for size, stack in kernels.trained().items():
        assert stack.shape[1:] == (1, size, size)
        assert len(stack) >= 4
        strength = np.abs(stack).sum(axis=(1, 2, 3))
        assert (np.diff(strength) <= 0).all()
        assert strength[3] > 0


def test_trained_filters_look_for_different_things() -> None:
    """Their answers to a picture are not copies of one another."""
    x = pixels(Picture("giraffe"))
    answers = [convolve(x, [one.weights])[0] for one in filters("trained", 4, 5, 1, PICTURE)]
    likeness = np.abs(np.corrcoef([answer.ravel() for answer in answers]))
    assert likeness[~np.eye(4, dtype=bool)].max() < 0.999
