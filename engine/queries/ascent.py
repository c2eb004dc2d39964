"""A picture that makes a unit strong, climbed to from noise by its gradient (Erhan et al. 2009; Simonyan et al. 2014).

Left alone the climb ends in noise that only a network likes. So the picture is shifted a little at every step, is
smoothed (total variation), is drawn back to grey (L2), and its pixels stay between black and white.
"""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx

from engine.contract.numbers import Array
from engine.contract.questions import Ascend, Ascended
from engine.models.layers import Relu
from engine.models.networks import Trained
from engine.queries import units
from engine.queries.work import QuestionError, Work

SHOWN_EVERY = 8
"""The picture is told after so many steps."""
MOST_STEPS = 1024
NOISE, RATE = 0.3, 0.12
"""The noise that it begins with and the length of a step, both as a share of the deviation of all pixels."""
SMOOTH, GREY = 0.25, 0.04
"""How much total variation and L2 count beside the unit, whose gradient has the length 1 a pixel."""
SHIFT = 1 / 14
"""How far the picture is shifted at most, as a share of its side."""
LET_BACK = 0.1
"""The share of a gradient that a ReLU at 0 lets back: else a unit that noise doesn't reach would have no slope."""
SEED = 1


def climbed(question: Ascend, net: Trained) -> Work:
    """Climb with a network that is nobody else's; raises `QuestionError` where there is no such unit."""
    if not 1 <= question.steps <= MOST_STEPS:
        raise QuestionError(f"A climb has 1 to {MOST_STEPS} steps, not {question.steps}.")
    part, _ = units.layer_of(net, question.layer, question.unit)
    return Work(1 + -(-question.steps // SHOWN_EVERY), _steps(question, net, part))


def _steps(question: Ascend, net: Trained, part: nn.Module) -> Iterator[Ascended | None]:
    module, unit = net.module.requires_grad_(False), question.unit
    for each in module.modules():
        if isinstance(each, Relu):
            each.forward = _LettingBack.apply  # type: ignore[method-assign]
    chance = torch.Generator().manual_seed(SEED)
    x = NOISE * torch.randn(1, *net.shape, generator=chance)
    x = x.to(units.device_of(module))
    yield _told(0, x, net, part, unit)
    for step in range(1, question.steps + 1):
        x = _climb(x, net, part, unit, chance)
        last = step == question.steps
        yield _told(step, x, net, part, unit) if last or step % SHOWN_EVERY == 0 else None


def _climb(x: Tensor, net: Trained, part: nn.Module, unit: int, chance: torch.Generator) -> Tensor:
    """Go one step up."""
    farthest = [max(1, round(SHIFT * side)) for side in x.shape[2:]]
    shift = [int(torch.randint(-far, far + 1, (), generator=chance)) for far in farthest]
    x = x.detach().requires_grad_()
    seen: list[Tensor] = []
    with units.hooked(part, seen.append):
        net.module(x.roll(shift, (2, 3)))
    # what speaks for the unit counts: else light and dark edges of a filter for edges would make up for each other
    goal = nn.functional.leaky_relu(seen[-1][:, unit], LET_BACK).mean()
    up = torch.autograd.grad(goal, x, allow_unused=True)[0]
    up = torch.zeros_like(x) if up is None else up / (up.square().mean().sqrt() + 1e-12)
    down = torch.autograd.grad(SMOOTH * _variation(x) + GREY * x.square().sum() / 2, x)[0]
    with torch.no_grad():
        low, high = ((pixel - net.mean) / net.deviation for pixel in (0.0, 255.0))
        return (x + RATE * (up - down)).clamp(low, high)


def _variation(x: Tensor) -> Tensor:
    """The sum of all differences between neighbouring pixels, as they are long."""
    return x.diff(dim=2).abs().sum() + x.diff(dim=3).abs().sum()


def _told(step: int, x: Tensor, net: Trained, part: nn.Module, unit: int) -> Ascended:
    """Tell the picture in whole levels of grey, and how strong just this one makes the unit."""
    levels = (x.detach() * net.deviation + net.mean).round().clamp(0, 255)
    strengths, _ = units.strengths(units.given(net.module, part, (levels - net.mean) / net.deviation))
    pixels = levels[0].to(torch.uint8).cpu().numpy()
    return Ascended(step, Array.of(pixels), float(strengths[0, unit]))


class _LettingBack(torch.autograd.Function):
    """ReLU that lets a share of the gradient back where it gives 0; what it gives is ReLU's."""

    @staticmethod
    def forward(ctx: FunctionCtx, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return torch.where(x > 0, gradient, LET_BACK * gradient)
