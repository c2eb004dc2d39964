"""Training one dense layer on all that there is at once: a head on features that stay, or a layer on raw pixels."""

import torch
from torch import Tensor
from torch.nn import functional

from engine.training.optimisers import Adam

STEPS, LR, DECAY = 100, 1e-2, 0.1
FLOOR = 1e-3
"""So much is added to each spread, for features that hardly differ."""


class Head:
    """A dense layer that learns from features `x` (pictures, features) to tell classes `y` (pictures,) apart.

    It sees each feature less its mean over these pictures, divided by its spread over them. `STEPS` steps of AdamW are
    enough. All weights are 0 at first: a single layer needs no chance to begin with, and of a feature that is the same
    in all these pictures the weight stays 0, so that it says nothing of others either.
    """

    def __init__(self, x: Tensor, y: Tensor, classes: int) -> None:
        self.mean, self.spread = x.mean(0), x.std(0, correction=0) + FLOOR
        self.weights = torch.zeros(classes, x.shape[1], requires_grad=True)
        self.bias = torch.zeros(classes, requires_grad=True)
        self._x, self._y = self._seen(x), y
        self._parameters = [self.weights, self.bias]
        self._optimiser = Adam(self._parameters, DECAY, decoupled=True)

    def _seen(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.spread

    def step(self) -> float:
        """Go one step, and return the loss before it."""
        loss = functional.cross_entropy(functional.linear(self._x, self.weights, self.bias), self._y)
        self._optimiser.step(torch.autograd.grad(loss, self._parameters), LR)
        return loss.item()

    @torch.no_grad()
    def logits(self, x: Tensor) -> Tensor:
        """Return what it says of features (pictures, features), (pictures, classes)."""
        return functional.linear(self._seen(x), self.weights, self.bias)
