"""How fast a run goes for whoever watches it. The numbers of a run are the same at every pace."""

import msgspec

RATES = (1.0, 10_000.0)
"""Steps a second that can be wished for."""
A_MINUTE = 60.0
SLOWER = 4.0
"""Around an event a run goes so many times slower..."""
SLOW_RATES = (1.0, 10.0)
"""...but not slower than the first of these, and never faster than the second, in steps a second."""
SLOW_STEPS = 20
"""So many steps before and after an event are near it. A run that is still trained knows only those after."""


class Pace(msgspec.Struct, frozen=True):
    """Steps a second, or seconds for the whole run; with neither it goes as fast as it can.

    With `stop_at_epochs` it pauses after each epoch; with `slow_at_events` it goes slower where a setting was changed
    or a contestant breaks down.
    """

    rate: float | None = None
    whole: float | None = None
    stop_at_epochs: bool = False
    slow_at_events: bool = False

    def steps_a_second(self, total_steps: int, near_event: bool = False) -> float | None:
        """The wished steps a second in a run of so many steps; None for as fast as it can."""
        rate = total_steps / self.whole if self.whole else self.rate
        if not (near_event and self.slow_at_events):
            return rate
        least, most = SLOW_RATES
        return most if rate is None else min(rate, max(least, min(most, rate / SLOWER)))


AS_FAST_AS_IT_GOES = Pace()
