"""What the engine answers, for scenes: readings of inquiries, and a scene's frames with all that they want."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

import torch

from engine.contract.numbers import Array
from engine.contract.questions import ReadMaps
from engine.models.published import published
from engine.queries.reading import read
from scenes.real_network import real_network
from scenes.real_network.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.timeline import step_titled, within
from scenes.stage.data.reading import Inquiry, Maps, Reading
from scenes.stage.numbers.values import Values
from tests.scenes.seen import Seen


@lru_cache(maxsize=64)
def answer(inquiry: Inquiry) -> Reading:
    """What the engine answers to an inquiry."""
    asked = inquiry.question
    assert isinstance(asked, Maps)
    net, picture = published(inquiry.network, inquiry.drawn), asked.picture.array
    x = net.seen(torch.from_numpy(picture[None].copy()).float())
    (found,) = read(ReadMaps(Array.of(picture), asked.layers, asked.off), net, x)
    maps = {layer: Values(numbers.numpy()) for layer, numbers in zip(asked.layers, found.maps, strict=True)}
    return Reading(Values(found.logits.numpy()), MappingProxyType(maps))


def answered(knobs: Knobs, title: str, share: float = 1.0) -> Seen:
    """The scene at a share of a step's motion when all that its picture wants has come."""
    steps = plan(real_network, knobs)
    t = within(steps, step_titled(steps, title), share)
    bare = render(real_network, knobs, t)
    readings = {inquiry.digest: answer(inquiry) for inquiry in bare.wanted}
    frame = render(real_network, knobs, t, readings=readings)
    assert frame.wanted == ()
    return Seen(real_network, knobs, frame)
