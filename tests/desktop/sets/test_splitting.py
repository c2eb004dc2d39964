from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.sets.splitting import SHARE, alike, copies, split

LABELS = st.lists(st.integers(0, 3), min_size=8, max_size=80)


def labels_of(found: list[int]) -> np.ndarray:
    """Labels in which every class has two pictures at least."""
    return np.array([*found, 0, 0, 1, 1, 2, 2, 3, 3], np.uint8)


@given(LABELS)
def test_each_class_gives_a_fifth_where_nothing_hangs_together(found: list[int]) -> None:
    y = labels_of(found)
    judging = split(y, np.arange(len(y)))
    for label in range(4):
        count = int((y == label).sum())
        assert int(judging[y == label].sum()) == min(max(1, round(SHARE * count)), count - 1)


@given(LABELS, st.integers(1, 12), st.integers(0, 99))
def test_groups_stay_whole_and_both_sides_have_every_class(found: list[int], groups: int, seed: int) -> None:
    y = labels_of(found)
    group = np.random.default_rng(seed).integers(0, groups, len(y)) * 4 + y  # none is of two classes
    judging = split(y, group)
    assert set(y[judging == 1]) == set(y[judging == 0]) == {0, 1, 2, 3}
    for each in np.unique(group):
        others = np.unique(group[y == each % 4])
        assert len(others) == 1 or len(set(judging[group == each])) == 1


def test_the_split_is_the_same_every_time() -> None:
    y = np.repeat(np.arange(3, dtype=np.uint8), 30)
    assert split(y, np.arange(90)).tolist() == split(y, np.arange(90)).tolist()


def test_copies_are_found_wherever_they_are() -> None:
    x = np.random.default_rng(1).integers(0, 256, (6, 1, 5, 5), np.uint8)
    x[4] = x[1]
    assert copies(x).tolist() == [0, 1, 2, 3, 1, 5]


def test_shots_of_a_burst_belong_together_and_other_pictures_do_not() -> None:
    rng = np.random.default_rng(1)
    cells = rng.integers(0, 256, (8, 3, 4, 4)).astype(float)
    x = cells.repeat(8, 2).repeat(8, 3)
    burst = x[2] + rng.normal(0, 4, x[2].shape)
    pictures = np.concatenate([x, burst[None]]).clip(0, 255).astype(np.uint8)
    y = np.zeros(9, np.uint8)
    assert alike(pictures, y).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 2]
    y[8] = 1
    assert alike(pictures, y).tolist() == list(range(9)), "of another class it is no burst"


def test_large_classes_are_compared_by_their_hashes(monkeypatch: object) -> None:
    from desktop.sets import splitting

    x = np.random.default_rng(1).integers(0, 256, (20, 1, 8, 8), np.uint8)
    x[13] = x[4]
    x[13, 0, 0, 0] = min(255, x[4, 0, 0, 0] + 1)
    monkeypatch.setattr(splitting, "MOST_COMPARED", 10)  # type: ignore[attr-defined]
    groups = alike(x, np.zeros(20, np.uint8))
    assert groups[13] == groups[4]
    assert len(set(groups.tolist())) == 19
