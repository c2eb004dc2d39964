"""The trained net with gates as the scene computes it, against torch; and the run of the live step."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import assets
from desktop.runs.storage import bundled
from engine.making import weights
from scenes.gates import gates
from scenes.gates.knobs import Knobs
from scenes.gates.trained import NAME, answer, digits, from_means, looked_at, prepare, pulled, strongest
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Text
from scenes.stage.core.stage import PANE
from scenes.stage.data.handwritten import handwritten
from tests.scenes.seen import at_step


@pytest.mark.parametrize(("digit", "place"), [(3, (12, 12)), (7, (0, 23))])
def test_gates_and_probabilities_equal_torch(digit: int, place: tuple[int, int]) -> None:
    found = answer(digit, 2, place)
    module = weights.RECIPES[NAME].build().eval()
    with np.load(assets.path("weights", f"{NAME}.npz"), allow_pickle=False) as stored:
        module.load_state_dict({key: torch.from_numpy(stored[key].astype(np.float32)) for key in stored.files}, False)
    kept: dict[str, np.ndarray] = {}
    for name, part in module.named_modules():
        if name.endswith("gate.sigmoid"):
            part.register_forward_hook(lambda _, __, out, name=name: kept.__setitem__(name, out[0].numpy()))
    with torch.inference_mode():
        logits = module(torch.tensor(found.canvas.array / 255, dtype=torch.float32)[None, None])[0]
    assert found.probabilities == pytest.approx(torch.softmax(logits, 0).numpy(), abs=1e-4)
    assert len(kept) == len(found.gates) == 4
    for ours, theirs in zip(found.gates, kept.values(), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-4)


def test_the_small_net_by_its_means_alone_makes_the_same_gates() -> None:
    for stage, way in enumerate(answer(3, 2, (12, 12)).ways, start=1):
        assert from_means(stage, way.means).gates == pytest.approx(way.gates)


def test_the_maps_that_are_looked_at_differ_most_and_the_mean_that_is_pulled_moves_most() -> None:
    one, other = answer(0, 1, (12, 12)), answer(7, 1, (12, 12))
    apart = np.abs(one.gates[2] - other.gates[2])
    which = looked_at(3)
    assert min(apart[index] for index in which) >= max(np.delete(apart, which))
    assert np.diff(one.gates[2][list(which)]).max() <= 0
    means = one.ways[2].means
    moved = {index: np.abs(pulled(3, means, index) - one.gates[2])[[i for i in which if i != index]].sum()
             for index in which}  # fmt: skip
    assert strongest(3, means) == max(moved, key=moved.__getitem__)


def test_there_are_as_many_handwritings_as_the_knob_offers() -> None:
    assert {len(handwritten(digit)) for digit in range(10)} == {50}


def test_in_stage_3_gates_know_the_digit_far_better_than_by_chance() -> None:
    found = digits(3, (12, 12))
    assert found.by_chance == pytest.approx(9 / 29)
    assert found.between > 0.75
    assert np.abs(found.deviations).max() > 0.2


def test_in_stage_4_every_gate_stands_near_1_as_the_caption_says() -> None:
    assert digits(4, (12, 12)).gates.min() > 0.95
    assert "near 1" in at_step(gates, Knobs(stage="4"), "Another digit").caption


def test_the_step_before_the_table_computes_all_that_it_needs() -> None:
    answer.cache_clear()
    for picture in range(30):
        prepare((picture + 0.5) / 30, (12, 12))
    prepare(1.0, (12, 12))
    assert answer.cache_info().currsize == 30
    digits.cache_clear()
    digits(3, (12, 12))
    assert answer.cache_info().misses == 30


def test_the_scene_names_its_run_and_shows_both_nets() -> None:
    run = bundled("gates")
    assert run is not None
    assert gates.preset is not None
    assert gates.preset(Knobs()) == "gates"
    assert plan(gates, Knobs()) == plan(gates, Knobs(), run)
    names = {contestant.name for contestant in run.plan.contestants}
    assert names == {"Without gates", "With gates"}
    race, right = (at_step(gates, Knobs(), title, 1.0, run) for title in ("With and without gates", "Right answers"))
    assert {f"training loss {name}" for name in names} <= set(race.named)
    assert {f"accuracy {name}" for name in names} <= set(right.named)
    for seen in (race, right):
        note = seen.named["origin of the run"]
        assert isinstance(note, Text)
        assert note.y + 0.6 * note.size <= PANE[1], "what lies lower is hidden by the caption's room"
