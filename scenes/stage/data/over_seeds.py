"""What holds over seeds: some runs trained again and again, with other first weights and other batches.

One run of a chaotic training is luck; `python -m engine seeds` trains many, and the charts draw their range beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

import assets
from scenes.reference import Floats
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.growing import Numbers
from scenes.stage.numbers.series import smoothed

NO_MATTER = frozenset({"seed", "device", "threads", "probe", "validate_every", "snapshot_every", "contestants"})
"""What may be otherwise in a run that these seeds speak of; contestants are compared one by one."""


@dataclass(frozen=True, eq=False)
class OverSeeds:
    """What one network did in a run, over seeds.

    `losses` are those of all steps, (seeds, steps); `longer` the last ones of runs of `times` as many steps, (seeds,
    batches). `growth` (seeds,) is how many times as large the second convolution's gradient is in the first step as
    the last one's.
    """

    losses: Floats
    growth: Floats
    longer: Floats
    times: int

    @property
    def count(self) -> int:
        """How many seeds there are."""
        return len(self.losses)

    @property
    def ends(self) -> Floats:
        """The training loss at the end of each run, the mean of its latest batches, (seeds,)."""
        return _smoothed(self)[:, -1]

    def band(self) -> tuple[Numbers, Numbers]:
        """The least and the largest training loss after every step, each the mean of its latest batches, (steps,)."""
        curves = _smoothed(self)
        return curves.min(axis=0), curves.max(axis=0)

    @property
    def end(self) -> float:
        """The middle training loss at the end."""
        return float(np.median(self.ends))

    @property
    def longer_end(self) -> float:
        """The middle training loss at the end of the longer runs."""
        return float(np.median(self.longer.mean(axis=1)))

    @property
    def middle_growth(self) -> float:
        """The middle of the growth."""
        return float(np.median(self.growth))


@lru_cache(maxsize=64)
def _smoothed(of: OverSeeds) -> Floats:
    return np.array([smoothed(losses) for losses in of.losses])


@lru_cache(maxsize=4)
def over_seeds(preset: str) -> tuple[OverSeeds, ...]:
    """What the contestants of a preset did over seeds; raises KeyError if it isn't among those that ship."""
    facts = _facts()[preset]
    with np.load(assets.path("recordings", "seeds.npz"), allow_pickle=False) as arrays:
        losses, growth, longer = (arrays[f"{preset}.{name}"].astype(float) for name in ("losses", "growth", "longer"))
    return tuple(
        OverSeeds(losses[:, place], growth[:, place], longer[:, place], facts["times"])
        for place in range(losses.shape[1])
    )


@lru_cache(maxsize=1)
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assets.path("recordings", "seeds.json").read_text(encoding="utf-8"))
    return found


def of_run(run: Recording) -> tuple[OverSeeds, ...]:
    """What the contestants of a run did over seeds; empty where none of the runs over seeds is trained like it."""
    return () if run.changes else _of_spec(run.plan.spec)


@lru_cache(maxsize=16)
def _of_spec(text: str) -> tuple[OverSeeds, ...]:
    spec = json.loads(text)
    wanted = [one.get("network") for one in spec.get("contestants", ())]
    for preset, facts in _facts().items():
        if preset == "versions":
            continue
        own, networks = facts["spec"], [one["network"] for one in facts["spec"]["contestants"]]
        like = all(spec.get(name) == own[name] for name in own.keys() - NO_MATTER)
        if like and wanted and all(network in networks for network in wanted):
            return tuple(over_seeds(preset)[networks.index(network)] for network in wanted)
    return ()
