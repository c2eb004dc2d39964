"""The global average pooling scene: worked means and heads, counted heads, digits on a canvas, and the raced heads."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from desktop.runs.storage import bundled
from engine.contract.spec import PRESETS
from engine.making import localising
from scenes.gap import gap
from scenes.gap.computed import cost, heads, real_heads
from scenes.gap.digits import CANVASES as TRIED
from scenes.gap.digits import added_up, canvas, measured
from scenes.gap.draw_level import LARGE
from scenes.gap.knobs import CANVASES, DIGIT, SIZES, Knobs
from scenes.stage.core.catalogue import plan
from scenes.stage.core.gestures import nudge
from scenes.stage.core.knobs import change, refusal
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import RIGHT
from scenes.stage.data.networks import names, network
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import SMOOTHING
from tests.scenes.seen import Seen, at_step, close, turned

POUR, LEVEL, FOUR, RESNET, NIN = "Each number", "The columns", "Four maps", "ResNet's head", "NiN's head"
COST, REAL, CANVAS = "What a head costs", "Heads of real", "A trained net"
CLASS_MAPS, HONEST = "Class activation", "The honest"
RACE, ACCOUNT = "Two heads race", "What the heads cost"


@cache
def run() -> Recording:
    found = bundled("gap")
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(gap, turned(Knobs(), **turns), title, share, run())


def test_worked_example() -> None:
    seen = step(FOUR)
    assert [seen.written(f"map {index}") for index in (1, 2, 3, 4)] == [
        [[1, 3], [5, 7]], [[2, 2], [2, 2]], [[0, 0], [0, 0]], [[8, 4], [6, 6]],
    ]  # fmt: skip
    assert [seen.written(f"mean {index}") for index in (1, 2, 3, 4)] == [[[4]], [[2]], [[0]], [[6]]]
    level = step(LEVEL)
    assert words(level, "sum") == "(1 + 3 + 5 + 7) / 4 = 4"
    assert words(level, "the mean") == "4"


def words(seen: Seen, name: str) -> str:
    found = seen.named[name]
    assert isinstance(found, Text)
    return found.text


def heights(seen: Seen, index: int, count: int = 4) -> list[float]:
    return [seen.named[f"column {place} of map {index}"].height for place in range(1, count + 1)]  # type: ignore[union-attr]


def test_columns_rise_to_their_numbers_and_level_out_at_the_mean() -> None:
    poured = heights(step(POUR), 1)
    assert np.allclose(np.array(poured) / poured[0], [1, 3, 5, 7])
    assert np.allclose(heights(step(LEVEL), 1), 4 * poured[0])
    begun, done = step(FOUR, 0.0), step(FOUR)
    unit = heights(begun, 4)[0] / 8
    assert np.allclose(heights(begun, 4), np.array([8, 4, 6, 6]) * unit)
    for index, mean in enumerate((4, 2, 0, 6), 1):
        assert np.allclose(heights(done, index), mean * unit)


@pytest.mark.parametrize("size", SIZES)
def test_water_neither_comes_nor_goes_while_it_levels(size: str) -> None:
    turns = {} if size == Knobs().size else {"size": size}
    count = heads(turned(Knobs(), **turns)).maps[0].size
    whole = [sum(heights(step(LEVEL, share, **turns), 1, count)) for share in (0.0, 0.2, 0.4, 1.0)]
    assert np.allclose(whole, whole[0])


def test_every_number_flies_to_its_column_as_the_tile_that_it_is() -> None:
    seen = step(POUR)
    for place, value in enumerate((1, 3, 5, 7), 1):
        tile, column = seen.grid(f"number {place}"), seen.named[f"column {place} of map 1"]
        assert tile.values.array.tolist() == [[value]]
        assert tile.origin[1] + tile.v[1] <= column.y  # type: ignore[union-attr]
    assert "number 4" not in step(POUR, 0.2).named


@pytest.mark.parametrize("size", SIZES)
def test_maps_of_any_size_give_four_numbers_and_the_same_logits(size: str) -> None:
    knobs = turned(Knobs(), size=size) if size != Knobs().size else Knobs()
    of = heads(knobs)
    assert of.means.tolist() == [4, 2, 0, 6]
    assert of.logits.tolist() == [2, 4, -2]
    assert close(of.class_means, of.logits)
    assert knobs.weights == ()


def test_a_number_typed_by_hand_changes_its_mean_and_the_logits() -> None:
    changed = step(FOUR).typed("map 2", 6, (0, 0))
    assert at_step(gap, changed, FOUR).written("mean 2") == [[3]]
    seen = at_step(gap, changed, RESNET)
    assert seen.written("mean 2") == [[3]]
    assert logits(seen) == [1, 3, -1]
    assert at_step(gap, step(LEVEL).typed("map 1", -4, (0, 0)), LEVEL).written("map 1")[0][0] == 0


def logits(seen: Seen) -> list[float]:
    return [seen.written(f"logit {name}")[0][0] for name in "ABC"]


def test_the_place_of_a_number_makes_no_difference_to_the_head() -> None:
    first = step(LEVEL).typed("map 1", 7, (0, 0))
    second = at_step(gap, first, LEVEL, 1.0, run()).typed("map 1", 1, (1, 1))
    assert heads(second).logits.tolist() == heads(Knobs()).logits.tolist()


def test_both_heads_come_to_the_same_logits_in_another_order() -> None:
    seen, other = step(RESNET), step(NIN)
    assert logits(seen) == logits(other) == [2, 4, -2]
    assert other.written("map of class B") == [[6, 2], [4, 4]]
    assert f"{words(seen, 'sum')} {words(seen, 'sum goes on')}" == "0·4 + (−1)·2 + 0·0 + 1·6 = 4"
    assert words(other, "sum") == "(6 + 2 + 4 + 4) / 4 = 4"
    assert "mean 1" not in other.named
    assert [seen.value(f"share {name}") for name in "ABC"] == heads(Knobs()).shares.tolist()


def test_one_logit_after_the_other_is_made_and_the_largest_is_the_last() -> None:
    early, late = step(RESNET, 0.15).named, step(RESNET, 0.3).named
    assert not {"logit A", "logit B"} & {*early, *late}
    assert "logit C" in late
    assert step(RESNET, 0.15).grid("weights").highlighted == ((2, 0), (2, 1), (2, 2), (2, 3))
    assert step(RESNET).grid("weights").highlighted == ((1, 0), (1, 1), (1, 2), (1, 3))


def test_products_that_fly_together_make_the_logit() -> None:
    seen = step(RESNET, 0.155)
    found = [seen.written(name)[0][0] for name in seen.named if name.startswith("product")]
    assert found == [-4, 2]
    assert sum(found) == heads(Knobs()).logits[2]


def test_a_weight_typed_by_hand_goes_into_both_heads() -> None:
    changed = step(RESNET).typed("weights", 3, (2, 3))
    for title in (RESNET, NIN):
        assert logits(at_step(gap, changed, title))[2] == 16


def test_what_heads_cost() -> None:
    price = cost(Knobs())
    assert (price.flattened, price.averaged, price.mapped) == (25_089_000, 513_000, 513_000)
    seen = step(COST)
    assert words(seen, "how many fewer") == "48.9 ×"
    assert (words(seen, "parameters of all"), words(seen, "parameters of means")) == ("25.1 M", "513 k")
    assert "512·7·7·1000 + 1000 = 25,089,000" in seen.more
    assert "512·1000 + 1000 = 513,000" in seen.more
    assert price.averaged == network("resnet-18").layer("fc").parameters
    assert cost(seen.clicked("channels = 2048")).averaged == 2_049_000
    assert "how many fewer" not in step(COST, side=1).named


@pytest.mark.parametrize("side", [1, 2, 7, 14])
def test_the_rectangles_of_weights_are_of_one_scale(side: int) -> None:
    seen = step(COST) if side == 7 else step(COST, side=side)
    whole, means = seen.named["weights for all numbers"], seen.named["weights for means"]
    assert whole.height == means.height  # type: ignore[union-attr]
    assert whole.width / means.width == pytest.approx(side**2)  # type: ignore[union-attr]


def test_real_heads_are_counted_from_their_networks() -> None:
    vgg, resnet, deeper = real_heads()
    assert (vgg.parameters, vgg.averages, vgg.layers) == (123_642_856, False, 3)
    assert (resnet.parameters, resnet.averages, resnet.layers) == (513_000, True, 1)
    assert (deeper.parameters, deeper.total, deeper.averages) == (2_049_000, 25_557_032, True)
    seen = step(REAL)
    assert words(seen, "head of VGG-16 in per cent") == "89.4 %"
    assert seen.value("head of ResNet-18") == 513_000 / resnet.total
    assert "2,049,000 of 25,557,032" in seen.more


def test_the_default_canvas_finds_both_digits() -> None:
    on = canvas(Knobs())
    assert on.digits == (2, 4)
    assert on.hits(0)
    assert on.hits(1)
    seen = step(CLASS_MAPS)
    assert seen.caption == "The map of each class has its peak on its own digit."
    for digit in on.digits:
        mean, bias, logit = on.logit(digit)
        assert logit == pytest.approx(mean + bias)
        assert f"{logit:.3f}".replace("-", "−") in seen.more
        assert words(seen, f"logit of class {digit}").endswith(f"{logit:.2f}")
        assert close(seen.grid(f"map of class {digit}").values.array, on.class_maps[digit])


def test_the_last_maps_add_up_to_the_map_of_a_class() -> None:
    on = canvas(Knobs())
    for count in (1, 7, 32):
        wanted = np.einsum("c,chw->hw", on.seen.weights[4, :count], on.last[:count])
        assert close(added_up(on, 4, count).array, wanted)
    early, late = step(CLASS_MAPS, 0.1), step(CLASS_MAPS, 0.5)
    assert not close(early.grid("map of class 4").values.array, on.class_maps[4])
    assert close(late.grid("map of class 4").values.array, on.class_maps[4])


def test_the_ring_closes_around_the_peak() -> None:
    on, seen = canvas(Knobs()), step(CLASS_MAPS)
    for digit in on.digits:
        ring, grid = seen.named[f"peak of class {digit}"], seen.grid(f"map of class {digit}")
        middle = ring.x + ring.width / 2, ring.y + ring.height / 2  # type: ignore[union-attr]
        assert grid.lattice.cell(middle) == on.peak(digit)


def test_the_means_of_all_last_maps_stand_under_them() -> None:
    seen, on = step(CANVAS), canvas(Knobs())
    assert [seen.value(f"mean of map {index + 1}") for index in range(32)] == on.seen.means.tolist()
    for place, digit in enumerate(on.best, 1):
        assert seen.value(f"share of {digit}") == on.seen.shares[digit]
        assert words(seen, f"percent {place}") == f"{100 * on.seen.shares[digit]:.1f} %"
    assert on.best == (4, 2)


def test_a_digit_is_dragged_and_its_map_follows() -> None:
    seen = step(CLASS_MAPS)
    pixel = seen.grid("canvas").u[0]
    moved = seen.dragged("first digit", 6 * pixel, 5 * pixel * 0)
    assert moved.first_at == (2, 8)
    before, after = canvas(seen.knobs), canvas(moved)
    assert after.peak(2)[1] - before.peak(2)[1] == 3  # six pixels are three cells
    assert after.hits(0)


def test_digits_can_be_moved_by_keys_and_not_onto_each_other_or_over_the_edge() -> None:
    seen = step(CLASS_MAPS)
    knobs, _ = nudge(seen.frame, seen.knobs, seen.frame.t, seen.hit("second digit"), -1, 0)
    assert knobs.second_at == (12, 14)
    assert "on each other" in str(refusal(knobs, "second_at", (5, 5)))
    assert "edge" in str(refusal(knobs, "first_at", (17, 0)))
    assert seen.dragged("first digit", 900, 0).first_at == (2, 16)


@pytest.mark.parametrize("side", CANVASES)
def test_the_same_weights_work_on_canvases_of_any_size(side: str) -> None:
    knobs = change(Knobs(), "canvas", side) if side != "24" else Knobs()
    on = canvas(knobs)
    assert on.side == int(side)
    assert on.last.shape == (32, int(side) // 2, int(side) // 2)
    assert len(on.seen.means) == 32
    assert knobs.problem() is None


def test_alone_on_its_canvas_a_digit_is_recognised_wherever_it_is() -> None:
    right = 0
    for digit in "0123456789":
        for corner in ((0, 0), (3, 14), (16, 16), (8, 8)):
            knobs = turned(Knobs(), second="none", first_at=corner)
            knobs = knobs if digit == "2" else turned(knobs, first=digit)
            right += int(canvas(knobs).seen.shares.argmax()) == int(digit)
    assert right >= 36


def test_one_digit_alone_is_called_a_weak_test() -> None:
    seen = step(CLASS_MAPS, second="none")
    assert "proves little" in seen.caption
    assert "Choose a second digit" in seen.more
    assert "second digit" not in seen.named


def test_an_untrained_net_says_nothing() -> None:
    on = canvas(step(CANVAS).clicked("trained = untrained"))
    assert on.seen.shares.max() < 0.2


def test_two_of_the_same_digit_share_one_map() -> None:
    on = canvas(turned(Knobs(), second="2"))
    assert on.digits == (2, 2)
    assert not (on.hits(0) and on.hits(1))
    assert {on.verdict(0), on.verdict(1)} == {"peak on its digit", "peak on the other 2"}
    seen = step(CLASS_MAPS, second="2")
    assert "share one map" in seen.caption
    assert "peak on the other 2" in seen.texts


def test_what_was_measured_stands_there() -> None:
    before, after = measured()
    seen = step(HONEST)
    for name, found in (("untrained", before), ("trained", after)):
        for what in ("one", "both"):
            assert seen.value(f"{what}, {name}") == found[what]
        assert f"{100 * found['each']:.1f} %" in seen.more
    assert str(TRIED) in seen.more
    assert localising.CANVASES == TRIED
    assert after["each"] > 0.9 > 0.5 > before["each"]


def test_the_scenes_own_nets_do_about_as_well_as_was_measured() -> None:
    """Forty canvases of two digits, seen by the reference operations."""
    chance = np.random.default_rng(5)
    hits: dict[bool, list[bool]] = {True: [], False: []}
    while len(hits[True]) < 80:
        first, second = (str(digit) for digit in chance.choice(10, 2, replace=False))
        corners = [tuple(int(place) for place in chance.integers(0, 17, 2)) for _ in range(2)]
        writing = int(chance.integers(1, 51))
        knobs = Knobs(first=first, second=second, writing=writing, first_at=corners[0], second_at=corners[1])  # type: ignore[arg-type]
        if knobs.problem():
            continue
        for learned in (True, False):
            on = canvas(Knobs(**{**vars(knobs), "trained": learned}))
            hits[learned] += [on.hits(0), on.hits(1)]
    assert np.mean(hits[True]) > 0.88
    assert np.mean(hits[False]) < 0.6
    assert DIGIT == 8


def test_the_scene_names_its_run() -> None:
    assert gap.preset is not None
    assert gap.preset(Knobs()) == "gap"
    assert plan(gap, Knobs()) == plan(gap, Knobs(), run())


def test_the_race_is_that_of_the_run() -> None:
    seen = step(RACE)
    for index, contestant in enumerate(run().plan.contestants):
        score = run().validations[-1].scores[index]
        assert score is not None
        assert words(seen, f"{contestant.name} now") == f"{100 * score.accuracy:.1f} %"


def test_the_account_is_that_of_the_run() -> None:
    seen = step(ACCOUNT)
    for index, contestant in enumerate(run().plan.contestants):
        name = contestant.name
        assert seen.value(f"parameters, {name}") == contestant.parameters
        assert seen.value(f"training, {name}") == pytest.approx(run().accuracy(index)[-SMOOTHING:].mean())
        score = run().validations[-1].scores[index]
        assert score is not None
        assert seen.value(f"unseen, {name}") == score.accuracy
    assert words(seen, "parameters compared") == "6.1 times fewer"
    assert words(seen, "unseen compared").endswith("points higher")


def test_what_the_caption_says_is_so_in_the_bundled_run() -> None:
    scores = run().validations[-1].scores
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0].accuracy > scores[1].accuracy + 0.005


def test_before_the_first_measurement_nothing_is_compared() -> None:
    seen = at_step(gap, Knobs(), ACCOUNT, 1.0, run().upto(0))
    assert seen.texts.count("–") == 2
    assert not any("points higher" in text for text in seen.texts)
    assert any("not recorded" in text for text in at_step(gap, Knobs(), RACE).texts)


def test_what_is_said_of_heads_is_so_in_all_networks_of_the_course() -> None:
    """The means are the logits in SqueezeNet as well: its head ends in conv10 and gap."""
    every = [network(name) for name in names()]
    averaged = [each for each in every if any(layer.kind == "global average pool" for layer in each.inference)]
    without_dense = {each.family for each in averaged if each.inference[-1].kind == "global average pool"}
    assert without_dense == {"SqueezeNet"}
    _, dense, *_ = gap.mistaken
    assert dense.endswith("In Network in Network, and in SqueezeNet after it, the means are the logits.")
    resnets = [each for each in averaged if each.family == "ResNet" and not each.name.endswith("cifar")]
    assert {before.shape[0] for each in resnets for before in each.inference[-2:-1]} == {512, 2048}
    assert "512 or 2,048 in the ResNets for ImageNet" in gap.mistaken[0]


def test_of_training_only_is_said_what_holds_for_five_seeds() -> None:
    """The means end ahead in accuracy; by training loss the dense head does in four of five seeds."""
    assert "is right more often on new pictures" in step(ACCOUNT).caption
    assert "about as closely, or more closely" in step(ACCOUNT).more
    assert "but in accuracy on new pictures the mean of each map" in PRESETS["gap"].what_to_look_for


@pytest.mark.parametrize("title", [LEVEL, RESNET, NIN])
def test_long_sums_have_smaller_letters_and_stay_in_their_room(title: str) -> None:
    knobs = Knobs(
        cells=tuple(((index, 0, 0), 8.5 if index % 2 else 2.5) for index in range(4)),
        weights=tuple(((row, column), -3.0) for row in range(3) for column in range(4)),
    )
    seen, usual = at_step(gap, knobs, title), step(title)
    edge = LARGE.x if title == LEVEL else RIGHT
    for name in ("sum", "sum goes on") if title == RESNET else ("sum",):
        line, before = seen.named[name], usual.named[name]
        assert isinstance(line, Text)
        assert isinstance(before, Text)
        assert 28 < line.size <= before.size
        assert line.x + line.size * 0.58 * len(line.text) <= edge
