"""One contestant of a race: its network, its update rule, and how it trains one batch."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from engine.contract.events import ContestantInfo, Health, Predictions, Score, StepResult, View, Weights
from engine.contract.numbers import HALF_LIMIT, Array
from engine.contract.spec import AUX_WEIGHT, Contestant, RunSpec, SpecError
from engine.data.data import Split
from engine.models import haste, inside, networks
from engine.models.layers import SideHead
from engine.training import optimisers, probe, vitals

PIECE = 250
"""A contestant is judged on so many pictures at once: a few times as long as a step, and no slower than on all."""


class Racer:
    """A network in training. All tensors that it takes and gives lie on the device of the run."""

    def __init__(self, contestant: Contestant, spec: RunSpec, split: Split, classes: int) -> None:
        channels, height, width = split.train_x.shape[1:]
        shape = (channels, height, width)
        module = networks.seeded(contestant.network, shape, classes, spec.seed)
        layers = networks.describe(module, shape)
        self.entrant = ContestantInfo(
            name=contestant.name,
            network=contestant.network,
            layers=layers,
            parameters=sum(layer.parameters for layer in layers),
            macs=sum(layer.macs for layer in layers),
            activations=networks.activations(layers) if spec.activation_gradients else (),
        )
        self._module = module.to(split.train_x.device)
        networks.channels_last(self._module)
        haste.hurry(self._module, self.entrant.activations, self.entrant.macs * spec.batch)
        self._parameters = list(self._module.parameters())
        row = optimisers.in_one_row(self._parameters)
        self._gradient = torch.zeros_like(row)
        self._gradients = optimisers.places(self._gradient, self._parameters)
        self._side_heads = [part for part in self._module.modules() if isinstance(part, SideHead)]
        self._slices = probe.layer_slices(self._module)
        self._taps = probe.Taps(self._module, self.entrant.activations)
        self.optimiser = spec.optimiser
        self._rule = optimisers.make(spec.optimiser, [row])
        self._clip_norm = spec.clip_norm
        self.updates = vitals.Updates(self._parameters, self._slices)
        """What whoever moves the parameters tells of it, before each step and after."""

    @property
    def size(self) -> int:
        """How many bytes all its numbers take."""
        return sum(values.nbytes for values in networks.numbers(self._module).values())

    def step(self, x: Tensor, y: Tensor, lr: float) -> Tensor:
        """Train one batch and return, still on the device: loss, right answers, norm of each gradient.

        x is float32 (batch, channels, height, width), y int64 (batch,). Loss and right answers are those
        before the update, of the last classifier; gradients are those of the total loss, with auxiliary ones.
        Gradients with respect to parameters come first, those with respect to activations follow.
        """
        logits = self._module(x)
        loss = nn.functional.cross_entropy(logits, y)
        total = loss
        for head in self._side_heads:
            total = total + AUX_WEIGHT * nn.functional.cross_entropy(head.take(), y)
        gradients = torch.autograd.grad(total, [*self._parameters, *self._taps.take()])
        with torch.no_grad():
            right = (logits.argmax(1) == y).sum()
            norms = probe.gradient_norms(gradients)
            own = len(self._parameters)
            torch._foreach_copy_(self._gradients, gradients[:own])
            self.clip([self._gradient], norms[:own])
            self.updates.before()
            self._rule.step([self._gradient], lr)
            self.updates.after()
            return torch.cat([torch.stack([loss, right.to(loss.dtype)]), norms])

    def clip(self, gradients: list[Tensor], norms: Tensor) -> None:
        """Make the parts of a gradient, whose norms are given, as long as the run lets it be, in place."""
        if self._clip_norm is not None:
            torch._foreach_mul_(gradients, (self._clip_norm / (norms.norm() + 1e-6)).clamp(max=1.0))

    def result(self, measured: list[float], batch: int, seconds: float) -> StepResult:
        """Turn what `step` measured, as numbers, into the result of a batch of so many pictures."""
        loss, right, *norms = measured
        own = len(self._parameters)
        by_layer = probe.layer_norms(norms[:own], self._slices)
        return StepResult(loss, right / batch, by_layer, tuple(norms[own:]), seconds)

    def score(
        self, x: Tensor, y: Tensor, examined: bool = False, between: Callable[[], None] = lambda: None
    ) -> tuple[Score, Predictions]:
        """Return mean loss and accuracy over pictures that it doesn't learn from, and what it says of each.

        With `examined` the score tells of its health too. `between` is called after each `PIECE` of the pictures.
        """
        first, *others = (x[begin : begin + PIECE] for begin in range(0, len(x), PIECE))
        idle = vitals.Idle(self._module)
        with idle if examined else nullcontext():
            given = [self._judged(first)]
        for piece in others:
            between()
            given.append(self._judged(piece))
        between()
        score, predictions = _scored(torch.cat(given), y)
        if examined:
            score = replace(score, health=Health(idle.shares(), self.updates.shares()))
        return score, predictions

    @torch.inference_mode()
    def _judged(self, x: Tensor) -> Tensor:
        """Return the logits (pictures, classes) of pictures that it doesn't learn from."""
        logits: Tensor = self._module.eval()(x)
        self._module.train()
        return logits

    def weights(self) -> Weights:
        """Return a copy of all that makes the network now."""
        return {name: inside.array(values) for name, values in networks.numbers(self._module).items()}

    @property
    def module(self) -> nn.Module:
        """The network."""
        return self._module

    def view(self, x: Tensor) -> View:
        """Return filters and feature maps for one picture (1, channels, height, width)."""
        return inside.look(self._module, x)


@torch.inference_mode()
def _scored(logits: Tensor, y: Tensor) -> tuple[Score, Predictions]:
    """Return what logits (pictures, classes) are worth where the true classes are y."""
    logs = nn.functional.log_softmax(logits, 1)
    said = logits.argmax(1)
    score = Score(float(nn.functional.nll_loss(logs, y)), int((said == y).sum()) / len(y))
    return score, _predictions(logs, said, y)


def _predictions(logs: Tensor, said: Tensor, y: Tensor) -> Predictions:
    """What is said of pictures, of log-probabilities (pictures, classes), the classes said and the true ones."""
    sure = (logs.gather(1, said[:, None])[:, 0].exp() * 255).round().nan_to_num()
    losses = nn.functional.nll_loss(logs, y, reduction="none").clamp(max=HALF_LIMIT)
    return Predictions(*(Array.of(each.cpu().numpy()) for each in (said.byte(), sure.byte(), losses.half())))


def begin_with(racers: Sequence[Racer], weights: Sequence[Weights]) -> None:
    """Let every contestant begin with weights of its own kind; raises `SpecError` if one has others."""
    try:
        for racer, own in zip(racers, weights, strict=True):
            networks.put(racer.module, {name: values.numpy() for name, values in own.items()})
    except ValueError as error:  # also where there are more of the one than of the other
        raise SpecError("These weights are of other networks; begin with fresh ones, or choose others.") from error
