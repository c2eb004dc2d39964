"""A picture that makes a unit strong, climbed to from noise by its gradient (Erhan et al. 2009; Simonyan et al. 2014).

What is climbed is what is told: the strongest cell of a map. Its mean over all cells would end as one white square for
a unit that likes light, although an edge makes its strongest cell stronger. Several climbs begin from noise of their
own, because some end at a lower peak; the strongest is told.

Left alone a climb ends in noise that only a network likes. So the picture is shifted a little at every step of
the first half, is smoothed (total variation), is drawn back to the mean grey of the data (L2), and its pixels stay
between black and white.
"""

from collections.abc import Iterator
from functools import partial
from math import inf, prod
from typing import Any

import torch
from torch import Tensor, nn

from engine.contract.numbers import Array
from engine.contract.questions import Ascend, Ascended
from engine.models.networks import Trained
from engine.queries import units
from engine.queries.work import QuestionError, Work

SHOWN_EVERY = 8
"""The picture is told after so many steps."""
MOST_STEPS = 1024
STARTS, AT_ONCE = 4, 160_000
"""So many climbs go side by side, and at most so many numbers of pictures, or a step would take too long."""
NOISE, RATE, LAST_RATE = 0.3, 0.12, 0.04
"""The noise that they begin with, and the length of the first step and of the last, as shares of the deviation of all
pixels."""
SMOOTH, GREY = 0.25, 0.04
"""How much total variation and L2 count beside the unit, whose gradient has the length 1 a pixel."""
SHIFT, STILL = 1 / 14, 0.5
"""How far a picture is shifted at most, as a share of its side, and the share of the steps at the end without that."""
SHARE = 0.1
"""Such a share of a map's cells is climbed with the strongest one, so that more is seen than the patch of one cell."""
LET_BACK = 0.1
"""The share of a gradient that a ReLU lets back where it is flat: else a unit that noise doesn't reach would have no
slope."""
SEED = 1


def climbed(question: Ascend, net: Trained) -> Work:
    """Climb with a network that is nobody else's; raises `QuestionError` where there is no such unit."""
    if not 1 <= question.steps <= MOST_STEPS:
        raise QuestionError(f"A climb has 1 to {MOST_STEPS} steps, not {question.steps}.")
    if question.shape != net.shape:
        wanted, given = ("×".join(map(str, shape)) for shape in (net.shape, question.shape))
        raise QuestionError(f"This network takes pictures of {wanted} pixels, and none of {given} can be climbed to.")
    part, _ = units.layer_of(net, question.layer, question.unit)
    return Work(1 + -(-question.steps // SHOWN_EVERY), _steps(question, net, part))


def _steps(question: Ascend, net: Trained, part: nn.Module) -> Iterator[Ascended | None]:
    module, unit = net.module.requires_grad_(False), question.unit
    for each in module.modules():
        if isinstance(each, nn.ReLU | nn.ReLU6):
            each.forward = partial(_let_back, 6.0 if isinstance(each, nn.ReLU6) else inf)  # type: ignore[method-assign]
    chance = torch.Generator().manual_seed(SEED)
    starts = max(1, min(STARTS, AT_ONCE // prod(net.shape)))
    x = NOISE * torch.randn(starts, *net.shape, generator=chance)
    x = x.to(units.device_of(module))
    yield _told(0, x, net, part, unit)
    for step in range(1, question.steps + 1):
        done = step / question.steps
        shift = SHIFT if done <= 1 - STILL else 0.0
        x = _climb(x, net, part, unit, _shifts(x, shift, chance), RATE + (LAST_RATE - RATE) * done)
        last = step == question.steps
        yield _told(step, x, net, part, unit) if last or step % SHOWN_EVERY == 0 else None


def _shifts(x: Tensor, share: float, chance: torch.Generator) -> list[int]:
    """How far pictures are shifted down and across, at most by a share of their sides."""
    farthest = [max(1, round(share * side)) if share else 0 for side in x.shape[2:]]
    return [int(torch.randint(-far, far + 1, (), generator=chance)) for far in farthest]


def _climb(x: Tensor, net: Trained, part: nn.Module, unit: int, shift: list[int], rate: float) -> Tensor:
    """Go one step up with all pictures, which the network sees shifted."""
    x = x.detach().requires_grad_()
    seen: list[Tensor] = []
    with units.hooked(part, seen.append):
        net.module(x.roll(shift, (2, 3)))
    up = torch.autograd.grad(_goal(seen[-1][:, unit]), x, allow_unused=True)[0]
    up = torch.zeros_like(x) if up is None else up / (up.square().mean((1, 2, 3), keepdim=True).sqrt() + 1e-12)
    down = torch.autograd.grad(SMOOTH * _variation(x) + GREY * x.square().sum() / 2, x)[0]
    with torch.no_grad():
        low, high = (net.seen(torch.full_like(x[:1], pixel)) for pixel in (0.0, 255.0))
        return (x + rate * (up - down)).clamp(low, high)


def _goal(output: Tensor) -> Tensor:
    """What is climbed, of a unit's numbers for each picture: the strongest cell, and beside it a share of all cells."""
    cells = output.reshape(len(output), -1).sort(dim=1, descending=True).values
    return (cells[:, 0] + cells[:, : max(1, round(SHARE * cells.shape[1]))].mean(1)).sum()


def _variation(x: Tensor) -> Tensor:
    """The sum of all differences between neighbouring pixels, as they are long."""
    return x.diff(dim=2).abs().sum() + x.diff(dim=3).abs().sum()


def _told(step: int, x: Tensor, net: Trained, part: nn.Module, unit: int) -> Ascended:
    """Tell the strongest picture in whole levels of grey, and how strong just this one makes the unit."""
    levels = net.pixels(x.detach()).round().clamp(0, 255)
    strengths = units.strengths(units.given(net.module, part, net.seen(levels)))[0][:, unit]
    best = int(strengths.argmax())
    pixels = levels[best].to(torch.uint8).cpu().numpy()
    return Ascended(step, Array.of(pixels), float(strengths[best]))


def _let_back(ceiling: float, x: Tensor) -> Tensor:
    """Return what ReLU gives, or one with a ceiling, which lets a share of the gradient back where it is flat."""
    found: Tensor = _LettingBack.apply(x, ceiling)  # type: ignore[no-untyped-call]
    return found


class _LettingBack(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, ceiling: float) -> Tensor:
        ctx.ceiling = ceiling
        ctx.save_for_backward(x)
        return x.clamp(0.0, ceiling)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (x,) = ctx.saved_tensors
        return torch.where((x > 0) & (x < ctx.ceiling), gradient, LET_BACK * gradient), None
