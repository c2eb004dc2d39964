"""What was measured of one network in all its forms, and the numbers of it as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from desktop.edge.measuring.words import TITLES, Form, Measurement

FORMS: tuple[Form, ...] = ("torch", "onnx", "int8")
"""In the order in which they are measured and shown."""


class Asked(NamedTuple):
    """What a network was asked about: networks for which it is the same can be compared in what they answer.

    `which` tells what they are from all others, `pictures` how many they are, `classes` what answers there are.
    """

    which: str
    pictures: int
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Forms:
    """Measurements of one network, at most one of each form; `gates` says whether it has gates, None if not known.

    `asked` is None where it was asked about no pictures. `drawn` says that its weights are drawn by chance.
    """

    network: str
    measurements: tuple[Measurement, ...] = ()
    gates: bool | None = None
    asked: Asked | None = None
    drawn: bool = False

    def of(self, form: Form) -> Measurement | None:
        """What was measured in a form."""
        return next((each for each in self.measurements if each.form == form), None)

    def title(self, form: Form) -> str:
        """What a form is called; what numbers a network has is known when it is measured."""
        one = self.of(form)
        return one.title if one is not None else TITLES[form]

    @property
    def any(self) -> Measurement | None:
        """One of them, which tells of the machine; None before there is one."""
        return self.measurements[0] if self.measurements else None

    def with_one(self, measured: Measurement) -> Forms:
        """These with one more, in place of an older one of its form."""
        others = [each for each in self.measurements if each.form != measured.form]
        ordered = sorted([*others, measured], key=lambda each: FORMS.index(each.form))
        return replace(self, measurements=tuple(ordered))


def noted(measurements: Sequence[Measurement]) -> Iterator[str]:
    """What must be told of measurements, each sentence once: with the forms that it is about, unless that is all."""
    for note in dict.fromkeys(note for one in measurements for note in one.notes):
        having = [one.title for one in measurements if note in one.notes]
        yield note if len(having) == len(measurements) else f"{' and '.join(having)}: {note}"


class Compared(NamedTuple):
    """Two times of which one is clearly longer: how many times as long."""

    factor: float
    shorter: Measurement
    longer: Measurement


def compared(one: Measurement, other: Measurement) -> Compared | None:
    """Which of two takes longer; None where that can't be told from how much their times spread.

    It can be told where 95 % of the passes of the faster one took less time than the slower one's median.
    """
    shorter, longer = sorted((one, other), key=lambda each: each.median)
    if shorter.p95 >= longer.median:
        return None
    return Compared(longer.median / shorter.median, shorter, longer)


def milliseconds(seconds: float) -> str:
    """A time in milliseconds, with three figures: "0.0331 ms", "12.4 ms"."""
    return f"{figures(1000 * seconds)} ms"


def short(seconds: float) -> str:
    """A time of a layer, which the runtime notes in whole microseconds: "9 µs", "1.24 ms"."""
    micro = 1e6 * seconds
    return f"{micro:.0f} µs" if 0.95 <= micro < 999.5 else milliseconds(seconds)


def figures(value: float) -> str:
    """A number with three figures, without a power of ten."""
    if value >= 99.95:
        return f"{value:,.0f}"
    places = 1 if value >= 9.995 else 2 if value >= 0.9995 else 3 if value >= 0.09995 else 4
    return f"{value:.{places}f}"


def size(count: int) -> str:
    """So many bytes: "340 bytes", "54.0 kB", "13.9 MB"."""
    if count < 1000:
        return f"{count} bytes"
    return f"{figures(count / 1e3)} kB" if count < 999_500 else f"{figures(count / 1e6)} MB"


def times(factor: float) -> str:
    """A factor: "1.25 times", "19 times"."""
    places = 0 if factor >= 9.95 else 1 if factor >= 1.95 else 2
    return f"{factor:.{places}f} times"


def share(count: int, of: int) -> str:
    """So many of so many as per cent: "96.4 %"."""
    return f"{100 * count / of:.1f} %"
