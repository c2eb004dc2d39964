"""Squeeze and excitation: each map times a gate that depends on all maps.

Source: Hu, Shen and Sun, Squeeze-and-excitation networks (CVPR, 2018).
"""

from torch import Tensor, nn

from engine.models.architectures.parts import Scale
from engine.models.layers import Mean


class SqueezeExcite(nn.Module):
    """Means of the maps, two dense layers with a narrow waist between them, a sigmoid, and the maps times that."""

    def __init__(self, channels: int, waist: int, activation: nn.Module) -> None:
        super().__init__()
        self.squeeze = Mean()
        self.reduce = nn.Linear(channels, waist)
        self.activation = activation
        self.expand = nn.Linear(waist, channels)
        self.gate = nn.Sigmoid()
        self.scale = Scale()

    def forward(self, x: Tensor) -> Tensor:
        """Map (batch, channels, height, width) to the same, each map times its gate."""
        gates = self.gate(self.expand(self.activation(self.reduce(self.squeeze(x)))))
        scaled: Tensor = self.scale(x, gates)
        return scaled
