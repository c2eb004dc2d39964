"""Training a small CNN from scratch on few pictures, in a fixed number of short steps."""

import torch
from torch import Tensor
from torch.nn import functional

from engine.contract import spec
from engine.data.data import Batches
from engine.models import networks
from engine.training.optimisers import Adam
from engine.training.schedule import learning_rate

STEPS, BATCH, LR = 150, 20, 3e-3
NETWORK = spec.SmallCNN()
EVEN = 1e-3
"""So much is added to the deviation, for pictures that are all alike."""


class FromScratch:
    """A small CNN as the lab has it, which learns from `x` (pictures, channels, height, width) to tell `y` apart.

    It sees all pixels less their mean over these pictures, divided by their deviation. `STEPS` steps of Adam with one
    cycle of learning rates are enough for some hundred small pictures. All chance comes from the seed.
    """

    def __init__(self, x: Tensor, y: Tensor, classes: int, seed: int) -> None:
        channels, height, width = x.shape[1:]
        self._mean, self._deviation = x.mean(), x.std(correction=0) + EVEN
        self.module = networks.seeded(NETWORK, (channels, height, width), classes, seed)
        networks.channels_last(self.module)
        self._x, self._y = self._seen(x), y
        self._parameters = list(self.module.parameters())
        self._optimiser, self._batches = Adam(self._parameters), Batches(len(x), seed)
        self._step = 0

    def _seen(self, x: Tensor) -> Tensor:
        return (x - self._mean) / self._deviation

    def step(self) -> float:
        """Go one step, and return the loss on its batch before it."""
        some = self._batches.next(BATCH)
        loss = functional.cross_entropy(self.module(self._x[some]), self._y[some])
        rate = learning_rate("one-cycle", LR, self._step / STEPS)
        self._optimiser.step(torch.autograd.grad(loss, self._parameters), rate)
        self._step += 1
        return loss.item()

    @torch.no_grad()
    def logits(self, x: Tensor) -> Tensor:
        """Return what it says of pictures, (pictures, classes)."""
        said: Tensor = self.module(self._seen(x))
        return said
