"""Compares ways of learning from few pictures on data sets that ship, for ready examples that need not wait."""

import sys
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch

import assets
from engine.contract.files import write_atomically
from engine.contract.numbers import Array
from engine.contract.pictures import source
from engine.contract.questions import MeansRead, ReadMeans
from engine.contract.spec import DataName
from engine.contract.teaching import RECORDED, TeachingRecord, Way, record_name
from engine.machine import versions
from engine.models import headed
from engine.queries.teaching import comparing, means
from engine.queries.teaching.comparing import WAYS, Drawn, Material
from engine.training import from_scratch, head

NETWORK = "efficientnet-lite0"
COUNTS, DRAWS, JUDGING = (2, 5, 10, 20, 50), 5, 1000
"""Pictures a class, draws of them, and how many pictures judge all of these."""


class Sample(NamedTuple):
    """All pictures (count, channels, height, width) of a comparison with their classes, uint8.

    The first `JUDGING` of them judge. `members` (draws, classes, pictures) are the places of those to learn from.
    """

    x: np.ndarray
    y: np.ndarray
    members: np.ndarray


def sampled(data: DataName) -> Sample:
    """Draw pictures to learn from, in each draw anew; those that judge are the first of the validation pictures."""
    found = source(data)
    classes = range(int(found.train_y.max()) + 1)
    drawn = np.array([
        [_some(np.flatnonzero(found.train_y == label), draw, label) for label in classes] for draw in range(DRAWS)
    ])  # fmt: skip
    used, places = np.unique(drawn, return_inverse=True)
    return Sample(
        np.concatenate([found.validation_x[:JUDGING], found.train_x[used]]),
        np.concatenate([found.validation_y[:JUDGING], found.train_y[used]]),
        JUDGING + places.reshape(drawn.shape),
    )


def _some(members: np.ndarray, draw: int, label: int) -> np.ndarray:
    return np.random.default_rng([draw, label]).permutation(members)[: max(COUNTS)]


def drawn(sample: Sample, draw: int, count: int) -> Drawn:
    """What is learned from in a draw of so many pictures a class, and what judges."""
    learned = torch.from_numpy(sample.members[draw, :, :count].flatten().astype(np.int64))
    return Drawn(learned, torch.arange(JUDGING))


def measured(way: Way, material: Material, of: Drawn, seed: int) -> float:
    """Learn in one way without a pause, and return the share that is right."""
    learning = comparing.measured(way, material, of, seed)
    while True:
        try:
            next(learning)
        except StopIteration as end:
            return float(end.value)


def means_of(x: np.ndarray) -> torch.Tensor:
    """The means (pictures, features) of the frozen network."""
    work = means.read(ReadMeans(Array.of(x)), headed.bare(NETWORK))
    parts = [each.means.numpy() for each in work.steps if isinstance(each, MeansRead)]
    return torch.from_numpy(np.concatenate(parts))


def material_of(sample: Sample, features: torch.Tensor) -> Material:
    """What all ways learn from."""
    return Material(comparing.small(torch.from_numpy(sample.x)), features, torch.from_numpy(sample.y.astype(np.int64)))


def compared(data: DataName) -> TeachingRecord:
    """Measure all ways with all numbers of pictures a class, in all draws."""
    sample = sampled(data)
    material = material_of(sample, means_of(sample.x))
    accuracies: dict[Way, dict[int, tuple[float, ...]]] = {way: {} for way in WAYS}
    for count in COUNTS:
        for way in WAYS:
            found = [measured(way, material, drawn(sample, draw, count), draw) for draw in range(DRAWS)]
            accuracies[way][count] = tuple(found)
            print(f"{data}: {count} a class, {way}: {' '.join(f'{each:.3f}' for each in found)}", file=sys.stderr)
    return TeachingRecord(data, JUDGING, accuracies, _made())


def _made() -> dict[str, str | int | float]:
    """By what recipe this is made."""
    return {
        "network": NETWORK,
        "head_steps": head.STEPS,
        "head_lr": head.LR,
        "head_decay": head.DECAY,
        "scratch": msgspec.json.encode(from_scratch.NETWORK).decode(),
        "scratch_steps": from_scratch.STEPS,
        "scratch_batch": from_scratch.BATCH,
        "scratch_lr": from_scratch.LR,
        **versions.found(),
    }


def write(into: Path | None = None) -> int:
    """Compare on all data sets that are `RECORDED`, by default into assets/recordings; returns status 0."""
    torch.set_num_threads(1)
    folder = assets.path("recordings") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    for data in RECORDED:
        record = msgspec.json.format(msgspec.json.encode(compared(data)), indent=1)
        with write_atomically(folder / record_name(data)) as file:
            file.write(record + b"\n")
    return 0
