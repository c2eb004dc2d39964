"""The player: where in a scene we are, and how time moves. A value, like everything on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.stage.core.timeline import Step, boundaries, step_at

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Player:
    """`t` in seconds; `speed` 0.25..4, negative plays backwards; `until` is where a single step stops."""

    t: float = 0.0
    speed: float = 1.0
    playing: bool = False
    loop: bool = False
    until: float | None = None

    def advance(self, dt: float, steps: Sequence[Step]) -> Player:
        """Return the player `dt` seconds of real time later; it stops at the ends, or starts over where it loops."""
        if not self.playing or not steps:
            return self
        length = boundaries(steps)[-1]
        t = self.t + dt * self.speed
        if self.until is not None and (t - self.until) * self.speed >= 0:
            return replace(self, t=self.until, playing=False, until=None)
        if 0.0 <= t < length:
            return replace(self, t=t)
        if self.loop:
            return replace(self, t=t % length)
        return replace(self, t=max(0.0, min(t, length)), playing=False, until=None)

    def toggled(self, steps: Sequence[Step]) -> Player:
        """Play or pause; playing on from an end starts at the other end."""
        if self.playing:
            return replace(self, playing=False, until=None)
        length = boundaries(steps)[-1] if steps else 0.0
        at_end = self.t >= length - 1e-9 if self.speed > 0 else self.t <= 1e-9
        start = (0.0 if self.speed > 0 else length) if at_end else self.t
        return replace(self, t=start, playing=True, until=None)

    def played_step(self, steps: Sequence[Step]) -> Player:
        """Play to the end of the next step and stop there; asked again on the way, be there at once."""
        if self.playing and self.until is not None:
            return replace(self, t=self.until, playing=False, until=None)
        ends = boundaries(steps)
        coming = [end for end in ends if end > self.t + 1e-9]
        if not coming:
            return self.jumped(ends[-1] if ends else 0.0, steps)
        return replace(self, playing=True, until=coming[0], speed=abs(self.speed))

    def stepped_back(self, steps: Sequence[Step]) -> Player:
        """Go to the end of the step before, or to the start of the scene."""
        before = [end for end in (0.0, *boundaries(steps)) if end < self.t - 1e-9]
        return self.jumped(before[-1] if before else 0.0, steps)

    def stepped(self, steps: Sequence[Step]) -> Player:
        """Jump to the end of the next step without playing it."""
        coming = [end for end in boundaries(steps) if end > self.t + 1e-9]
        return self.jumped(coming[0] if coming else self.t, steps)

    def jumped(self, t: float, steps: Sequence[Step]) -> Player:
        """Be at time t and rest there."""
        length = boundaries(steps)[-1] if steps else 0.0
        return replace(self, t=max(0.0, min(t, length)), playing=False, until=None)

    def scrubbed(self, t: float, steps: Sequence[Step]) -> Player:
        """Be at time t, playing on if it was playing."""
        return replace(self.jumped(t, steps), playing=self.playing)

    def shown(self, steps: Sequence[Step], reduced_motion: bool = False) -> float:
        """The time to draw. With reduced motion what plays shows the ends of steps only; hands may go anywhere."""
        if not (reduced_motion and self.playing and steps):
            return self.t
        return boundaries(steps)[step_at(steps, self.t)] if self.t > 0 else 0.0
