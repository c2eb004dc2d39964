"""What differs in the settings of runs, in words. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from desktop.lab.run import settings
from desktop.runs.readings import beginning
from engine.contract.spec import RunSpec, about
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.reading import number_in_words

LONG = 40
"""What has more letters is told once, in all the width, with the runs that it is of."""


class Difference(NamedTuple):
    """One setting that is not the same everywhere, and its value in each run."""

    name: str
    values: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether a narrow column would make a wall of it."""
        return any(len(value) > LONG for value in self.values)

    def alike(self) -> list[tuple[tuple[int, ...], str]]:
        """Each value that there is once, with the places of the runs that have it."""
        found: dict[str, list[int]] = {}
        for place, value in enumerate(self.values):
            found.setdefault(value, []).append(place)
        return [(tuple(places), value) for value, places in found.items()]


def differences(specs: Sequence[RunSpec]) -> list[Difference]:
    """What is not in all runs as it is in the first."""
    first, *others = specs
    names = [settings.differences(first, other) for other in others]
    every = [name for name in VALUES if any(name in found for found in names)]
    return [Difference(name, tuple(VALUES[name](spec) for spec in specs)) for name in every]


def _networks(spec: RunSpec) -> str:
    return "\n".join(f"{each.name}: {settings.described(each.network, spec.data)}" for each in spec.contestants)


def _optimiser(spec: RunSpec) -> str:
    decay = spec.optimiser.weight_decay
    return settings.OPTIMISER_TITLES[spec.optimiser.name] + (
        f", weight decay {number_in_words(decay)}" if decay else ""
    )


def _stop(spec: RunSpec) -> str:
    stop = spec.stop
    ends = [counted(stop.steps, "step")] if stop.steps is not None else []
    ends += [f"{number_in_words(stop.epochs)} epochs"] if stop.epochs is not None else []
    ends += [f"accuracy {_percent(stop.accuracy)}"] if stop.accuracy is not None else []
    return " or ".join(ends)


def _percent(share: float) -> str:
    return f"{number_in_words(round(100 * share, 1))} %"


VALUES: dict[str, Callable[[RunSpec], str]] = {
    "networks": _networks,
    "data": lambda spec: about(spec.data).title,
    "label noise": lambda spec: _percent(spec.altered.noise),
    "share of the pictures": lambda spec: _percent(spec.altered.share),
    "shift": lambda spec: f"{spec.altered.shift} px",
    "mirrored pictures": lambda spec: "yes" if spec.altered.flip else "no",
    "optimiser": _optimiser,
    "learning rate": lambda spec: number_in_words(spec.lr),
    "schedule": lambda spec: settings.SCHEDULE_TITLES[spec.schedule],
    "batch": lambda spec: counted(spec.batch, "picture"),
    "stop": _stop,
    "seed": lambda spec: str(spec.seed),
    "clipping": lambda spec: f"norm {number_in_words(spec.clip_norm)}" if spec.clip_norm else "off",
    "gradients of activations": lambda spec: "recorded" if spec.activation_gradients else "not recorded",
    "beginning": lambda spec: beginning(spec.origin) if spec.origin else "weights by chance",
    "device": lambda spec: spec.device.upper(),
}
"""Each setting that `settings.differences` knows, and what it says of a run."""
