"""Training one dense layer on all that there is at once: a head on features that stay, or a layer on raw pixels."""

import torch
from torch import Tensor, nn
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
        self.layer = nn.Linear(x.shape[1], classes)
        nn.init.zeros_(self.layer.weight)
        nn.init.zeros_(self.layer.bias)
        self._x, self._y = self._seen(x), y
        self._parameters = list(self.layer.parameters())
        self._optimiser = Adam(self._parameters, DECAY, decoupled=True)

    def _seen(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.spread

    def step(self) -> float:
        """Go one step, and return the loss before it."""
        loss = functional.cross_entropy(self.layer(self._x), self._y)
        self._optimiser.step(torch.autograd.grad(loss, self._parameters), LR)
        return loss.item()

    @torch.no_grad()
    def logits(self, x: Tensor) -> Tensor:
        """Return what it says of features (pictures, features), (pictures, classes)."""
        said: Tensor = self.layer(self._seen(x))
        return said
