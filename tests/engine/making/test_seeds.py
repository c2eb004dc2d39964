"""The runs over seeds that ship: what they are of, and which one is shown."""

import json
from typing import Any

import numpy as np
import pytest
from msgspec import convert
from msgspec.structs import replace

import assets
from engine.contract.spec import PRESETS, RunSpec, StopAt
from engine.making import seeds


def facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assets.path("recordings", "seeds.json").read_text(encoding="utf-8"))[name]
    return found


def stored(name: str) -> Any:
    with np.load(assets.path("recordings", "seeds.npz"), allow_pickle=False) as arrays:
        return arrays[name].astype(float)


@pytest.mark.parametrize("name", seeds.STORED)
def test_the_runs_over_seeds_are_of_the_presets_as_they_are(name: str) -> None:
    """Whoever changes such a preset or its networks trains them anew: `python -m engine seeds`."""
    own = PRESETS[name].spec
    assert convert(facts(name)["spec"], RunSpec) == own
    assert own.stop.steps is not None
    count = len(own.contestants)
    assert stored(f"{name}.losses").shape == (len(seeds.SEEDS), count, own.stop.steps)
    assert stored(f"{name}.growth").shape == (len(seeds.SEEDS), count)
    assert stored(f"{name}.longer").shape == (len(seeds.LONGER_SEEDS), count, seeds.LATEST)
    again, growth = seeds.trained(replace(seeds.spec_of(name, 3), stop=StopAt(steps=1)))
    assert again[:, 0] == pytest.approx(stored(f"{name}.losses")[2, :, 0], rel=2e-3)
    assert growth == pytest.approx(stored(f"{name}.growth")[2], rel=2e-2)


@pytest.mark.parametrize("name", seeds.STORED)
def test_the_run_that_is_shown_is_the_one_in_the_middle(name: str) -> None:
    chosen = seeds.SEEDS[seeds.middle(stored(f"{name}.losses"))]
    assert facts(name)["middle"] == chosen
    assert PRESETS[name].spec.seed == chosen


def test_the_middle_is_found_by_ranks_and_not_by_one_net_that_is_far_off() -> None:
    ends = np.array([[0.1, 1.0], [0.2, 1.1], [0.3, 9.0], [0.4, 1.2], [0.5, 1.3]])
    assert seeds.middle(np.repeat(ends[:, :, None], 40, axis=2)) == 3


def test_longer_runs_have_so_many_times_the_steps() -> None:
    assert seeds.spec_of("degradation", 4, 5).stop.steps == 1250
    assert (seeds.spec_of("degradation", 4).seed, seeds.spec_of("degradation", 4).threads) == (4, 1)
