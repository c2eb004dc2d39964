"""The compound scaling scene: what each factor costs, the released family, and the rules of rounding."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scenes.reference import Factors
from scenes.scaling import Knobs, scaling
from scenes.scaling.draw_rounding import EXAMPLES
from scenes.scaling.words import BLOCK, times
from scenes.stage.core.knobs import parse
from scenes.stage.core.marks import Rect
from scenes.stage.data.efficientnets import MODELS, family, scaled_stages
from scenes.stage.data.networks import network
from tests.scenes.seen import Seen, at_step, turned


def seen(title: str, knobs: Knobs | None = None, share: float = 1.0) -> Seen:
    return at_step(scaling, knobs or Knobs(), title, share)


def layers(found: Seen) -> list[Rect]:
    names = [name for name in found.named if name.startswith("layer ") and name != "layer at the start"]
    return [mark for name in names if isinstance(mark := found.named[name], Rect)]


@pytest.mark.parametrize(
    ("title", "cost", "built"), [("Twice as deep", 2, 6), ("Twice as wide", 4, 3), ("Twice the resolution", 4, 3)]
)
def test_a_factor_of_two_costs_two_or_four(title: str, cost: float, built: int) -> None:
    found = seen(title)
    assert found.value("gauge") == cost
    assert found.texts.count(times(cost)) == 1
    assert len(layers(found)) == built
    assert 1 < (seen(title, share=0.2).value("gauge") or 0) < cost


@pytest.mark.parametrize(
    ("title", "across", "up"), [("Twice as deep", 2, 1), ("Twice as wide", 2, 2), ("Twice the resolution", 2, 2)]
)
def test_the_work_is_an_area_in_which_the_work_at_the_start_is_filled(title: str, across: int, up: int) -> None:
    found = seen(title)
    start, grown = found.named["work at the start"], found.named["gauge"]
    assert isinstance(start, Rect)
    assert isinstance(grown, Rect)
    assert (grown.width / start.width, grown.height / start.height) == (across, up)
    assert grown.width * grown.height == pytest.approx((grown.value or 0) * start.width * start.height)


def test_the_block_is_deformed_as_the_factors_say() -> None:
    for title, times_wider, times_higher in (("Twice as wide", 2, 1), ("Twice the resolution", 1, 2)):
        found = seen(title)
        start, layer = found.named["layer at the start"], layers(found)[0]
        assert isinstance(start, Rect)
        assert layer.width == pytest.approx(times_wider * start.width)
        assert layer.height == pytest.approx(times_higher * start.height)


def test_a_step_of_phi_costs_about_twice() -> None:
    for phi in (0.0, 1.0, 3.0, 7.0):
        knobs = turned(Knobs(), phi=phi)
        assert knobs.compound
        assert knobs.factors.cost == pytest.approx(1.92027**phi)
    assert "1.2 · 1.1² · 1.15² = 1.9203" in seen("All three").more
    assert "1.92 ×" in seen("All three").texts


def test_a_factor_turned_by_hand_leaves_the_path_and_a_plate_leads_back() -> None:
    by_hand = turned(Knobs(), width=2.0)
    assert not by_hand.compound
    found = seen("All three", by_hand)
    assert found.value("gauge") == pytest.approx(1.2 * 4 * 1.15**2)
    assert "set by hand" in found.caption
    assert found.clicked("phi = 1") == Knobs()


def test_factors_given_with_words_hold() -> None:
    knobs = parse(Knobs, {"phi": "2", "depth": "3"})
    assert (knobs.depth, round(knobs.width, 4)) == (3.0, 1.21)


def test_what_is_built_is_counted_in_whole_layers_and_eights() -> None:
    block = BLOCK.scaled(Factors(1.2, 1.1, 1.15))
    assert (block.layers, block.channels, block.side) == (4, 48, 32)
    assert block.macs == 4 * 9 * 48 * 48 * 32 * 32


def test_equal_cost_quotes_the_paper_with_its_source() -> None:
    found = seen("At equal cost")
    quoted = ["79.0", "78.9", "79.1", "81.1"]
    assert [text for text in found.texts if text in quoted] == quoted
    assert any("single crop" in text and "table 7" in text for text in found.texts)
    assert "+2.0 points" in found.texts
    assert "2.0 points behind" in found.more


def test_the_family_is_counted_from_the_descriptions() -> None:
    found = seen("B0 to B7")
    assert [found.named[f"top-1 {model}"].text for model in MODELS][::7] == ["77.1", "84.3"]  # type: ignore[union-attr]
    assert "4.74 ×" in found.texts
    assert "d · w² · r² says 3.62 ×" in found.texts
    assert [round(model.times, 1) for model in family()] == [1.0, 1.8, 2.6, 4.7, 11.4, 26.6, 49.4, 97.8]
    assert [round(model.cost, 1) for model in family()] == [1.0, 1.3, 2.0, 3.6, 10.2, 23.3, 46.8, 89.0]
    assert "76.0 %, 10.6 times the MACs of B0" in found.more
    assert "fitted by us" in found.more


def test_each_network_is_drawn_as_long_and_as_high_as_its_factors_say() -> None:
    found = seen("B0 to B7")
    first, last = found.named["box B0"], found.named["box B7"]
    assert isinstance(first, Rect)
    assert isinstance(last, Rect)
    assert last.width / first.width == pytest.approx(3.1)
    assert last.height / first.height == pytest.approx(600 / 224)


def test_a_click_on_a_row_chooses_the_network() -> None:
    knobs = seen("B0 to B7").clicked("model = B7")
    assert knobs.model == "B7"
    found = seen("B0 to B7", knobs)
    assert f"{network('efficientnet-b7').macs:,}" in found.more
    assert [found.named[f"{what} depth"].text for what in ("power of", "released")] == ["3.58", "3.1"]  # type: ignore[union-attr]


def test_the_worked_roundings() -> None:
    found = seen("Channels in eights")
    shown = [text for text in found.texts if text in ("48", "56", "80")]
    assert {"48", "56", "80"} <= set(shown)
    assert "40 · 1.1 = 44, and the nearest is 8 · 6 = 48." in found.more
    lost = seen("Channels in eights", turned(Knobs(), channels=9))
    assert "That is less than 0.9 · 9.9" in lost.more
    assert "so it becomes 16." in lost.more
    assert "16" in lost.texts
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("model", MODELS)
def test_the_rules_give_the_networks_as_they_are_built(model: str) -> None:
    for row in scaled_stages(model):
        assert (row.wider, row.deeper) == row.built
    found = seen("From B0", turned(Knobs(), model=model))
    assert found.title == f"From B0 to {model}"
    for row in scaled_stages(model):
        assert found.value(f"{row.name} scaled") == row.wider * row.deeper
        assert found.named[f"channels of {row.name}"].text == str(row.wider)  # type: ignore[union-attr]


def test_a_network_as_wide_as_b0_keeps_its_channels() -> None:
    assert "its own channels and 1.1 times the layers" in seen("From B0", turned(Knobs(), model="B1")).more
    assert "stay as they are" in seen("From B0", turned(Knobs(), model="B0")).caption


def test_the_dot_visits_the_nearest_multiple_before_it_goes_on() -> None:
    def dot(share: float) -> float:
        found = seen("Channels in eights", turned(Knobs(), channels=9), share).named["dot at 1.1"]
        assert isinstance(found, Rect)
        return found.x

    places = [dot(share / 500) for share in range(151)]
    start, end = places[0], places[-1]  # 0 channels, and the multiple that it becomes: 16
    turn = next(index for index, (one, other) in enumerate(pairwise(places)) if other < one)
    assert places[turn] == pytest.approx(start + (end - start) * 9.9 / 16, abs=3)
    assert min(places[turn:]) == pytest.approx((start + end) / 2, abs=3)
