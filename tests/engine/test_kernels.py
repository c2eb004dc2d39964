import json
from pathlib import Path

import numpy as np
import pytest
from msgspec import convert
from msgspec.structs import replace

import assets
from engine import kernels
from engine.spec import RunSpec, StopAt

STORED = assets.path("kernels", "trained.npz")
TOLD = assets.path("kernels", "trained.json")


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


@pytest.mark.parametrize("name", kernels.SPECS)
def test_the_stored_kernels_come_from_the_runs_that_are_described(name: str) -> None:
    facts = json.loads(TOLD.read_text(encoding="utf-8"))[name]
    assert convert(facts["spec"], RunSpec) == kernels.SPECS[name]
    assert facts["validation_accuracy"] >= 0.9


def test_a_short_training_is_written_in_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(kernels.SPECS["animals"], data="digits", stop=StopAt(steps=100))
    monkeypatch.setattr(kernels, "SPECS", {"animals": spec})
    assert kernels.write(tmp_path / "new") == 0
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == ["trained.json", "trained.npz"]
    with np.load(tmp_path / "new" / "trained.npz", allow_pickle=False) as stored:
        assert stored["animals"].shape == (8, 1, 5, 5)


@pytest.mark.slow
def test_training_again_gives_kernels_as_good() -> None:
    facts = json.loads(TOLD.read_text(encoding="utf-8"))["animals"]
    again = kernels.trained(kernels.SPECS["animals"])
    assert again.facts["validation_accuracy"] == pytest.approx(facts["validation_accuracy"], abs=0.02)
