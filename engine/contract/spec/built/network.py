"""A network that is built part by part, as one more kind of network beside those with a name."""

from __future__ import annotations

import msgspec

from engine.contract.spec.built.parts import Parts, depth, leaves, short
from engine.contract.spec.built.shapes import Shape
from engine.contract.spec.built.survey import survey
from engine.contract.spec.choices import Initialisation, check_initialisation
from engine.contract.spec.refusal import SpecError, require

MAX_LEAVES = 128
"""So many leaves hold every preset: the deepest of them, 32 layers with their norms and activations, has 95."""
MAX_DEPTH = 3
MAX_PARAMETERS = 20_000_000
MAX_MACS = 1_000_000_000
_TOLD = 10
"""A description names so many parts."""


class Built(msgspec.Struct, frozen=True, tag="built"):
    """Parts one behind the other; the last gives one number for each class. `init` says how weights start."""

    parts: Parts
    init: Initialisation = "default"

    def check(self, shape: Shape, classes: int) -> None:
        """Raise `SpecError` unless the network can be built."""
        check_size(self.parts)
        check_initialisation(self.init)
        found = survey(self.parts, shape, classes)
        if found.refused:
            raise SpecError(found.refused[0].refusal.sentence)
        require(
            found.parameters <= MAX_PARAMETERS,
            f"The net would have {found.parameters:,} parameters; at most {MAX_PARAMETERS:,} can be trained here.",
        )
        require(
            found.macs <= MAX_MACS,
            f"The net would take {found.macs:,} multiply-accumulates a picture; at most {MAX_MACS:,} can be trained "
            "here. Use fewer filters, or pool earlier.",
        )

    def parameters(self, shape: Shape, classes: int) -> int:
        """Return how many weights and biases the network has for pictures of that shape, auxiliary ones too."""
        return survey(self.parts, shape, classes).parameters

    def words(self, shape: Shape) -> str:
        """Describe the network in a few plain words."""
        told = [short(part) for part in self.parts[:_TOLD]]
        rest = len(self.parts) - _TOLD
        return "built of " + ", ".join(told) + (f" and {rest} more" if rest > 0 else "")


def check_size(parts: Parts) -> None:
    """Raise `SpecError` where there are too many parts, or too many brackets inside each other."""
    count = sum(1 for _ in leaves(parts))
    require(count <= MAX_LEAVES, f"A net is built of at most {MAX_LEAVES} layers; this one has {count}.")
    require(depth(parts) <= MAX_DEPTH, f"At most {MAX_DEPTH} brackets can lie inside each other.")
