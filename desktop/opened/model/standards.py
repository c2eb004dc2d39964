"""How the pixels of a picture are standardised before a network sees them: what is usual, to choose from."""

from __future__ import annotations

from dataclasses import dataclass

WHITE = 255.0


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


def standards(channels: int) -> tuple[Standard, ...]:
    """The ways that are usual for pictures of so many channels, the usual one first."""
    zero, one, half = ((number,) * channels for number in (0.0, 1.0, 0.5))
    found = [Standard("From 0 to 1", zero, one), Standard("From −1 to 1", half, half)]
    if channels == 3:
        title = "ImageNet’s mean and deviation"
        found.insert(0, Standard(title, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    return tuple(found)


def with_own(own: Standard, channels: int) -> tuple[Standard, ...]:
    """A network's own way, and the usual ones that are not the same."""
    return own, *(each for each in standards(channels) if not _alike(each, own))


def _alike(one: Standard, other: Standard) -> bool:
    pairs = zip((*one.mean, *one.deviation), (*other.mean, *other.deviation), strict=True)
    return all(abs(a - b) < 1e-3 for a, b in pairs)


def _listed(numbers: tuple[float, ...]) -> str:
    told = [f"{round(each, 3):g}" for each in numbers]
    return told[0] if len(set(told)) == 1 else f"({', '.join(told)})"
