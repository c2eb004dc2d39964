"""The nets that race: plain and residual, of several depths, as the recording has them, and what they have reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scenes.degradation.knobs import KINDS
from scenes.stage.charts.layer_norms import main_layers
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import Recording
from scenes.stage.draw.kinds import PLAIN, RESIDUAL
from scenes.stage.numbers.series import recent

ROLES = dict(zip(KINDS, (PLAIN, RESIDUAL), strict=True))
THIN, THICK = 4.0, 10.0
"""How thick the lines of the shallowest net and of the deepest are."""
PALE = 0.6
"""How strong the shallowest net's are."""


@dataclass(frozen=True)
class Net:
    """A contestant: its place in the race, its kind, how many layers it has, and where it stands among the depths.

    `rank` is 0 for the shallowest and 1 for the deepest.
    """

    index: int
    kind: str
    layers: int
    rank: float

    @property
    def name(self) -> str:
        """Its name where its kind is clear."""
        return f"{self.layers} layers"

    @property
    def role(self) -> Role:
        """The colour of its kind."""
        return ROLES[self.kind]

    @property
    def line(self) -> float:
        """How thick its lines are."""
        return between(THIN, THICK, self.rank)

    @property
    def opacity(self) -> float:
        """How strong its lines are."""
        return between(PALE, 1.0, self.rank)


def nets(run: Recording) -> tuple[Net, ...]:
    """All contestants: those with shortcuts add somewhere."""
    contestants = run.plan.contestants
    depths = [len(main_layers(each)) for each in contestants]
    kinds = [KINDS[any(layer.kind == "add" for layer in each.layers)] for each in contestants]
    ranks = {depth: rank for rank, depth in enumerate(sorted(set(depths)))}
    deepest = max(1, len(ranks) - 1)
    return tuple(
        Net(index, kind, depth, ranks[depth] / deepest)
        for index, (kind, depth) in enumerate(zip(kinds, depths, strict=True))
    )


def of_kind(run: Recording, kind: str) -> tuple[Net, ...]:
    """The nets of a kind, from the shallowest to the deepest."""
    return tuple(sorted((net for net in nets(run) if net.kind == kind), key=lambda net: net.layers))


def training_loss(run: Recording, net: Net) -> float:
    """The mean loss of the latest batches; NaN before the first step."""
    return recent(run.loss(net.index))


def validation_loss(run: Recording, net: Net) -> float:
    """The loss on the validation pictures when last measured; NaN before that."""
    score = run.validations[-1].scores[net.index] if len(run.validations) else None
    return score.loss if score is not None else math.nan
