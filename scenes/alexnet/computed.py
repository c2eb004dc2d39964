"""Every count of the AlexNet scene, from the description of the network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

from scenes import reference
from scenes.alexnet.knobs import NETWORKS, Knobs
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.resized import resized

LARGEST_FACE, USUAL_SIDE = 180.0, 227
"""The side of the picture's face, in stage units, where it is as large as usual or larger."""


@dataclass(frozen=True, eq=False)
class Build:
    """A build of AlexNet for some picture and number of classes; `layers` are those with weights."""

    name: str
    network: Network

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """Five convolutions and three dense layers."""
        return self.network.weighted

    @cached_property
    def convolutions(self) -> tuple[Layer, ...]:
        """The convolutions."""
        return tuple(layer for layer in self.layers if layer.convolves)

    @cached_property
    def dense(self) -> tuple[Layer, ...]:
        """The dense layers."""
        return tuple(layer for layer in self.layers if not layer.convolves)

    @cached_property
    def most_parameters(self) -> int:
        """The parameters of the layer that has most."""
        return max(layer.parameters for layer in self.layers)

    @cached_property
    def most_macs(self) -> int:
        """The multiply-accumulates of the layer that takes most."""
        return max(layer.macs for layer in self.layers)

    @property
    def grouped(self) -> bool:
        """Whether some layer's maps read only those on their own GPU."""
        return any(layer.groups > 1 for layer in self.layers)

    def before(self, layer: Layer) -> tuple[int, ...]:
        """The shape that a layer reads."""
        return self.network.read_by(layer)[0]

    def pooled(self, layer: Layer) -> Layer | None:
        """The last pooling layer between a convolution and the next layer with weights, if there is one."""
        names = [each.name for each in self.network.layers]
        behind = self.network.layers[names.index(layer.name) + 1 :]
        between = takewhile(lambda each: not each.weighted, behind)
        return next((each for each in reversed(list(between)) if each.kind.endswith("pool")), None)

    def face(self, side: int) -> float:
        """The side of a face on the stage: by the square root of its cells' side, so that small maps can be seen."""
        return LARGEST_FACE * math.sqrt(side / max(self.network.shape[1], USUAL_SIDE))

    def ungrouped_parameters(self, layer: Layer) -> int:
        """What a convolution would have if all its maps read all maps before it."""
        assert layer.kernel is not None
        return reference.convolution_parameters(self.before(layer)[0], layer.shape[0], layer.kernel)


def build(knobs: Knobs) -> Build:
    """Return the build that knobs ask for; which layer is looked at makes no difference."""
    return _build(knobs.build, knobs.side, knobs.classes)


@lru_cache(maxsize=32)
def _build(name: str, side: int, classes: int) -> Build:
    return Build(name, resized(network(NETWORKS[name]), side, classes))


@dataclass(frozen=True)
class Result:
    """An error that somebody measured, and everything that belongs beside it."""

    who: str
    models: str
    crops: str
    split: str
    top5: float


RESULTS_2012 = (
    Result("second place", "several classifiers, no CNN", "crops not given", "test 2012", 26.2),
    Result("AlexNet", "1 CNN", "10 crops", "validation 2012", 18.2),
    Result("AlexNet", "5 CNNs, averaged", "10 crops", "test 2012", 16.4),
    Result("AlexNet, the winner", "7 CNNs, 2 of them pre-trained", "10 crops", "test 2012", 15.3),
)
"""Top-5 errors in percent of ILSVRC-2012, from the paper's section 6 and table 2."""
RESULT_2010 = Result("AlexNet", "1 CNN", "10 crops", "test 2010", 17.0)
"""On the test pictures of ILSVRC-2010, a contest that it did not take part in: the paper's table 1."""
