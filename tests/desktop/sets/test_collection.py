from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop.sets.collection import LEAST, MOST, Collection, CollectionError, Picture, of_set
from desktop.sets.drafts import DraftStore
from desktop.sets.splitting import UNSPLIT
from engine.contract import own_data
from tests.own_pictures import prepared


def pictures(count: int, seed: int = 1, light: int = 0) -> list[Picture]:
    rng = np.random.default_rng(seed)
    return list(np.maximum(rng.integers(0, 256, (count, 1, 28, 28), np.uint8), light))


def shapes(circles: int = 20, crosses: int = 20) -> Collection:
    made = Collection("Shapes").with_class("circle").with_class("cross")
    return made.with_pictures(0, pictures(circles)).with_pictures(1, pictures(crosses, 2))


def test_classes_are_added_renamed_and_taken_away() -> None:
    made = shapes().with_class("  star \n shape ")
    assert made.classes == ("circle", "cross", "star shape")
    assert made.renamed(2, "star").classes == ("circle", "cross", "star")
    assert made.without_class(0).classes == ("cross", "star shape")
    assert made.without_class(0).count == 20
    for name, sentence in (("circle", "There is a class circle already."), ("  ", "A class needs a name.")):
        with pytest.raises(CollectionError, match=sentence):
            made.with_class(name)
        with pytest.raises(CollectionError, match=sentence):
            made.renamed(1, name)


def test_a_picture_is_in_a_set_once() -> None:
    made, known = shapes(), pictures(20)
    assert made.with_pictures(0, [known[3], known[3]]).count == 40
    assert np.array_equal(made.picture(0, 3), known[3])
    with pytest.raises(CollectionError, match="The very same picture is of the class circle already"):
        made.with_pictures(1, [known[3]])
    less = made.without(0, [3, 5])
    assert len(less.piles[0].samples) == 18
    assert less.with_pictures(1, [known[3]]).count == 39


def test_pictures_of_another_size_and_too_many_are_refused() -> None:
    with pytest.raises(CollectionError, match="Begin a new set"):
        shapes().with_pictures(0, [np.zeros((1, 32, 32), np.uint8)])
    with pytest.raises(CollectionError, match="Begin a new set"):
        shapes().shaped(32, 1)
    with pytest.raises(CollectionError, match=f"at most {MOST:,}"):
        shapes().with_pictures(0, pictures(MOST, 3))


def test_what_is_too_few_is_said_with_what_to_do() -> None:
    made = Collection("Shapes")
    assert "at least 2. Add a class." in made.shortage
    made = made.with_class("circle").with_class("cross").with_pictures(0, pictures(LEAST))
    assert made.shortage == "The class cross has no picture, and 5 are needed. Add 5 more, or delete it."
    made = made.with_pictures(1, pictures(3, 2))
    assert made.shortage == "The class cross has 3 pictures, and 5 are needed. Add 2 more, or delete it."
    with pytest.raises(CollectionError, match="Add 2 more"):
        made.prepared()
    assert made.with_pictures(1, pictures(2, 3)).shortage == ""


def test_a_set_has_a_fifth_that_judges_and_its_growth_keeps_every_picture_on_its_side() -> None:
    made = shapes()
    first = made.prepared()
    assert [int(first.split[first.y == label].sum()) for label in (0, 1)] == [4, 4]
    data = own_data.described(first, "Shapes", made.classes)
    grown = made.settled(first, data.digest).with_pictures(0, pictures(15, 9)).with_pictures(1, pictures(5, 8))
    assert grown.made == (data.digest,)
    second = grown.prepared()
    assert [int(second.split[second.y == label].sum()) for label in (0, 1)] == [7, 5]
    judged = {picture.tobytes() for picture in first.x[first.split == 1]}
    learned = {picture.tobytes() for picture in first.x[first.split == 0]}
    assert judged <= {picture.tobytes() for picture in second.x[second.split == 1]}
    assert learned <= {picture.tobytes() for picture in second.x[second.split == 0]}
    same = made.settled(first, data.digest).prepared()
    assert own_data.described(same, "Shapes", made.classes).digest == data.digest, "nothing new is no new set"


def test_what_is_like_a_picture_to_learn_from_judges_nothing() -> None:
    made = shapes()
    first = made.prepared()
    settled = made.settled(first, "0" * 64)
    base = np.flatnonzero((first.y == 0) & (first.split == 0))[:8]
    near = [np.clip(first.x[place].astype(int) + 1, 0, 255).astype(np.uint8) for place in base]
    grown = settled.with_pictures(0, near).prepared()
    sides = {picture.tobytes(): side for picture, side in zip(grown.x, grown.split, strict=True)}
    assert [sides[picture.tobytes()] for picture in near] == [0] * 8


def test_a_set_from_elsewhere_can_grow() -> None:
    made = prepared()
    data = own_data.described(made, "Pets", ("cat", "dog"), shown=False)
    begun = of_set(data, made)
    assert (begun.classes, begun.count, begun.shown, begun.made) == (("cat", "dog"), 20, False, (data.digest,))
    again = begun.prepared()
    for before, after in zip(made, again, strict=True):
        np.testing.assert_array_equal(before, after)
    assert not Collection("Dark").with_class("a").with_pictures(0, pictures(2)).light
    assert Collection("Light").with_class("a").with_pictures(0, pictures(2, light=200)).light


def test_a_collection_is_kept_read_and_listed(tmp_path: Path) -> None:
    store = DraftStore(tmp_path / "sets")
    made = shapes(7, 6)
    made = made.settled(made.prepared(), "a" * 64).with_pictures(0, pictures(1, 5))
    key = store.save(made)
    assert store.load(key) == made
    assert made.piles[0].samples[-1].side == UNSPLIT
    found = store.find(key)
    assert found is not None
    assert (found.label.title, found.label.classes, found.label.counts) == ("Shapes", ("circle", "cross"), (8, 6))
    assert found.size > 14 * 28 * 28
    assert store.save(made.titled("Forms"), key) == key
    assert [each.label.title for each in DraftStore(tmp_path / "sets").drafts] == ["Forms"]
    store.close()


def test_an_empty_collection_can_be_kept(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    made = Collection("Nothing").with_class("circle")
    assert store.load(store.save(made)) == made


def test_a_deleted_collection_can_be_brought_back_until_the_end(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    key = store.save(shapes())
    store.delete(store.drafts[0])
    assert store.drafts == ()
    store.undo()
    assert [each.key for each in store.drafts] == [key]
    store.delete(store.drafts[0])
    store.close()
    assert list(tmp_path.glob("*.npz")) == []


def test_damaged_files_are_no_collections(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    key = store.save(shapes())
    path = tmp_path / f"{key}.npz"
    for damage in (
        b"",
        b"PK",
        path.read_bytes()[:3000],
        path.read_bytes().replace(b"circle", b"\xff\xff\xff\xff\xff\xff"),
    ):
        path.write_bytes(damage)
        with pytest.raises(CollectionError, match="gone or damaged"):
            store.load(key)
    assert DraftStore(tmp_path).drafts == ()
