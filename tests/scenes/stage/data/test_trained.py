"""The trained CNN that ships: what it computes against torch, and what is told of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from scenes.silhouettes.knobs import ANIMALS, DRAWINGS
from scenes.stage.data import trained


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


def test_of_drawings_not_learned_from_it_gets_as_many_right_as_is_told() -> None:
    """Of every seventh of them, so within the error of a sample."""
    net, some = trained.network(), sorted(trained.held_out())[::7]
    assert len(trained.held_out()) == net.count
    pictures = (np.asarray(trained.drawings()[place], dtype=float)[None] for place in some)
    right = [
        int(trained.see(net, picture).shares.argmax()) == place * len(net.classes) // len(trained.drawings())
        for picture, place in zip(pictures, some, strict=True)
    ]
    assert np.mean(right) == pytest.approx(net.accuracy, abs=0.04)


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
