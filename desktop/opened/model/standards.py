"""How the pixels of a picture are standardised before a network sees them: what can be chosen, and what a file says."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model_files.fits.ways import BYTES, WAYS, Way
from desktop.model_files.words import Contents

OF_THE_FILE = "As the file says"
USUAL = "imagenet"


@dataclass(frozen=True)
class Standard:
    """The network sees (picture / 255 - `mean`) / `deviation`, a number for each channel."""

    title: str
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    @property
    def words(self) -> str:
        """The numbers themselves."""
        return f"(pixel / 255 − {_listed(self.mean)}) / {_listed(self.deviation)}"

    @property
    def of_bytes(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Mean and deviation of what is read as bytes, 0 to 255."""
        return tuple(each * BYTES for each in self.mean), tuple(each * BYTES for each in self.deviation)


def standards(contents: Contents, channels: int) -> tuple[Standard, ...]:
    """The ways that can be chosen for a network, the one first that its file or its description speaks for."""
    ways = {name: way for name, way in WAYS.items() if len(way.mean) in (1, channels)}
    first = contents.way or USUAL
    names = sorted(ways, key=lambda name: name != first)
    mean, deviation = (_by_channel(each, channels) for each in (contents.mean, contents.deviation))
    own = [Standard(OF_THE_FILE, mean, deviation)] if mean else []
    return *own, *(_standard(ways[name], channels) for name in names)


def _standard(way: Way, channels: int) -> Standard:
    mean, deviation = (
        tuple(each / BYTES for each in _by_channel(numbers, channels)) for numbers in (way.mean, way.deviation)
    )
    return Standard(way.title, mean, deviation)


def _by_channel(numbers: tuple[float, ...], channels: int) -> tuple[float, ...]:
    """A number for each channel, where one stands for all."""
    return numbers * channels if len(numbers) == 1 else numbers


def _listed(numbers: tuple[float, ...]) -> str:
    told = [f"{each:.3g}" for each in numbers]
    return told[0] if len(set(told)) == 1 else f"({', '.join(told)})"
