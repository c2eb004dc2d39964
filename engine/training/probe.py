"""What training tells of its gradients: their norms, for every layer at every step."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.models import networks


def gradient_norms(gradients: Sequence[Tensor]) -> Tensor:
    """Return the Euclidean norm of each gradient as one tensor (gradients,), ready for a single transfer."""
    return torch.stack(torch._foreach_norm(list(gradients)))


def layer_slices(module: nn.Module) -> tuple[slice, ...]:
    """Return, for each layer with parameters, which of `module.parameters()` are its own."""
    slices: list[slice] = []
    for part in networks.leaves(module).values():
        first = slices[-1].stop if slices else 0
        own = len(list(part.parameters()))
        if own:
            slices.append(slice(first, first + own))
    return tuple(slices)


class Taps:
    """Catches what chosen layers give in a training pass, for gradients with respect to it.

    Catching costs a function call a layer; backward hooks would cost far more.
    """

    def __init__(self, module: nn.Module, names: Sequence[str]) -> None:
        self._caught: list[Tensor] = []
        for name in names:
            module.get_submodule(name).register_forward_hook(self._catch)

    def _catch(self, module: nn.Module, inputs: object, output: Tensor) -> None:
        if module.training:
            self._caught.append(output)

    def take(self) -> list[Tensor]:
        """Return what the layers gave since the last call, in the order of the forward pass."""
        caught, self._caught = self._caught, []
        return caught


def layer_norms(norms: Sequence[float], slices: Sequence[slice]) -> tuple[float, ...]:
    """Return the norm of each layer's whole gradient from the norms of its parts."""
    return tuple(math.hypot(*norms[own]) for own in slices)
