"""How the layers of a network are doing: what of them passes no gradient on, and how far a step moves their weights."""

from collections import deque
from collections.abc import Sequence
from statistics import median

import torch
from torch import Tensor, nn

from engine.contract.measured import JUDGED
from engine.models import networks
from engine.models.layers import activation_kind
from engine.training import probe

PICTURES = 100
"""So many pictures are looked at for dead and saturated units."""
FLAT = 0.01
"""A sigmoid or tanh is saturated where its slope is below this share of its largest."""
EVERY = 10
"""Updates are measured at every so-manieth step..."""
REMEMBERED = 5
"""...and so many of them are kept: the median says more than one."""


def _idle(kind: str, given: Tensor) -> Tensor:
    """Return the share of what a layer gave (pictures, units or maps, ...) that passes no gradient on, as a scalar."""
    if kind == "relu":
        others = [place for place in range(given.ndim) if place != 1]
        return (given.amax(others) <= 0).float().mean()
    slope = 4 * given * (1 - given) if kind == "sigmoid" else 1 - given * given
    return (slope < FLAT).float().mean()


class Idle:
    """Watches the layers of a network that can die or saturate, during the passes inside its `with`."""

    def __init__(self, module: nn.Module) -> None:
        self._shares: list[Tensor] = []
        self._watched = [(part, activation_kind(part)) for part in networks.leaves(module).values()]

    def __enter__(self) -> "Idle":
        self._hooks = [
            part.register_forward_hook(
                lambda _module, _inputs, given, kind=kind: self._shares.append(_idle(kind, given[:PICTURES]))
            )
            for part, kind in self._watched
            if kind in JUDGED
        ]
        return self

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()

    def shares(self) -> tuple[float, ...]:
        """Return the shares of the layers in the order of the forward pass."""
        return tuple(torch.stack(self._shares).tolist()) if self._shares else ()


class Updates:
    """Measures now and then how far a step moves the parameters of each layer."""

    def __init__(self, parameters: Sequence[Tensor], slices: Sequence[slice]) -> None:
        self._parameters, self._slices = list(parameters), slices
        self._steps = 0
        self._before: list[Tensor] | None = None
        self._measured: deque[Tensor] = deque(maxlen=REMEMBERED)

    def before(self) -> None:
        """A step comes."""
        self._steps += 1
        if self._steps % EVERY == 0:
            self._before = list(torch._foreach_mul(self._parameters, 1.0))

    def after(self) -> None:
        """The step was made."""
        if self._before is not None:
            moved = torch._foreach_sub(self._parameters, self._before)
            self._before = None
            self._measured.append(probe.gradient_norms([*moved, *self._parameters]))

    def shares(self) -> tuple[float, ...]:
        """Return for each layer how far a step moved it, as a share of its own length; () before the first measure."""
        if not self._measured:
            return ()
        rows = torch.stack(list(self._measured)).tolist()
        return tuple(map(median, zip(*map(self._by_layer, rows), strict=True)))

    def _by_layer(self, norms: list[float]) -> list[float]:
        count = len(self._parameters)
        moved, own = (probe.layer_norms(part, self._slices) for part in (norms[:count], norms[count:]))
        return [step / length if length else 0.0 for step, length in zip(moved, own, strict=True)]
