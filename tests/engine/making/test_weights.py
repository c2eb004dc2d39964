import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

import assets
from engine.contract.pictures import digits
from engine.making import weights

LENET = weights.RECIPES["lenet-5-modern"]


def told(name: str) -> dict[str, Any]:
    return json.loads(assets.path("weights", f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", weights.RECIPES)
def test_the_stored_weights_fit_the_network_and_are_as_good_as_is_told(name: str) -> None:
    recipe, facts = weights.RECIPES[name], told(name)
    module = recipe.build().eval()
    with np.load(assets.path("weights", f"{name}.npz"), allow_pickle=False) as stored:
        arrays = {key: torch.from_numpy(stored[key].astype(np.float32)) for key in stored.files}
        assert {stored[key].dtype for key in stored.files} == {np.dtype(np.float16)}
    counters = {key for key in module.state_dict() if key.endswith("num_batches_tracked")}
    assert set(module.load_state_dict(arrays, strict=False).missing_keys) <= counters
    source = recipe.source()
    with torch.inference_mode():
        answers = module(recipe.prepare(source.validation_x)).argmax(1).numpy()
    assert np.mean(answers == source.validation_y) == pytest.approx(facts["validation_accuracy"], abs=0.005)
    assert len(source.validation_y) == facts["validation_count"]
    assert {key: facts[key] for key in ("epochs", "lr", "batch", "shift", "seed")} == {
        key: getattr(recipe, key) for key in ("epochs", "lr", "batch", "shift", "seed")
    }


@pytest.mark.parametrize("name", weights.RECIPES)
def test_the_weights_are_small_enough_to_ship(name: str) -> None:
    assert assets.path("weights", f"{name}.npz").stat().st_size < 300_000


def test_the_places_of_the_held_out_digits_are_those_of_the_validation_pictures() -> None:
    with np.load(assets.path("data", "digits.npz"), allow_pickle=False) as stored:
        pictures = np.rint(stored["x"][weights.held_out_digits()] * (255 / 16)).astype(np.uint8)
    assert np.array_equal(pictures[:, None], digits().validation_x)
    assert told("lenet-5-modern")["held_out"] == weights.held_out_digits()


def test_a_digit_stands_in_the_middle_of_its_canvas() -> None:
    canvas = weights.on_canvas(np.full((1, 1, 8, 8), 255, np.uint8))[0, 0]
    assert canvas.shape == (32, 32)
    assert (canvas[5:27, 5:27] == 1).all()
    assert canvas[0].sum() == canvas[2].sum() == 0
    assert float(canvas[4, 16]) == pytest.approx(2 / 3)


def test_pictures_move_by_no_more_than_asked_and_lose_nothing_that_stays_inside() -> None:
    x = torch.zeros(200, 1, 9, 9)
    x[:, :, 4, 4] = 1
    places = {tuple(place.tolist()) for place in weights._moved(x, 2).nonzero()[:, 2:]}
    assert places == {(row, column) for row in range(2, 7) for column in range(2, 7)}
    assert weights._moved(x, 0) is x


def test_what_is_told_of_class_maps_is_measured_again() -> None:
    module = weights.averaged().eval()
    with np.load(assets.path("weights", "averaged-digits.npz"), allow_pickle=False) as stored:
        arrays = {key: torch.from_numpy(stored[key].astype(np.float32)) for key in stored.files}
    module.load_state_dict(arrays, strict=False)
    told_then = told("averaged-digits")["measured"]
    assert weights.found_digits(module) == pytest.approx(told_then["trained"], abs=0.01)


def test_a_short_training_is_written_in_one_piece_and_learns(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(weights, "RECIPES", {"short": replace(LENET, epochs=1)})
    assert weights.write(tmp_path / "new") == 0
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == ["short.json", "short.npz"]
    facts = json.loads((tmp_path / "new" / "short.json").read_text(encoding="utf-8"))
    assert facts["validation_accuracy"] > 0.5
