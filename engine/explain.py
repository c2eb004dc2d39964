"""Why a run broke down: a diverged contestant's last gradient norms, told in one sentence."""

import math
from collections import deque

from engine.events import Diverged, StepResult

REMEMBERED = 50


class History:
    """The last gradient norms of one contestant, for the day that its loss is not finite."""

    def __init__(self, contestant: int, name: str, layers: tuple[str, ...]) -> None:
        self._contestant = contestant
        self._name = name
        self._layers = layers
        self._norms: deque[tuple[int, tuple[float, ...]]] = deque(maxlen=REMEMBERED)

    def add(self, step: int, result: StepResult) -> Diverged | None:
        """Take in one step; return the explanation if the loss is not finite."""
        if math.isfinite(result.loss):
            self._norms.append((step, result.gradients))
            return None
        norm_step, norm, layer = self._peak(step, result)
        return Diverged(
            step=step,
            contestant=self._contestant,
            layer=layer,
            norm=norm,
            norm_step=norm_step,
            reason=self._sentence(step, layer, norm, norm_step),
        )

    def _peak(self, step: int, result: StepResult) -> tuple[int, float, str]:
        """Return step, norm and layer of the largest gradient norm before the break.

        An overflow counts as infinite. If the very first loss was not finite, that step's own norms have to
        serve.
        """
        norms = self._norms or [(step, result.gradients)]
        peaks = (
            (at, norm if math.isfinite(norm) else math.inf, layer)
            for at, gradients in norms
            for norm, layer in zip(gradients, self._layers, strict=True)
        )
        return max(peaks, key=lambda peak: peak[1])

    def _sentence(self, step: int, layer: str, norm: float, norm_step: int) -> str:
        """Tell what happened and what cures it."""
        reached = f"reached {norm:.2g}" if math.isfinite(norm) else "overflowed"
        return (
            f"{self._name}: the gradient norm of layer {layer} {reached} at step {norm_step}, and the loss was "
            f"not finite at step {step}; lower the learning rate or clip the gradients."
        )
