"""Every count of the AlexNet scene, from the description of the network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from scenes import reference
from scenes.alexnet.knobs import NETWORKS, Knobs
from scenes.stage.core.camera import Room
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.resized import resized
from scenes.stage.draw.road import Block, around, road

CELL = 4.85
"""The side of a cell of the road, where its parts have room for it."""
PHOTO_SIDE, ROW, DENSE = 1100.0, 1850.0, 1950.0
"""The largest side of the picture, and the largest widths of the convolutions and of the dense layers together."""
LANES_APART = 12.0
"""The room between the lanes of both GPUs, in cells."""
CENTRE = (600.0, 450.0)
"""Where the block of the first convolution stands, so that its close-up lies on the stage."""


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
    def road(self) -> tuple[Block, ...]:
        """The picture and what each layer with weights gives, as blocks of one scale."""
        things = [("picture", self.network.shape), *((layer.label, layer.shape) for layer in self.layers)]
        ones, last = road(things, 1.0), len(self.convolutions)
        cell = min(
            CELL,
            PHOTO_SIDE / self.network.shape[1],
            ROW / _width(around(ones[1 : last + 1])),
            DENSE / _width(around(ones[last + 1 :])),
        )
        return road(things, cell, (CENTRE[0] - cell * ones[1].middle[0], CENTRE[1]))

    def pulled(self, share: float) -> tuple[tuple[Block, Block], ...]:
        """The halves of every layer's block, pulled apart by a share: the upper is the one behind, the lower in front.

        In the end both stand on lanes of their own, with the room that halves need.
        """
        wholes = self.road[1:]
        ends = road([(block.name, block.half(False).shape) for block in wholes], wholes[0].cell, wholes[0].middle)
        _, top, _, bottom = around(ends)
        away = share * (bottom - top + LANES_APART * wholes[0].cell) / 2
        pairs = []
        for whole, end in zip(wholes, ends, strict=True):
            back, front, aside = whole.half(True), whole.half(False), share * (end.x - whole.x)
            dx, dy = back.x - front.x, back.y - front.y
            pairs.append((back.moved(aside - share * dx, -away - share * dy), front.moved(aside, away)))
        return tuple(pairs)

    @property
    def grouped(self) -> bool:
        """Whether some layer's maps read only those on their own GPU."""
        return any(layer.groups > 1 for layer in self.layers)

    def before(self, layer: Layer) -> tuple[int, ...]:
        """The shape that a layer reads."""
        return self.network.read_by(layer)[0]

    def weights(self, layer: Layer) -> tuple[int, ...]:
        """The factors whose product are a layer's weights, without biases: of a convolution k, k, C / groups, C'."""
        before = self.before(layer)[0]
        return (
            (before, layer.shape[0])
            if layer.kernel is None
            else (*layer.kernel, before // layer.groups, layer.shape[0])
        )

    @property
    def work(self) -> float:
        """The share 0..1 of all multiply-accumulates that the convolutions take."""
        return sum(layer.macs for layer in self.convolutions) / self.network.macs

    @property
    def divided(self) -> Layer:
        """The convolution that shows what groups save: the first that has some, or the second one."""
        return next((layer for layer in self.convolutions if layer.groups > 1), self.convolutions[1])

    def ungrouped_parameters(self, layer: Layer) -> int:
        """What a convolution would have if all its maps read all maps before it."""
        assert layer.kernel is not None
        return reference.convolution_parameters(self.before(layer)[0], layer.shape[0], layer.kernel)


def _width(part: Room) -> float:
    return part[2] - part[0]


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
