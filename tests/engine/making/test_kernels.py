import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from msgspec import convert
from msgspec.structs import replace

import assets
from engine.contract.spec import DATA, RunSpec, StopAt
from engine.data import data
from engine.making import kernels
from engine.models import networks

RUNS = {**kernels.FIRST_LAYERS, **kernels.WHOLE}
STORED = assets.path("kernels", "trained.npz")


@pytest.mark.parametrize(("name", "side"), [("animals", 5), ("small", 3)])
def test_the_stored_kernels_are_small_pictures(name: str, side: int) -> None:
    with np.load(STORED, allow_pickle=False) as stored:
        assert sorted(stored.files) == ["animals", "animals_biases", "small", "small_biases"]
        filters, biases = stored[name], stored[f"{name}_biases"]
    assert filters.shape == (8, 1, side, side)
    assert biases.shape == (8,)
    assert filters.dtype == biases.dtype == np.float32
    assert np.isfinite(filters).all()
    assert filters.std() > 0.05


def facts_of(name: str) -> dict[str, Any]:
    file = "network" if name in kernels.WHOLE else "trained"
    found: dict[str, Any] = json.loads(assets.path("kernels", f"{file}.json").read_text(encoding="utf-8"))[name]
    return found


@pytest.mark.parametrize("name", RUNS)
def test_the_stored_weights_come_from_the_runs_that_are_described(name: str) -> None:
    facts = facts_of(name)
    assert convert(facts["spec"], RunSpec) == RUNS[name]
    assert facts["validation_accuracy"] >= 0.9
    assert facts["classes"] == list(DATA["animals"].classes)


def test_the_stored_network_does_what_is_told_of_it() -> None:
    facts = facts_of("network")
    split = data.load("animals")
    assert (facts["mean"], facts["deviation"]) == (split.mean, split.deviation)
    module = networks.seeded(kernels.WHOLE["network"].contestants[0].network, (1, 28, 28), 10, seed=0)
    with np.load(assets.path("kernels", "network.npz"), allow_pickle=False) as stored:
        module.load_state_dict({name: torch.from_numpy(stored[name]) for name in stored.files})
    with torch.inference_mode():
        right = (module(split.validation_x).argmax(1) == split.validation_y).double().mean()
    assert float(right) == pytest.approx(facts["validation_accuracy"], abs=1e-3)


def test_what_excites_the_maps_is_found_again() -> None:
    """The file holds what the stored weights give, up to maps that two drawings excite equally."""
    with np.load(assets.path("kernels", "network.npz"), allow_pickle=False) as stored:
        again = kernels.strongest({name: stored[name] for name in stored.files})
    with np.load(assets.path("kernels", "strongest.npz"), allow_pickle=False) as stored:
        found = {name: stored[name] for name in stored.files}
    assert found.keys() == again.keys() == {"conv1", "conv2", "conv3"}
    for name, entries in found.items():
        assert entries.shape == again[name].shape == (8 if name == "conv1" else 16, kernels.STRONGEST, 3)
        assert np.mean(entries[:, 0] == again[name][:, 0]) > 0.5


def test_what_the_maps_answer_to_is_found_again() -> None:
    """Map 11 of layer 3: its ten strongest drawings are cats and dogs, and a giraffe excites it as much on the mean."""
    with np.load(assets.path("kernels", "network.npz"), allow_pickle=False) as stored:
        again = kernels.peaks({name: stored[name] for name in stored.files})
    with np.load(assets.path("kernels", "peaks.npz"), allow_pickle=False) as stored:
        assert sorted(stored.files) == sorted(again) == ["conv1", "conv2", "conv3"]
        for name, means in again.items():
            assert stored[name] == pytest.approx(means, abs=1e-3)
        means = dict(zip(DATA["animals"].classes, stored["conv3"][10].round(1).tolist(), strict=True))
    assert {animal: pytest.approx(mean) for animal, mean in means.items() if mean > 7.2} == {
        "cat": 7.9, "dog": 7.9, "giraffe": 7.8, "bird": 7.3, "horse": 7.3,
    }  # fmt: skip


def test_the_drawings_not_learned_from_are_those_of_the_split() -> None:
    with np.load(assets.path("kernels", "held_out.npz"), allow_pickle=False) as stored:
        found = stored["animals"]
    assert sorted(found.tolist()) == sorted(kernels.held_out("animals").tolist())
    assert len(found) == facts_of("network")["validation_count"]


def test_a_short_training_is_written_in_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(kernels.FIRST_LAYERS["animals"], stop=StopAt(steps=40))
    monkeypatch.setattr(kernels, "FIRST_LAYERS", {"animals": spec})
    monkeypatch.setattr(kernels, "WHOLE", {"network": spec})
    assert kernels.write(tmp_path / "new") == 0
    names = ["held_out.npz", "network.json", "network.npz", "peaks.npz", "strongest.npz", "trained.json", "trained.npz"]
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == names
    with np.load(tmp_path / "new" / "trained.npz", allow_pickle=False) as stored:
        first = stored["animals"]
        assert first.shape == (8, 1, 5, 5)
    with np.load(tmp_path / "new" / "network.npz", allow_pickle=False) as stored:
        layers = ["conv1.bias", "conv1.weight", "conv2.bias", "conv2.weight", "fc.bias", "fc.weight"]
        assert sorted(stored.files) == layers
        assert np.array_equal(stored["conv1.weight"], first)  # the same run, so the same weights


@pytest.mark.slow
def test_training_again_gives_kernels_as_good() -> None:
    again = kernels.trained(kernels.FIRST_LAYERS["animals"])
    assert again.facts["validation_accuracy"] == pytest.approx(facts_of("animals")["validation_accuracy"], abs=0.02)
