"""What the options bring, in the numbers of the paper: top-1 errors of ResNet-34 and its plain twin."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.marks import Role
from scenes.stage.data.networks import network
from scenes.stage.data.paper_results import DEPTH_ERRORS
from scenes.stage.draw.kinds import PLAIN


@dataclass(frozen=True)
class Row:
    """A network with its quoted error, and its name among the descriptions."""

    title: str
    note: str
    name: str
    error: float
    role: Role

    @property
    def parameters(self) -> int:
        """All parameters, counted."""
        return network(self.name).parameters


ROWS = (
    Row("plain", "no shortcuts", "resnet-34-plain", DEPTH_ERRORS["plain"][-1], PLAIN),
    Row("A", "zeros, where needed", "resnet-34-a", DEPTH_ERRORS["residual"][-1], Role.INPUT),
    Row("B", "projected, where needed", "resnet-34", 24.52, Role.OUTPUT),
    Row("C", "projected, always", "resnet-34-c", 24.19, Role.HIGHLIGHT),
)
"""Top-1 error in percent: ImageNet validation, 10-crop, single models of 34 layers (He et al., tables 2 and 3)."""
SOURCE = "top-1 error, ImageNet validation, 10-crop testing, single models; He et al., CVPR 2016, tables 2 and 3"
