"""The scene about a real network: what it shows with and without the engine's answers, and what hands do there."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from scenes.convolution import convolution
from scenes.real_network import real_network
from scenes.real_network.computed import changed, corner_of
from scenes.real_network.knobs import FACES, INNER, PHOTOS, Knobs
from scenes.stage.core.catalogue import plan, poster, render
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import KnobError, change, from_plain, to_plain
from scenes.stage.core.marks import Grid, Rect
from scenes.stage.core.timeline import boundaries
from scenes.stage.data import published
from scenes.stage.data.pictures import Picture, from_array
from scenes.stage.data.published import LITE, guesses, read_as
from scenes.stage.data.reading import SIDE, Inquiry, Maps
from tests.scenes.real_network.answering import answer, answered
from tests.scenes.seen import at_step

GREY_PICTURE = from_array("grey", np.full((1, 100, 160), 200.0))
TITLES = [step.title for step in plan(real_network, Knobs())]


@pytest.mark.parametrize("photo", PHOTOS)
@pytest.mark.parametrize("title", TITLES)
def test_no_step_is_empty_where_no_engine_answers(photo: str, title: str) -> None:
    knobs = change(Knobs(), "picture", Picture(photo))
    steps = plan(real_network, knobs)
    frame = render(real_network, knobs, boundaries(steps)[TITLES.index(title)])
    kept = [published.kept(inquiry) for inquiry in frame.wanted]
    assert kept
    assert all(each is not None for each in kept), "something that the picture wants does not ship"
    assert not [mark.name for mark in _dashed(frame)], "a map that the picture shows does not ship"


def _dashed(frame: object) -> list[Rect]:
    placed = frame.placed()  # type: ignore[attr-defined]
    crossed = {"box of block 5"}  # switched off, not missing
    return [each.mark for each in placed if isinstance(each.mark, Rect) and each.mark.dashed
            and each.mark.name not in crossed]  # fmt: skip


@pytest.mark.parametrize("photo", PHOTOS)
def test_what_ships_is_what_the_engine_answers(photo: str) -> None:
    picture = read_as(Picture(photo))
    asked = Inquiry(LITE, Maps(picture, ("stem.relu1", "stage3.2.add", "head.relu2")))
    kept, found = published.kept(asked), answer(asked)
    assert kept is not None
    np.testing.assert_allclose(kept.logits.array, found.logits.array, atol=0.01)
    for layer, exact in found.maps.items():
        there = np.isfinite(kept.maps[layer].array)
        assert there.any()
        np.testing.assert_allclose(kept.maps[layer].array[there], exact.array[there], atol=0.02)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("picture", [GREY_PICTURE, Picture("cat")])
def test_every_step_is_drawn_before_and_after_the_answers_and_its_steps_stay(picture: Picture, title: str) -> None:
    knobs = replace(Knobs(), picture=picture, block=12, layer="expand", map=300, at=(111, 0))
    before, after = at_step(real_network, knobs, title), answered(knobs, title)
    assert before.frame.steps == after.frame.steps
    assert not _dashed(after.frame) or title == "Switch something off"
    if picture is GREY_PICTURE:
        assert before.frame.wanted


def test_the_first_answer_of_the_photos_that_ship() -> None:
    firsts = {photo: guesses(answer(Inquiry(LITE, Maps(read_as(Picture(photo))))))[0] for photo in PHOTOS}
    assert {photo: guess.name for photo, guess in firsts.items()} == {
        "cat": "Egyptian cat", "coffee": "espresso", "astronaut": "crash helmet", "photographer": "tripod",
    }  # fmt: skip
    assert firsts["coffee"].share == pytest.approx(0.93028, abs=1e-4)
    assert firsts["cat"].share == pytest.approx(0.36346, abs=1e-4)
    assert len(published.labels(LITE)) == 1000


def test_an_unsure_answer_says_that_no_class_fits() -> None:
    said = "None of the 1,000 classes fits well,"
    assert said in answered(replace(Knobs(), picture=Picture("astronaut")), "A photo, an answer").texts
    assert said not in answered(Knobs(), "A photo, an answer").texts


def test_the_numbers_of_one_cell_end_in_the_number_of_the_map() -> None:
    seen = answered(Knobs(), "One cell")
    window, kernel, products = (seen.grid(name).values.array for name in ("window", "kernel", "products"))
    np.testing.assert_allclose(products, window * kernel)
    assert f"{products.sum():.2f}" in seen.texts
    ends = answered(Knobs(), "Batch norm and ReLU6")
    own = ends.grid("its map").values.array
    cell = tuple(place * 28 // 112 for place in Knobs().at)
    assert ends.texts.count(f"{own[cell]:.2f}") == 3  # shifted, after ReLU6, and in the map
    folded = answered(replace(Knobs(), folded=True), "Batch norm and ReLU6")
    assert folded.texts.count(f"{own[cell]:.2f}") == 3


def test_of_many_products_the_strongest_are_shown_and_the_others_are_one_number() -> None:
    knobs = change(Knobs(), "layer", "project")
    seen = answered(knobs, "One cell")
    assert seen.grid("products").values.shape == (6, 1)
    assert "the other 234" in seen.texts


@pytest.mark.parametrize(("layer", "block"), [("depthwise", 5), ("project", 5), ("expand", 5), ("depthwise", 4),
                                              ("project", 16), ("expand", 0), ("expand", 17)])  # fmt: skip
def test_the_scene_about_convolution_computes_the_same_number(layer: str, block: int) -> None:
    knobs = change(change(Knobs(), "block", block), "layer", layer)
    seen = answered(knobs, "One cell")
    grip = seen.named["open convolution"].grip
    assert isinstance(grip, OpenScene)
    there = convolution.knobs(**dict(grip.values))
    assert there.problem() is None
    made = at_step(convolution, there, "Write" if any(s.title.startswith("Write") for s in plan(convolution, there))
                   else plan(convolution, there)[-1].title)  # fmt: skip
    own = answered(knobs, "What a cell sees").grid(f"map of {_name(block)}").values.array
    row, column = (place * len(own) // 112 for place in knobs.at)
    maps = [mark for name, mark in made.named.items() if isinstance(mark, Grid) and mark.values.shape == own.shape
            and "map" in name]  # fmt: skip
    assert maps
    value = float(own[row, column])
    assert any(np.clip(mark.values.array[row, column], -1e9, 6 if value >= 0 and layer != "project" else 1e9)
               == pytest.approx(value, abs=2e-3) for mark in maps)  # fmt: skip


def _name(block: int) -> str:
    return {0: "stem", 17: "head"}.get(block, f"block {block}")


def test_a_click_on_a_box_chooses_the_block_and_the_map_that_stands_for_it() -> None:
    seen = answered(Knobs(), "The whole network")
    knobs = seen.clicked("front of block 9")
    assert (knobs.block, knobs.map) == (9, INNER + 1)
    knobs = answered(knobs, "Inside a block").clicked("project maps")
    assert (knobs.layer, knobs.map) == ("project", FACES[9] + 1)


def test_a_click_on_a_map_chooses_a_place_that_stays_when_the_layer_changes() -> None:
    seen = answered(Knobs(), "What a cell sees")
    knobs = seen.clicked("map of block 5", (20, 3))
    assert knobs.at == (80, 12)
    deeper = answered(replace(knobs, block=16), "What a cell sees")
    assert deeper.clicked("map of block 16", (0, 6)).at == (0, 96)


def test_the_covered_square_is_dragged_and_grey() -> None:
    seen = answered(Knobs(), "Cover a square")
    knobs = seen.dragged("covered square", 10_000.0, 0.0)
    top, left = corner_of(knobs.square, knobs.cover)
    assert left == SIDE - knobs.cover
    assert (changed(knobs).array[:, top : top + knobs.cover, left:] == 127).all()
    assert (changed(replace(knobs, cover=0)).array == read_as(knobs.picture).array).all()


def test_what_is_switched_off_changes_the_answer() -> None:
    before = answered(replace(Knobs(), off="nothing"), "Switch something off")
    block = answered(replace(Knobs(), off="block", block=1), "Switch something off")
    map_ = answered(replace(Knobs(), off="map"), "Switch something off")
    shares = [seen.named["bar of answer 1"].value for seen in (before, block, map_)]  # type: ignore[union-attr]
    assert len({round(share, 6) for share in shares}) == 3


@pytest.mark.parametrize(("knob", "value"), [("turn", 90), ("shift", 40), ("blur", 3), ("noise", 50), ("grey", True)])
def test_each_change_makes_another_picture(knob: str, value: object) -> None:
    plain = replace(Knobs(), cover=0)
    found = changed(change(plain, knob, value)).array
    assert found.shape == (3, SIDE, SIDE)
    assert (found != read_as(plain.picture).array).mean() > 0.2


def test_a_turn_by_a_quarter_is_exact() -> None:
    plain = replace(Knobs(), cover=0)
    found = changed(replace(plain, turn=90)).array
    np.testing.assert_array_equal(found, np.rot90(read_as(plain.picture).array, -1, (1, 2)))


def test_a_picture_of_any_size_is_read_as_its_square_in_three_channels() -> None:
    assert (read_as(GREY_PICTURE).array == 200).all()
    with pytest.raises(KnobError):
        change(Knobs(), "block", 18)


def test_the_poster_and_the_whole_scene_can_be_stored() -> None:
    assert poster(real_network).view.width < 1250
    knobs = replace(Knobs(), picture=GREY_PICTURE, at=(3, 4), square=(1, 2))
    assert from_plain(Knobs, json.loads(json.dumps(to_plain(knobs)))) == knobs
