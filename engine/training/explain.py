"""Why a run broke down: a diverged contestant's last gradient norms, told in one sentence."""

import math
from collections import deque

from engine.contract.events import Diverged, StepResult

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
        if not self._norms:  # the very first loss was not finite, and that step's own norms have to serve
            self._norms.append((step, result.gradients))
        return self._explained(step, f"the loss was not finite at step {step}")

    def broken(self, step: int) -> Diverged:
        """Return the explanation if the update of the last step, `step`, has spoilt what was finite before."""
        return self._explained(step, f"after step {step}, the last, the validation loss was not finite")

    def _explained(self, step: int, what: str) -> Diverged:
        norm_step, norm, layer = self._peak()
        reached = f"reached {norm:.2g}" if math.isfinite(norm) else "overflowed"
        return Diverged(
            step=step,
            contestant=self._contestant,
            layer=layer,
            norm=norm,
            norm_step=norm_step,
            reason=f"{self._name}: the gradient norm of layer {layer} {reached} at step {norm_step}, and {what}; "
            "lower the learning rate or clip the gradients.",
        )

    def _peak(self) -> tuple[int, float, str]:
        """Return step, norm and layer of the largest gradient norm before the break; an overflow counts as infinite."""
        peaks = (
            (at, norm if math.isfinite(norm) else math.inf, layer)
            for at, gradients in self._norms
            for norm, layer in zip(gradients, self._layers, strict=True)
        )
        return max(peaks, key=lambda peak: peak[1])
