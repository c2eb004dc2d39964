from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sets.gathered import Gathered, SetError
from desktop.sets.preparing import options_for, prepare
from desktop.sets.words import Options
from tests.desktop.sets.conftest import noise


def gathered(pictures: list[np.ndarray], labels: list[int], judging: list[bool] | None = None) -> Gathered:
    return Gathered(
        title="mine",
        classes=("cat", "dog"),
        pictures=pictures,
        labels=np.array(labels, np.uint8),
        names=lambda index: f"picture {index}",
        judging=None if judging is None else np.array(judging),
    )


def of_noise(count: int, side: int = 32, height: int | None = None) -> list[np.ndarray]:
    return [np.moveaxis(noise(seed, side), 2, 0)[:, : height or side] for seed in range(count)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), st.booleans()), max_size=40), st.booleans())
def test_no_picture_is_on_both_sides(found: list[tuple[int, int, bool]], given_split: bool) -> None:
    """Whatever copies there are, of one class or two, on one side or both."""
    found = [*found, *((seed, seed % 2, seed > 13) for seed in range(10, 18))]
    pictures = of_noise(18)
    labels, judging = [label for _, label, _ in found], [judged for _, _, judged in found]
    draft = prepare(
        gathered([pictures[seed] for seed, _, _ in found], labels, judging if given_split else None), Options(28, 1)
    )
    x, y, split = draft.prepared
    sides = [{picture.tobytes() for picture in x[split == side]} for side in (0, 1)]
    assert not sides[0] & sides[1]
    assert len(sides[0] | sides[1]) == len(x)
    assert set(y[split == 0]) == set(y[split == 1]) == {0, 1}
    assert draft.sheet.skips == len(found) - len(x)


def test_the_sheet_counts_what_the_arrays_hold() -> None:
    draft = prepare(gathered(of_noise(30), [0] * 20 + [1] * 10), Options(28, 3))
    assert [(box.name, box.train, box.validation) for box in draft.sheet.classes] == [("cat", 16, 4), ("dog", 8, 2)]
    assert draft.prepared.x.shape == (30, 3, 28, 28)
    assert draft.sheet.size == draft.prepared.x.nbytes
    assert {len(box.examples) for box in draft.sheet.classes} == {5}
    assert {len(data) for box in draft.sheet.classes for data in box.examples} == {3 * 28 * 28}


def test_pictures_that_fit_stay_as_they_are() -> None:
    pictures = of_noise(8)
    found = gathered(pictures, [0, 1] * 4)
    assert options_for(found) == Options(32, 3)
    np.testing.assert_array_equal(prepare(found, options_for(found)).prepared.x, np.stack(pictures))


def test_a_leak_is_taken_out_of_what_is_learned_from() -> None:
    pictures = of_noise(8)
    found = gathered([*pictures, pictures[6]], [0, 1] * 4 + [0], [False] * 6 + [True] * 2 + [False])
    draft = prepare(found, Options(32, 3))
    assert draft.sheet.skipped == (
        "picture 8 is the same picture as picture 6, which is to be judged by: to learn from it would be a leak.",
    )
    assert draft.prepared.split.tolist().count(1) == 2


def test_one_picture_in_two_classes_is_told() -> None:
    pictures = of_noise(8)
    draft = prepare(gathered([*pictures, pictures[0]], [0, 1] * 4 + [1]), Options(32, 3))
    assert draft.sheet.skipped == ("picture 8 is the same picture as picture 0, which is of the class cat.",)


def test_a_burst_across_a_split_that_was_given_is_told() -> None:
    pictures = of_noise(8)
    burst = np.clip(pictures[0].astype(int) + 2, 0, 255).astype(np.uint8)
    draft = prepare(gathered([*pictures, burst], [0, 1] * 4 + [0], [False] * 6 + [True] * 3), Options(32, 3))
    assert any("1 picture to be judged by looks almost like one to learn from" in note for note in draft.sheet.notes)


def test_small_pictures_are_skipped_for_a_large_side_only() -> None:
    found = gathered([*of_noise(8), *of_noise(1, 20)], [0, 1] * 4 + [0])
    assert prepare(found, Options(28, 1)).sheet.skips == 0
    assert prepare(found, Options(64, 1)).sheet.skipped == ("picture 8 is too small: 20×20 pixels for a side of 64.",)


def test_what_is_no_square_is_cut_or_filled_up() -> None:
    wide = np.zeros((1, 20, 40), np.uint8)
    wide[:, :, 10:30] = 200
    pictures = [*of_noise(8), wide]
    found = gathered(pictures, [0, 1] * 4 + [0])
    cut, filled = (prepare(found, Options(20, 1, fit)).prepared.x[8, 0] for fit in ("crop", "pad"))  # type: ignore[arg-type]
    assert (cut == 200).all()
    edge = int(filled[0, 0])
    assert 0 < edge < 200
    assert (filled[:4] == edge).all()
    assert (filled[-4:] == edge).all()
    assert filled[10, 10] == 200


@pytest.mark.parametrize(
    ("labels", "judging", "words"),
    [
        ([0, 0, 0, 1], None, "Of the class dog only one picture is left"),
        ([0, 0, 0, 0], None, "Of the class dog no picture is left"),
        ([0, 0, 1, 1], [False, True, False, False], "The class dog has no picture to be judged by"),
        ([0, 0, 1, 1], [True, True, False, True], "The class cat has no picture to learn from"),
    ],
)
def test_a_class_without_enough_pictures_is_one_sentence(
    labels: list[int], judging: list[bool] | None, words: str
) -> None:
    with pytest.raises(SetError, match=words):
        prepare(gathered(of_noise(4), labels, judging), Options(32, 1))


def test_too_much_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.sets import gathered as limits

    monkeypatch.setattr(limits, "MOST_BYTES", 10_000)
    found = gathered(of_noise(8), [0, 1] * 4)
    assert prepare(found, Options(28, 1)).sheet.skips == 0
    with pytest.raises(SetError, match="at most 2 fit"):
        prepare(found, Options(64, 1))
