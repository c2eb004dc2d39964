"""How long a step is going to take here: work to do, over how fast the last run of this machine did its work."""

from __future__ import annotations

from scenes.stage.data.recording import Recording
from scenes.stage.numbers.reading import number_in_words

FEWEST = 5
"""Ticks that a run must have before its speed is taken for the machine's."""
LOOKED_AT = 100


def speed(recording: Recording | None) -> float | None:
    """Multiply-accumulates of the forward pass a second, of the contestant with the most; None where nothing tells."""
    if recording is None or recording.step < FEWEST:
        return None
    contestants = recording.plan.contestants
    index = max(range(len(contestants)), key=lambda each: contestants[each].macs)
    ticks = [recording.tick(at) for at in range(max(-recording.step, -LOOKED_AT), 0)]
    found = [
        tick.batch * contestants[index].macs / result.seconds
        for tick in ticks
        if (result := tick.results[index]) is not None and result.seconds > 0
    ]
    return sorted(found)[len(found) // 2] if found else None


def seconds(macs: int, batch: int, per_second: float | None) -> float | None:
    """About how long a step of a batch takes; None where no run has told how fast this machine is."""
    return None if per_second is None else batch * macs / per_second


def time_in_words(seconds: float) -> str:
    """A time that is only estimated, by its first two figures: "2.4 ms", "180 ms", "1.3 s"."""
    number, unit = (seconds, "s") if seconds >= 0.995 else (1000 * seconds, "ms")
    return f"{number_in_words(float(f'{number:.2g}'))} {unit}"
