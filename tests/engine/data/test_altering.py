import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.contract.spec import DATA, PRESETS, Altered, RunSpec
from engine.data import data
from engine.data.altering import Moving, pictures_of, used

SEEDS = st.integers(0, 2**32 - 1)


def split() -> data.Split:
    return data.load("digits")


@given(st.floats(0, 0.5), SEEDS)
def test_exactly_so_many_labels_are_wrong(noise: float, seed: int) -> None:
    true, noisy = split().train_y, used(split(), Altered(noise=noise), seed).train_y
    assert int((true != noisy).sum()) == round(noise * len(true))
    assert int(noisy.min()) >= 0
    assert int(noisy.max()) <= 9


@given(st.floats(0.01, 1), SEEDS)
def test_exactly_so_many_pictures_are_used_of_every_class(share: float, seed: int) -> None:
    altered = Altered(share=share)
    kept = used(split(), altered, seed)
    assert len(kept.train_x) == len(kept.train_y) == altered.used(DATA["digits"].counts)
    whole = np.bincount(split().train_y.numpy())
    assert np.abs(np.bincount(kept.train_y.numpy(), minlength=10) - whole * len(kept.train_y) / 1297).max() <= 1
    assert kept.validation_x is split().validation_x


def test_more_pictures_hold_those_that_fewer_are() -> None:
    few, more = (used(split(), Altered(share=share), 3).train_x for share in (0.1, 0.4))
    held = {picture.tobytes() for picture in more.numpy()}
    assert all(picture.tobytes() in held for picture in few.numpy())


@given(st.floats(0.01, 1), st.floats(0.05, 1), st.integers(0, 9), SEEDS)
def test_one_class_is_rarer_and_then_all_are_fewer(rare: float, share: float, label: int, seed: int) -> None:
    altered, whole = Altered(rare=rare, rare_class=label, share=share), np.array(DATA["digits"].counts)
    kept = np.bincount(used(split(), altered, seed).train_y.numpy(), minlength=10)
    left = whole.copy()
    left[label] = max(1, round(rare * int(whole[label])))
    assert altered.left(DATA["digits"].counts) == left.tolist()
    assert kept.sum() == altered.used(DATA["digits"].counts)
    assert kept.min() >= 1
    assert np.abs(kept - left * kept.sum() / left.sum()).max() <= 2


def test_a_rarer_class_holds_those_that_are_left_of_a_still_rarer_one() -> None:
    few, more = (used(split(), Altered(rare=rare, rare_class=3), 3) for rare in (0.1, 0.4))
    held = {picture.tobytes() for picture in more.train_x[more.train_y == 3].numpy()}
    assert all(picture.tobytes() in held for picture in few.train_x[few.train_y == 3].numpy())
    assert int((more.train_y != 3).sum()) == 1297 - DATA["digits"].counts[3]


def test_raw_pixels_are_those_that_are_stored() -> None:
    raw = data.load("digits", raw=True)
    assert (raw.mean, raw.deviation) == (0.0, 1.0)
    torch.testing.assert_close(raw.validation_x, torch.from_numpy(raw.pictures).float())
    known = split()
    torch.testing.assert_close((raw.train_x - known.mean) / known.deviation, known.train_x)


def test_the_seed_says_which() -> None:
    altered = Altered(noise=0.3, share=0.5)
    one, same, other = (used(split(), altered, seed).train_y for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_nothing_is_done_where_nothing_is_asked_for() -> None:
    assert used(split(), Altered(), 1) is split()
    x = torch.zeros(2, 1, 4, 4)
    assert Moving(Altered(), 1)(x) is x


def numbered(count: int = 64) -> Tensor:
    return torch.arange(count * 3 * 5 * 6, dtype=torch.float32).reshape(count, 3, 5, 6)


def test_a_mirrored_picture_is_itself_or_its_mirror() -> None:
    x = numbered()
    moved = Moving(Altered(flip=True), 5)(x)
    mirrored = [torch.equal(after, before.flip(2)) for before, after in zip(x, moved, strict=True)]
    assert all(torch.equal(after, before) or mirror for before, after, mirror in zip(x, moved, mirrored, strict=True))
    assert 10 < sum(mirrored) < 54


@pytest.mark.parametrize("shift", [1, 8])
def test_a_shifted_picture_is_a_window_of_one_with_repeated_edges(shift: int) -> None:
    x = numbered(16)
    moved = Moving(Altered(shift=shift), 5)(x)
    for before, after in zip(x.numpy(), moved.numpy(), strict=True):
        wide = np.pad(before, ((0, 0), (shift, shift), (shift, shift)), mode="edge")
        places = [(top, left) for top in range(2 * shift + 1) for left in range(2 * shift + 1)]
        assert any(np.array_equal(wide[:, top : top + 5, left : left + 6], after) for top, left in places)


def test_pictures_are_moved_alike_by_the_same_seed_and_anew_each_time() -> None:
    one, same = Moving(Altered(shift=2, flip=True), 7), Moving(Altered(shift=2, flip=True), 7)
    first = one(numbered())
    assert torch.equal(first, same(numbered()))
    assert not torch.equal(first, one(numbered()))


def test_the_pictures_of_a_run_are_those_that_it_learns_from() -> None:
    few = RunSpec(contestants=PRESETS["race"].spec.contestants, data="digits", altered=Altered(share=0.5, raw=True))
    found = pictures_of(few)
    assert len(found.train_x) < len(data.load("digits").train_x)
    assert (found.mean, found.deviation) == (0.0, 1.0)
    assert float(found.train_x.max()) == 255.0
