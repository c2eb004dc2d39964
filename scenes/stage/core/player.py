"""The player: where in a scene we are, and how time moves. A value, like everything on the stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.stage.core.timeline import Step, boundaries, step_at

SPEEDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
WORDS_PER_SECOND = 2.5
"""How fast a caption is read while something moves beside it."""
SHORTEST_REST = 1.2


def rest_after(step: Step) -> float:
    """Seconds at normal speed for which a step's last picture stands: as long as its words need beyond its motion."""
    return max(SHORTEST_REST, len(step.caption.split()) / WORDS_PER_SECOND - (step.seconds - step.lead))


@dataclass(frozen=True, slots=True)
class Player:
    """`t` in seconds; `speed` 0.25..4, negative plays backwards.

    It stops at each step's end. One that plays `through` rests there instead and goes on; so does a `loop`, which
    starts over at the end. `rest` is what is left of such a rest, in seconds at normal speed: meanwhile t stands still.
    `once` says that it stops at the present step's end all the same.
    """

    t: float = 0.0
    speed: float = 1.0
    playing: bool = False
    loop: bool = False
    through: bool = False
    once: bool = False
    rest: float = 0.0

    def advance(self, dt: float, steps: Sequence[Step]) -> Player:
        """Return the player `dt` seconds of real time later."""
        player, left = self, dt * abs(self.speed)
        while left > 0.0 and player.playing and steps:
            player, left = player._spent(left, steps)
        return player

    def _spent(self, seconds: float, steps: Sequence[Step]) -> tuple[Player, float]:
        """Spend seconds on what is going on, a rest or the way to the next step's end; also tells what is left."""
        if self.rest > 0.0:
            spent = min(self.rest, seconds)
            return replace(self, rest=self.rest - spent), seconds - spent
        end = self._end_ahead(steps)
        if end is None:  # it stands at the end of the scene
            return (self._turned_over(steps) if self.loop else self.stopped()), seconds
        way = abs(end - self.t)
        if seconds < way - 1e-9:
            return replace(self, t=self.t + (seconds if self.speed > 0 else -seconds)), 0.0
        return self._met(end, steps), seconds - way

    def _end_ahead(self, steps: Sequence[Step]) -> float | None:
        """The next end of a step in the direction that is on; None at the end of the scene."""
        ends = (0.0, *boundaries(steps))
        if self.speed > 0:
            return next((end for end in ends if end > self.t + 1e-9), None)
        return next((end for end in reversed(ends) if end < self.t - 1e-9), None)

    def _met(self, end: float, steps: Sequence[Step]) -> Player:
        """Stop at a step's end, or rest there."""
        there = replace(self, t=end)
        if self.once or self.stops or (there._end_ahead(steps) is None and not self.loop):
            return there.stopped()
        return replace(there, rest=rest_after(steps[step_at(steps, end)]))

    def _turned_over(self, steps: Sequence[Step]) -> Player:
        return replace(self, t=0.0 if self.speed > 0 else boundaries(steps)[-1])

    @property
    def stops(self) -> bool:
        """Whether it stops at each step's end."""
        return not (self.through or self.loop)

    def stopped(self) -> Player:
        """Stay where it is."""
        return replace(self, playing=False, once=False, rest=0.0)

    def arrived(self, steps: Sequence[Step]) -> Player:
        """Be where it is going, at the next step's end, and stay there."""
        end = self._end_ahead(steps)
        return self.stopped() if end is None else replace(self.stopped(), t=end)

    def toggled(self, steps: Sequence[Step]) -> Player:
        """Play or pause; playing on from an end starts at the other end."""
        if self.playing:
            return self.stopped()
        start = self if not steps or self._end_ahead(steps) is not None else self._turned_over(steps)
        return replace(start, playing=True)

    def played_step(self, steps: Sequence[Step]) -> Player:
        """Play to the end of the next step and stop there; asked again on the way, be there at once."""
        if self.playing and not self.rest:
            return self.stepped(steps)
        forwards = replace(self, speed=abs(self.speed))
        if not steps or forwards._end_ahead(steps) is None:
            return self.jumped(self.t, steps)
        return replace(forwards, playing=True, once=True, rest=0.0)

    def stepped_back(self, steps: Sequence[Step]) -> Player:
        """Go to the end of the step before, or to the start of the scene."""
        before = [end for end in (0.0, *boundaries(steps)) if end < self.t - 1e-9]
        return self.jumped(before[-1] if before else 0.0, steps)

    def stepped(self, steps: Sequence[Step]) -> Player:
        """Jump to the end of the next step without playing it."""
        coming = [end for end in boundaries(steps) if end > self.t + 1e-9]
        return self.jumped(coming[0] if coming else self.t, steps)

    def jumped(self, t: float, steps: Sequence[Step]) -> Player:
        """Be at time t and stay there."""
        length = boundaries(steps)[-1] if steps else 0.0
        return replace(self.stopped(), t=max(0.0, min(t, length)))

    def scrubbed(self, t: float, steps: Sequence[Step]) -> Player:
        """Be at time t, playing on if it was playing."""
        return replace(self.jumped(t, steps), playing=self.playing)

    def shown(self, steps: Sequence[Step], reduced_motion: bool = False) -> float:
        """The time to draw. With reduced motion what plays shows the ends of steps only.

        Hands may go anywhere then, but for the transition at the head of a step, which is cut.
        """
        if not (reduced_motion and steps):
            return self.t
        index = step_at(steps, self.t)
        end = boundaries(steps)[index]
        if self.playing:
            return end if self.t > 0 else 0.0
        start = end - steps[index].seconds
        return max(self.t, start + steps[index].lead) if self.t > start + 1e-9 else self.t


def same_place(before: Sequence[Step], now: Sequence[Step], t: float) -> float:
    """The time at which a scene with other steps is where it was: at the same share of the step of that title."""
    if not before or not now or t <= 0.0:
        return t
    index = step_at(before, t)
    found = [place for place, step in enumerate(now) if step.title == before[index].title]
    if len(found) != 1:
        return t
    start = boundaries(before)[index] - before[index].seconds
    share = (t - start) / before[index].seconds
    return boundaries(now)[found[0]] - (1.0 - share) * now[found[0]].seconds
