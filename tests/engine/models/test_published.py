"""Published networks with the weights that ship, held against what another implementation gave for the same photos."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

import assets
from engine.models import networks, published
from engine.models.networks import Trained, UnfitWeightsError
from tests.engine.models.reference_answers import ANSWERS, photo

LITE = "efficientnet-lite0"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of the files of a network, which are read in the place of its own."""
    for kind in ("safetensors", "names.json", "reads.json"):
        (tmp_path / f"{LITE}.{kind}").write_bytes(assets.path("published", f"{LITE}.{kind}").read_bytes())
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    published.published.cache_clear()
    return tmp_path


def logits(net: Trained, pixels: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        found = net.module(net.seen(torch.from_numpy(pixels).float()[None]))
    return np.asarray(found[0])


@pytest.mark.parametrize("name", [name for name in ANSWERS if "/" not in name])
def test_the_photos_get_the_answers_of_another_implementation(name: str) -> None:
    found, expected = logits(published.published(LITE), photo(name)), ANSWERS[name]
    assert found.max() == pytest.approx(expected.largest, abs=1e-3)
    assert found.sum() == pytest.approx(expected.total, abs=1e-2)
    assert np.argsort(-found)[:5].tolist() == list(expected.classes)
    shares = np.exp(found - found.max()) / np.exp(found - found.max()).sum()
    assert shares[list(expected.classes)] == pytest.approx(expected.shares, abs=1e-4)


def test_every_tensor_of_the_file_has_its_place_and_every_place_its_tensor() -> None:
    own = networks.numbers(published.published(LITE).module)
    stored = load_file(assets.path("published", f"{LITE}.safetensors"))
    assert len(own) == len(stored) == 247
    assert sorted(float(values.double().sum()) for values in own.values()) == sorted(
        float(values.double().sum()) for values in stored.values()
    )


def test_the_labels_are_a_thousand() -> None:
    labels = assets.path("published", f"{LITE}.labels.txt").read_text(encoding="utf-8").splitlines()
    assert len(labels) == 1000
    assert (labels[0], labels[285], labels[967]) == ("tench", "Egyptian cat", "espresso")


def test_it_is_kept_once_it_is_loaded() -> None:
    assert published.published(LITE) is published.published(LITE)


def test_weights_by_chance_depend_on_the_seed_and_say_something() -> None:
    one, same, other = (published.published.__wrapped__(LITE, seed) for seed in (1, 1, 2))
    told = [logits(net, photo("chelsea")) for net in (one, same, other)]
    np.testing.assert_array_equal(told[0], told[1])
    assert np.abs(told[0] - told[2]).max() > 0.1
    assert all(0.05 < each.std() < 20 for each in told)
    assert not np.allclose(told[0], logits(published.published(LITE), photo("chelsea")), atol=1)


@pytest.mark.parametrize("drawn", [None, 4])
def test_torchs_own_generator_stays_as_it_was(drawn: int | None) -> None:
    before = torch.get_rng_state()
    published.published.__wrapped__(LITE, drawn)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", ["vgg-16", "no-such-network", "../data/photos"])
def test_a_network_without_weights_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(UnfitWeightsError, match=r"^No weights ship of a network named .* choose another one\.$"):
        published.published(name)


def damage(folder: Path, how: str) -> None:
    file = folder / f"{LITE}.safetensors"
    tensors = load_file(file) if how in ("one too few", "another shape", "one too many") else {}
    match how:
        case "missing":
            file.unlink()
        case "cut off":
            file.write_bytes(file.read_bytes()[:100_000])
        case "no file of weights":
            file.write_bytes(b"Traceback (most recent call last)")
        case "names that are none":
            (folder / f"{LITE}.names.json").write_text("{")
        case "one too few":
            del tensors["_fc.bias"]
        case "another shape":
            tensors["_fc.bias"] = torch.zeros(999)
        case "one too many":
            tensors["more"] = torch.zeros(1)
    if tensors:
        save_file(tensors, file)


DAMAGES = [
    "missing",
    "cut off",
    "no file of weights",
    "names that are none",
    "one too few",
    "another shape",
    "one too many",
]


@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_weights_are_one_sentence(copied: Path, how: str) -> None:
    assert logits(published.published(LITE), photo("coffee")).argmax() == 967
    published.published.cache_clear()
    damage(copied, how)
    with pytest.raises(UnfitWeightsError, match=rf"^The weights of {LITE} are missing or damaged; install Convoscope"):
        published.published(LITE)
    published.published.cache_clear()
