"""Networks with weights by chance, as runs keep them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from desktop.lab.take_away.taken import Form, Kept, Order
from engine.contract.numbers import Array
from engine.contract.spec import PRESETS, Contestant, Data, Network, OwnData, RunSpec, about
from engine.models import networks

MEAN, DEVIATION = 71.5, 48.25
PRESET_NETS = [(name, index) for name, preset in PRESETS.items() for index in range(len(preset.spec.contestants))]


def with_weights(network: Network, data: Data) -> nn.Module:
    """A network in use, whose weights and running statistics are drawn."""
    known = about(data)
    net = networks.seeded(network, known.shape, len(known.classes), seed=5).eval()
    generator = torch.Generator().manual_seed(7)
    for name, values in networks.numbers(net).items():
        if "running" in name or "norm" in name:
            values.copy_(torch.rand(values.shape, generator=generator) + 0.5)
    return net


def order_of(net: nn.Module, contestant: Contestant, spec: RunSpec, form: Form, path: Path = Path("net")) -> Order:
    """What the window orders of a network that a run has kept."""
    weights = {name: Array.of(values.numpy()) for name, values in networks.numbers(net).items()}
    kept = Kept(240, tuple(networks.leaves(net)), weights, MEAN, DEVIATION)
    return Order(form, contestant, spec, str(path), kept)


def preset_order(name: str, index: int, form: Form, path: Path = Path("net")) -> tuple[nn.Module, Order]:
    """A network of a preset, and what is ordered of it."""
    spec = PRESETS[name].spec
    net = with_weights(spec.contestants[index].network, spec.data)
    return net, order_of(net, spec.contestants[index], spec, form, path)


def built_order(network: Network, shape: tuple[int, int, int], form: Form) -> tuple[nn.Module, Order]:
    """A network for pictures of any shape in ten classes, and what is ordered of it."""
    classes = tuple("abcdefghij")
    contestant, data = Contestant("Mine", network), OwnData("Mine", shape, classes, ((1, 1),) * 10, "0" * 64)
    net = with_weights(network, data)
    return net, order_of(net, contestant, RunSpec(contestants=(contestant,), data=data), form)


def pictures(count: int, order: Order) -> NDArray[np.uint8]:
    """Pictures by chance that the network of an order takes."""
    return np.random.default_rng(count).integers(0, 256, (count, *about(order.spec.data).shape)).astype(np.uint8)


@torch.no_grad()
def logits(net: nn.Module, seen: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the lab's own network says of pictures, which it sees standardised."""
    said: NDArray[np.float32] = net((torch.from_numpy(seen).float() - MEAN) / DEVIATION).numpy()
    return said
