"""The scene about a real network: what it shows with and without the engine's answers, and what hands do there."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from scenes.convolution import convolution
from scenes.real_network import real_network
from scenes.real_network.computed import changed, corner_of
from scenes.real_network.knobs import FACES, INNERS, PHOTOS, Knobs
from scenes.real_network.stops import stops
from scenes.stage.core.catalogue import plan, poster, render
from scenes.stage.core.grips import OpenScene
from scenes.stage.core.knobs import KnobError, change, from_plain, to_plain
from scenes.stage.core.marks import Grid, Rect, Text
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
    np.testing.assert_allclose(kept.logits.array, found.logits.array, atol=1e-3)
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
    knobs = replace(change(change(Knobs(), "block", block), "layer", layer), folded=True)
    grip = _door(knobs)
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


def _door(knobs: Knobs) -> OpenScene:
    grip = answered(knobs, "One cell").named["open convolution"].grip
    assert isinstance(grip, OpenScene)
    return grip


@pytest.mark.parametrize("folded", [False, True])
def test_the_scene_about_convolution_opens_with_the_weights_that_were_read(folded: bool) -> None:
    knobs = replace(Knobs(), folded=folded)
    seen, grip = answered(knobs, "One cell"), _door(knobs)
    there = convolution.knobs(**dict(grip.values))
    made = at_step(convolution, there, grip.step)
    kernel, total = seen.grid("kernel").values.array, seen.named["sum"]
    assert any(isinstance(mark, Grid) and mark.values.shape == kernel.shape
               and np.allclose(mark.values.array, kernel, atol=1e-6) for mark in made.named.values())  # fmt: skip
    assert isinstance(total, Text)
    assert total.text in made.texts
    assert there.relu == folded


@pytest.mark.parametrize(("layer", "follows"), [("depthwise", True), ("project", False)])
def test_the_door_says_what_follows_the_sum(layer: str, follows: bool) -> None:
    assert ("ReLU6" in _door(change(Knobs(), "layer", layer)).note) == follows


def test_where_relu6_stops_at_6_the_door_says_what_is_let_through_there() -> None:
    knobs = Knobs(picture=Picture("photographer"), block=0, map=7, folded=True)
    own = answered(knobs, "What a cell sees").grid("map of stem").values.array
    row, column = (int(place) for place in np.argwhere(own == 6.0)[0])
    assert _door(replace(knobs, at=(row, column))).note.startswith("ReLU6 stops at 6 in the network; the ReLU there")
    row, column = (int(place) for place in np.argwhere((own > 1.0) & (own < 5.0))[0])
    assert "stops at 6" not in _door(replace(knobs, at=(row, column))).note


@pytest.mark.parametrize(("block", "shown"), [(0, 1), (17, 16)])
def test_inside_the_nearest_block_maps_live_and_a_click_chooses_it(block: int, shown: int) -> None:
    knobs = change(Knobs(), "block", block)
    for title, grid in (("Inside a block", "project maps"), ("A linear end", "depthwise maps")):
        seen = answered(knobs, title)
        assert f"block {shown}" in seen.texts
        assert np.ptp(seen.grid("depthwise maps").values.array) > 1.0
        chosen = seen.clicked(grid)
        assert (chosen.block, chosen.layer) == (shown, grid.split()[0])
        assert f"map {chosen.map}" in " ".join(seen.texts)
    assert "block 3" in " ".join(answered(change(Knobs(), "block", 2), "The shortcut").texts)
    assert answered(change(Knobs(), "block", 2), "The shortcut").clicked("map that goes on").block == 3


@pytest.mark.parametrize("block", range(1, 17))
def test_the_map_that_a_block_is_looked_into_by_first_lives(block: int) -> None:
    knobs = change(Knobs(), "block", block)
    assert np.ptp(answered(knobs, "What a cell sees").grid(f"map of block {block}").values.array) > 1.0


def test_shares_are_of_all_maps_of_a_layer() -> None:
    knobs = Knobs()
    seen = answered(knobs, "A linear end")
    operation = stops()[5].operation("expand")
    maps = answer(Inquiry(LITE, Maps(read_as(knobs.picture), (operation.out.name,)))).maps[operation.out.name].array
    assert f"{100 * float(np.mean(maps == 0)):.0f} %" in seen.texts
    assert "zero in all 240 maps" in seen.texts
    assert "zero in this map" in at_step(real_network, knobs, "A linear end").texts


def test_a_folded_batch_norm_is_in_the_products_and_their_sum() -> None:
    apart, folded = (answered(replace(Knobs(), folded=on), "One cell") for on in (False, True))
    ends = answered(replace(Knobs(), folded=True), "Batch norm and ReLU6")
    total = folded.named["sum"]
    assert isinstance(total, Text)
    assert total.text == ends.named["sum, folded"].text  # type: ignore[union-attr]
    assert not np.allclose(apart.grid("products").values.array, folded.grid("products").values.array)


def test_every_map_mean_and_logit_can_be_chosen() -> None:
    knobs = answered(Knobs(), "The stem").clicked("map 9")
    assert (knobs.block, knobs.map) == (0, 9)
    knobs = answered(Knobs(), "Smaller and more").clicked("map of block 9")
    assert (knobs.block, knobs.layer, knobs.map) == (9, "project", FACES[9] + 1)
    wall = answered(Knobs(), "What a cell sees")
    maps = [name for name in wall.named if name.startswith("strong map")]
    assert len(maps) == 32
    knobs = wall.clicked(maps[7])
    assert (knobs.block, knobs.layer, knobs.map) == (5, "depthwise", int(maps[7].split()[-1]))
    knobs = answered(Knobs(), "A mean for each map").clicked("means", (2, 3))
    assert (knobs.block, knobs.map) == (17, 2 * 32 + 4)
    assert "map 68  7×7" in answered(knobs, "A mean for each map").texts
    chosen = answered(Knobs(), "1,000 logits").clicked("logits", (5, 17))
    assert chosen.label == 217
    assert published.labels(LITE)[217] in answered(chosen, "1,000 logits").texts


def test_the_head_sees_all_of_the_photo_and_it_is_said() -> None:
    assert "all of the photo" in answered(change(Knobs(), "block", 17), "What a cell sees").named
    assert "all of the photo" not in answered(Knobs(), "What a cell sees").named


def test_of_a_changed_photo_it_is_said_what_the_change_did() -> None:
    worse = answered(replace(Knobs(), cover=112, blur=8, noise=60), "Cover a square").texts
    assert "The change made it unsure." in worse
    assert "espresso has less than 0.1 % now." in worse
    assert not any(line.startswith("None of the 1,000") for line in worse)
    same = answered(replace(Knobs(), cover=0), "Cover a square").texts
    assert not any("unsure" in line or line.endswith("% now.") for line in same)


@pytest.mark.parametrize(("off", "words"), [("nothing", "Switch off"), ("block", "One part is switched off")])
def test_the_caption_says_whether_something_is_switched_off(off: str, words: str) -> None:
    assert answered(replace(Knobs(), off=off), "Switch something off").frame.steps[-1].caption.startswith(words)


def _name(block: int) -> str:
    return {0: "stem", 17: "head"}.get(block, f"block {block}")


def test_a_click_on_a_box_chooses_the_block_and_the_map_that_stands_for_it() -> None:
    seen = answered(Knobs(), "The whole network")
    knobs = seen.clicked("front of block 9")
    assert (knobs.block, knobs.map) == (9, INNERS[9] + 1)
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


def test_the_strongest_maps_are_told_of_when_all_are_at_hand() -> None:
    end = boundaries(plan(real_network, Knobs()))[TITLES.index("What a cell sees")]
    shown = render(real_network, Knobs(), end)
    assert "title of the wall" not in {mark.name for mark in shown.marks}, "what ships has one map of this layer"
    assert "title of the wall" in answered(Knobs(), "What a cell sees").named
