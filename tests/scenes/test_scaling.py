"""The compound scaling scene: what each factor costs, the released family, and the rules of rounding."""

from __future__ import annotations

import pytest

from scenes.reference import Factors
from scenes.scaling import BLOCK, EXAMPLES, Knobs, scaling
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
    assert found.numbers.endswith(f"= {cost}")
    assert len(layers(found)) == built
    assert 1 < (seen(title, share=0.2).value("gauge") or 0) < cost


def test_the_block_is_deformed_as_the_factors_say() -> None:
    start = seen("Twice as deep").named["layer at the start"]
    assert isinstance(start, Rect)
    wide, high = layers(seen("Twice as wide"))[0], layers(seen("Twice the resolution"))[0]
    assert wide.width == pytest.approx(2 * start.width)
    assert wide.height == pytest.approx(start.height)
    assert high.height == pytest.approx(2 * start.height)
    assert high.width == pytest.approx(start.width)


def test_a_step_of_phi_costs_about_twice() -> None:
    for phi in (0.0, 1.0, 3.0, 7.0):
        knobs = turned(Knobs(), phi=phi)
        assert knobs.compound
        assert knobs.factors.cost == pytest.approx(1.92027**phi)
    assert "1.9203" in seen("All three").numbers


def test_a_factor_turned_by_hand_leaves_the_path_and_a_plate_leads_back() -> None:
    by_hand = turned(Knobs(), width=2.0)
    assert not by_hand.compound
    found = seen("All three", by_hand)
    assert found.value("gauge") == pytest.approx(1.2 * 4 * 1.15**2)
    assert "Set by hand" in found.caption
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
    assert "2.0 points" in found.numbers


def test_the_family_is_counted_from_the_descriptions() -> None:
    found = seen("B0 to B7")
    assert any("37.7 G" in text for text in found.texts)
    assert [round(model.times, 1) for model in family()] == [1.0, 1.8, 2.6, 4.7, 11.4, 26.6, 49.4, 97.8]
    assert [round(model.cost, 1) for model in family()] == [1.0, 1.3, 2.0, 3.6, 10.2, 23.3, 46.8, 89.0]
    assert any("76.0 %: 10.6 times the MACs of B0" in text for text in found.texts)
    assert any("fitted by us" in text for text in found.texts)


def test_a_click_on_a_row_chooses_the_network() -> None:
    knobs = seen("B0 to B7").clicked("model = B7")
    assert knobs.model == "B7"
    found = seen("B0 to B7", knobs)
    assert f"{network('efficientnet-b7').macs:,}" in found.numbers


def test_the_worked_roundings() -> None:
    found = seen("Channels in eights")
    shown = [text for text in found.texts if text in ("48", "56", "80")]
    assert {"48", "56", "80"} <= set(shown)
    assert found.numbers == "40 · 1.1 = 44        8 · 6 = 48"
    lost = seen("Channels in eights", turned(Knobs(), channels=9))
    assert "less than 0.9 · 9.9" in lost.numbers
    assert lost.numbers.endswith("16")
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("model", MODELS)
def test_the_rules_give_the_networks_as_they_are_built(model: str) -> None:
    for row in scaled_stages(model):
        assert (row.wider, row.deeper) == row.built
    found = seen("From B0", turned(Knobs(), model=model))
    assert found.title == f"From B0 to {model}"
    assert found.named["legend of bars"].text.endswith(model)  # type: ignore[union-attr]
