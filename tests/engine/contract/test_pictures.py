import numpy as np
import pytest

from engine.contract import pictures
from engine.contract.pictures import CELLS, LOADERS, PATCHES
from engine.contract.spec import DATA, DataName

NAMES: list[DataName] = list(DATA)


@pytest.mark.parametrize("name", NAMES)
def test_loaders_give_what_is_known_of_the_data(name: DataName) -> None:
    source, known = LOADERS[name](), DATA[name]
    assert source.train_x.dtype == source.validation_x.dtype == np.uint8
    assert source.train_x.shape == (known.train, *known.shape)
    assert source.validation_x.shape == (known.validation, *known.shape)
    assert tuple(np.bincount(source.train_y)) == known.counts
    for labels in (source.train_y, source.validation_y):
        assert set(labels) == set(range(len(known.classes)))
    assert source.train_x.max() >= 250


@pytest.mark.parametrize("name", NAMES)
def test_the_same_pictures_come_every_time(name: DataName) -> None:
    for one, two in zip(LOADERS[name](), LOADERS[name](), strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_validation_pictures_are_balanced(name: DataName) -> None:
    classes = len(DATA[name].classes)
    assert np.bincount(LOADERS[name]().validation_y[:500]).tolist() == [500 // classes] * classes


def test_the_split_is_whole_and_shares_no_picture() -> None:
    y = np.repeat(np.arange(5, dtype=np.uint8), 20)
    trained, validated = pictures.split_indices(y, 25)
    assert sorted([*trained, *validated]) == list(range(100))
    assert y[validated].tolist() == list(range(5)) * 5


def test_a_split_that_classes_cannot_share_is_refused() -> None:
    with pytest.raises(ValueError, match="shared"):
        pictures.split_indices(np.array([0, 1, 2], np.uint8), 4)


def test_a_digit_lies_whole_on_its_canvas_wherever_it_is() -> None:
    digits, source = pictures.digits(), pictures.translated24()
    for place in (0, 3, 499, 500, 1999):
        digit = digits.validation_x[place % 500][0]
        canvas = source.validation_x[place][0]
        assert canvas.sum() == digit.sum()
        found = [
            (top, left)
            for top in range(17)
            for left in range(17)
            if np.array_equal(canvas[top : top + 8, left : left + 8], digit)
        ]
        assert len(found) == 1
        assert source.validation_y[place] == digits.validation_y[place % 500]


def test_digits_are_found_everywhere_on_the_canvas() -> None:
    where = pictures.translated24().train_x.astype(float).mean((0, 1))
    assert where[6:18, 6:18].min() > 0.5 * where.max()
    assert where[[0, -1]].max() > 0
    assert where[:, [0, -1]].max() > 0


def test_digits_to_learn_from_and_to_be_judged_by_stay_apart() -> None:
    source = pictures.translated24()

    def contents(x: np.ndarray) -> set[bytes]:
        cut = (picture[0][np.ix_(picture[0].any(1), picture[0].any(0))] for picture in x)
        return {bytes(each.shape) + each.tobytes() for each in cut}

    assert not contents(source.train_x) & contents(source.validation_x)


def lit(x: np.ndarray) -> np.ndarray:
    """Which cells of each channel are bright: (count, 3, cells, cells)."""
    side = x.shape[-1] // CELLS
    return x.reshape(len(x), 3, CELLS, side, CELLS, side).mean((3, 5)) > 128


def test_only_red_and_green_together_tell_what_is_yellow() -> None:
    source = pictures.yellow()
    cells = lit(source.train_x)
    assert (cells.sum((2, 3)) == PATCHES).all()
    yellow = (cells[:, 0] & cells[:, 1]).any((1, 2))
    np.testing.assert_array_equal(yellow, source.train_y == 1)
    assert not (cells[:, 2] & (cells[:, 0] | cells[:, 1])).any()


def test_every_channel_alone_looks_alike_in_both_classes() -> None:
    source = pictures.yellow()
    x = source.train_x.astype(float)
    for channel in range(3):
        by_class = [x[source.train_y == label, channel] for label in (0, 1)]
        cells = [lit(x[source.train_y == label])[:, channel].mean(0) for label in (0, 1)]
        assert by_class[0].mean() == pytest.approx(by_class[1].mean(), rel=0.01)
        np.testing.assert_allclose(cells[0], cells[1], atol=0.06)


def test_the_clothes_that_judge_are_those_of_the_file() -> None:
    source = pictures.fashion()
    assert np.bincount(source.train_y).tolist() == [850] * 10
    assert source.validation_y[:20].tolist() == [*range(10), *range(10)]
