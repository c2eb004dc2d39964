"""Which runs train together: those whose networks are of one shape, and where it was measured to pay."""

from collections.abc import Sequence

import msgspec

from engine.contract.spec import Network, Optimiser, RunSpec
from engine.models import haste
from engine.training.train import Run

MOST = 8
"""So many runs train together; more gain little, and the first results would come late."""
PAYS_BELOW = haste.MUCH
"""Together they are faster where a batch takes fewer multiply-accumulates of each network; beyond, arithmetic counts.

Six networks together against one after the other, on one thread: dense nets of 20 layers at batch 64 (5 million) 1.6 to
2.0 times, small CNNs at batch 16 (13 million) 1.4 to 1.7 times, at batch 64 (50 million) 1.2 times.
"""
_replace = msgspec.structs.replace


def groups(runs: Sequence[RunSpec]) -> list[tuple[int, ...]]:
    """Put the indices of runs that could train together into groups, in the order of the runs."""
    alike: dict[RunSpec, list[int]] = {}
    for index, run in enumerate(runs):
        alike.setdefault(_shape(run), []).append(index)
    return [tuple(found[at : at + MOST]) for found in alike.values() for at in range(0, len(found), MOST)]


def _shape(run: RunSpec) -> RunSpec:
    """What runs have in common that can train together: all but what each network has of its own.

    They draw batches of equal sizes for equally many steps from equally many pictures, each its own.
    """
    contestants = tuple(_replace(each, network=_uninitialised(each.network)) for each in run.contestants)
    altered = _replace(run.altered, noise=0.0, shift=0, flip=False)
    return _replace(
        run,
        contestants=contestants,
        altered=altered,
        lr=1.0,
        schedule="constant",
        seed=0,
        optimiser=Optimiser(),
        clip_norm=None,
    )


def _uninitialised(network: Network) -> Network:
    return _replace(network, init="default") if "init" in network.__struct_fields__ else network


def pays(run: Run) -> bool:
    """Whether a run trains faster together with others of its shape, and stays the run that it is alone.

    Convolutions of several networks round otherwise than those of one; products of dense layers are the same to the
    last digit, however many there are.
    """
    return run.spec.device == "cpu" and all(
        racer is not None
        and sum(layer.kind == "conv" for layer in racer.entrant.layers) <= haste.MOST_CONVOLUTIONS
        and racer.entrant.macs * run.spec.batch < PAYS_BELOW
        for racer in run.racers
    )
