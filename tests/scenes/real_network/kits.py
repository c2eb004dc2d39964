"""Kits of weights by chance for networks that are described, and what the engine answers about them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.contract.numbers import Array
from engine.contract.questions import ReadMaps
from engine.models import networks
from engine.models.architectures.catalogue import ARCHITECTURES
from engine.models.layers import initialise
from engine.models.published import published
from engine.queries.reading import read
from scenes.real_network import real_network
from scenes.real_network.knobs import Knobs, knobs_for
from scenes.real_network.view import View
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import step_titled, within
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import read_as
from scenes.stage.data.reading import Inquiry, Kit, Maps, Reading
from scenes.stage.numbers.values import Values
from tests.scenes.seen import Seen

MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
"""How most published networks read the bytes of a picture."""
PHOTOS = ("cat", "coffee", "astronaut")


@lru_cache(maxsize=16)
def kit(folder: Path, network: str, classes: int = 0) -> Kit:
    """A kit of a network whose weights are drawn by chance; its norms have seen the photos that ship.

    With `classes`, which is for networks that end with a convolution, it tells so many apart.
    """
    whose = Kit(network, str(folder / f"{network} {classes}"))
    Path(whose.folder).mkdir()
    channels, side, _ = ARCHITECTURES[network].shape
    mean, deviation = MEAN[:channels], DEVIATION[:channels]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        module = ARCHITECTURES[network].build()
        if classes:
            module.get_submodule("head").conv10 = nn.Conv2d(512, classes, 1)
        initialise(module, "he")
        _settle(module, torch.cat([_read(Picture(photo), channels, side) for photo in PHOTOS]))
        _move(module)
    own = {name: values.clone().contiguous() for name, values in networks.numbers(module).items()}
    save_file(own, f"{whose.folder}/{network}.safetensors")
    said = {"mean": mean, "deviation": deviation}
    Path(whose.folder, f"{network}.reads.json").write_text(json.dumps(said), encoding="utf-8")
    return whose


def _read(picture: Picture, channels: int, side: int) -> Tensor:
    """A picture as the network sees it, (1, channels, side, side)."""
    mean, deviation = (torch.tensor(each[:channels])[:, None, None] for each in (MEAN, DEVIATION))
    return ((torch.from_numpy(read_as(picture, side, channels).array.copy()).float() - mean) / deviation)[None]


def _settle(module: nn.Module, pictures: Tensor) -> None:
    """Let all norms have in use what they find on some pictures, so that the signal reaches the end."""
    for part in module.eval().modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = 1.0
            part.train()
    with torch.no_grad():
        module(pictures)


def _move(module: nn.Module) -> None:
    """Let norms and biases be other than they begin, so that a mistake in them is seen."""
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            nn.init.uniform_(part.weight, 0.7, 1.3)
            nn.init.uniform_(part.bias, -0.3, 0.3)
        elif isinstance(part, nn.Conv2d) and part.bias is not None:
            nn.init.uniform_(part.bias, -0.1, 0.1)


@lru_cache(maxsize=4)
def faint_kit(folder: Path, network: str) -> Kit:
    """A kit as somebody saves it who has trained nothing: weights so small that numbers fade from layer to layer."""
    whose = Kit(network, str(folder / f"{network} faint"))
    Path(whose.folder).mkdir()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        module = ARCHITECTURES[network].build()
        for part in module.modules():
            if isinstance(part, nn.Conv2d | nn.Linear):
                nn.init.trunc_normal_(part.weight, std=0.01)
    own = {name: values.clone().contiguous() for name, values in networks.numbers(module).items()}
    save_file(own, f"{whose.folder}/{network}.safetensors")
    said = {"mean": MEAN, "deviation": DEVIATION, "file": f"{network}.pth"}
    Path(whose.folder, f"{network}.reads.json").write_text(json.dumps(said), encoding="utf-8")
    return whose


@lru_cache(maxsize=64)
def answer(inquiry: Inquiry) -> Reading:
    """What the engine answers to an inquiry about a kit."""
    asked, whose = inquiry.question, inquiry.network
    assert isinstance(asked, Maps)
    assert isinstance(whose, Kit)
    net, picture = published(whose.network, None, whose.folder), asked.picture.array
    x = net.seen(torch.from_numpy(picture[None].copy()).float())
    (found,) = read(ReadMaps(Array.of(picture), asked.layers, asked.off), net, x)
    maps = {layer: Values(numbers.numpy()) for layer, numbers in zip(asked.layers, found.maps, strict=True)}
    return Reading(Values(found.logits.numpy()), MappingProxyType(maps))


def answered(knobs: Knobs, title: str, share: float = 1.0) -> Seen:
    """The scene at a share of a step's motion when all that its picture wants has come."""
    steps = plan(real_network, knobs)
    t = within(steps, step_titled(steps, title), share)
    readings: dict[str, Reading] = {}
    frame = render(real_network, knobs, t)
    while frame.wanted:  # which maps are shown may depend on what has come
        readings |= {inquiry.digest: answer(inquiry) for inquiry in frame.wanted}
        frame = render(real_network, knobs, t, readings=readings)
    return Seen(real_network, knobs, frame)


def shown(whose: Kit, **turned: Any) -> Knobs:
    """The scene about a kit and a photo."""
    return replace(Knobs(**knobs_for(whose, Picture("cat"))), **turned)


def view(knobs: Knobs) -> View:
    """One moment of the scene, without a step."""
    return View(Stage(0.0), knobs, None)  # type: ignore[arg-type]
