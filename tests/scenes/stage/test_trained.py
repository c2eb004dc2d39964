"""The trained CNN that ships: what it computes against torch, and what is told of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from scenes.receptive.knobs import ANIMALS, DRAWINGS
from scenes.stage import trained
from scenes.stage.handwritten import handwritten


def as_torch(net: trained.Trained, x: torch.Tensor) -> tuple[list[torch.Tensor], torch.Tensor]:
    maps = []
    for filters, biases in net.convolutions:
        x = torch.relu(torch.conv2d(x, torch.tensor(filters), torch.tensor(biases), padding=net.kernel // 2))
        maps.append(x[0])
        x = torch.max_pool2d(x, 2)
    weights, bias = (torch.tensor(part) for part in net.dense)
    return maps, torch.softmax(x.flatten() @ weights.T + bias, 0)


@pytest.mark.parametrize(("animal", "number"), [("cat", 6), ("zebra", 1), ("bear", 1000)])
def test_every_map_is_what_torch_computes(animal: str, number: int) -> None:
    net = trained.network()
    seen = trained.see(net, trained.drawing(net.classes, animal, number))
    x = torch.tensor((seen.picture - net.mean) / net.deviation)[None]
    maps, shares = as_torch(net, x)
    assert all(np.allclose(mine, theirs, atol=1e-9) for mine, theirs in zip(seen.maps, maps, strict=True))
    assert np.allclose(seen.shares, shares, atol=1e-9)


def test_the_classes_and_drawings_are_those_that_scenes_offer() -> None:
    assert trained.network().classes == ANIMALS
    assert len(trained.drawings()) == len(ANIMALS) * DRAWINGS
    third_bird = trained.drawing(trained.network().classes, "bird", 3)
    assert np.array_equal(third_bird[0], trained.drawings()[1002])


def test_what_excites_a_map_is_found_in_the_drawings() -> None:
    """Each entry is the largest number of its map for that drawing, and they fall from the first to the last."""
    net, found = trained.network(), trained.strongest()
    assert [len(layer) for layer in found] == [len(filters) for filters, _ in net.convolutions]
    for layer, index in ((0, 6), (1, 2), (2, 14)):
        values = []
        for each in found[layer][index]:
            picture = np.asarray(trained.drawings()[each.drawing], dtype=float)
            map_ = trained.see(net, picture[None]).maps[layer][index]
            assert map_[each.row, each.column] == pytest.approx(map_.max(), abs=1e-4)
            values.append(float(map_.max()))
        assert values == pytest.approx(sorted(values, reverse=True), abs=1e-4)


def test_the_digits_net_computes_what_torch_does_and_its_class_maps_make_the_logits() -> None:
    net = trained.digits_anywhere()
    assert (net.pools, net.means, len(net.classes)) == (1, True, 10)
    picture = np.zeros((1, 24, 24))
    picture[0, 5:13, 9:17] = handwritten(3)[0] * (255 / 16)
    seen = trained.see(net, picture)
    x = torch.tensor((picture - net.mean) / net.deviation)[None]
    for layer, (filters, biases) in enumerate(net.convolutions):
        x = torch.relu(torch.conv2d(x, torch.tensor(filters), torch.tensor(biases), padding=1))
        x = torch.max_pool2d(x, 2) if layer == 0 else x
    weights, bias = (torch.tensor(part) for part in net.dense)
    logits = x.mean((2, 3))[0] @ weights.T + bias
    assert np.allclose(seen.logits, logits, atol=1e-9)
    assert np.allclose(seen.maps[-1], x[0], atol=1e-9)
    maps = trained.class_maps(net, seen)
    assert maps.shape == (10, 12, 12)
    assert np.allclose(maps.mean(axis=(1, 2)) + net.dense[1], seen.logits, atol=1e-9)


def test_a_net_that_flattens_has_no_class_maps() -> None:
    net = trained.network()
    with pytest.raises(ValueError, match="means"):
        trained.class_maps(net, trained.see(net, trained.drawing(net.classes, "cat", 1)))


def test_untrained_weights_stay_within_what_torch_draws_them_from() -> None:
    net = trained.digits_anywhere()
    before = trained.untrained(net, 1)
    for (filters, biases), (learned, _) in zip(before.convolutions, net.convolutions, strict=True):
        assert filters.shape == learned.shape
        reach = 1 / np.sqrt(learned[0].size)
        assert np.abs(filters).max() <= reach
        assert filters.std() == pytest.approx(reach / np.sqrt(3), rel=0.15)
        assert not biases.any()
    again = trained.untrained(net, 1)
    assert np.array_equal(before.dense[0], again.dense[0])
