"""Accuracies on ImageNet as somebody published them: nothing here is measured or computed by us.

Each has what belongs beside it: the table or the weights it is from, and how many crops of each picture were averaged.
All are of single networks, and all are shares of the 50,000 validation pictures of ILSVRC-2012 unless `note` says
otherwise. Papers print errors; what stands here are accuracies, 100 minus the error.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.data.paper_results import EFFICIENTNET_ACCURACIES

SPLIT = "ILSVRC-2012 validation"
ONE, TEN, UNSAID = "1 crop", "10 crops, averaged", "crop not stated"
WEIGHTS = "torchvision weights V1"
"""What ships with torchvision as IMAGENET1K_V1, with its accuracies beside it."""


@dataclass(frozen=True)
class Quoted:
    """Accuracies in percent; `network` names the description whose parameters and MACs belong to them.

    `crops` is how many passes through the network one picture took, None where that isn't known.
    """

    network: str
    label: str
    top1: float
    top5: float | None
    source: str
    crop: str = ONE
    note: str = ""

    @property
    def averaged(self) -> bool:
        """Whether an answer is an average over more than one crop, or over all places of a larger picture."""
        return self.crop not in (ONE, UNSAID)

    @property
    def crops(self) -> int | None:
        """How many passes one answer took."""
        return {ONE: 1, TEN: 10}.get(self.crop)


def _efficientnets(source: str, accuracies: tuple[tuple[float, float], ...], notes: dict[int, str]) -> list[Quoted]:
    return [
        Quoted(f"efficientnet-b{n}", f"EfficientNet-B{n}", top1, top5, source, note=notes.get(n, ""))
        for n, (top1, top5) in enumerate(accuracies)
    ]


_RESNET = "He et al., CVPR 2016, tables 2, 3"
PAPERS = (
    Quoted("alexnet", "AlexNet", 59.3, 81.8, "Krizhevsky et al., NIPS 2012, table 2", TEN),
    Quoted("vgg-16", "VGG-16", 74.4, 91.9, "Simonyan, Zisserman, ICLR 2015", "one scale of 384 px",
           "MACs are of one 224 px crop"),
    Quoted("googlenet", "GoogLeNet", 69.8, None, "Howard et al., 2017, table 8", UNSAID,
           "its own paper has top-5 only"),
    Quoted("inception-v3", "Inception v3", 78.8, 94.4, "Szegedy et al., CVPR 2016", ONE, "on 48,238 of the pictures"),
    Quoted("resnet-18-a", "ResNet-18", 72.12, None, "He et al., CVPR 2016, table 2", TEN, "shortcuts of option A"),
    Quoted("resnet-34", "ResNet-34", 75.48, 92.54, _RESNET, TEN, "shortcuts of option B"),
    Quoted("resnet-50-v1", "ResNet-50", 77.15, 93.29, _RESNET, TEN),
    Quoted("resnet-101-v1", "ResNet-101", 78.25, 93.95, _RESNET, TEN),
    Quoted("resnet-152-v1", "ResNet-152", 78.57, 94.29, _RESNET, TEN),
    Quoted("squeezenet-1.0", "SqueezeNet 1.0", 57.5, 80.3, "Iandola et al., 2016", UNSAID),
    Quoted("mobilenet-v1", "MobileNet v1", 70.6, None, "Howard et al., 2017, table 8", UNSAID),
    Quoted("se-resnet-50", "SE-ResNet-50", 76.71, 93.38, "Hu et al., CVPR 2018, table 2", ONE,
           "MACs with stride in the 3×3"),
    Quoted("mobilenet-v2", "MobileNet v2", 72.0, None, "Sandler et al., CVPR 2018, table 4", UNSAID),
    *_efficientnets("Tan, Le, ICML 2019, table 2", EFFICIENTNET_ACCURACIES, {0: "other versions: 76.3 to 77.3"}),
)  # fmt: skip
"""The publications' own numbers where they have them."""

TORCHVISION = (
    Quoted("alexnet-torchvision", "AlexNet", 56.522, 79.066, WEIGHTS),
    Quoted("vgg-16", "VGG-16", 71.592, 90.382, WEIGHTS),
    Quoted("googlenet-torchvision", "GoogLeNet", 69.778, 89.530, WEIGHTS, note="3×3 kernels for 5×5"),
    Quoted("inception-v3", "Inception v3", 77.294, 93.450, WEIGHTS),
    Quoted("resnet-18", "ResNet-18", 69.758, 89.078, WEIGHTS),
    Quoted("resnet-34", "ResNet-34", 73.314, 91.420, WEIGHTS),
    Quoted("resnet-50", "ResNet-50", 76.130, 92.862, WEIGHTS, note="V2 weights: 80.858 %"),
    Quoted("resnet-101", "ResNet-101", 77.374, 93.546, WEIGHTS, note="V2 weights: 81.886 %"),
    Quoted("resnet-152", "ResNet-152", 78.312, 94.046, WEIGHTS, note="V2 weights: 82.284 %"),
    Quoted("squeezenet-1.0", "SqueezeNet 1.0", 58.092, 80.420, WEIGHTS),
    Quoted("squeezenet-1.1", "SqueezeNet 1.1", 58.178, 80.624, WEIGHTS),
    Quoted("mobilenet-v2", "MobileNet v2", 71.878, 90.286, WEIGHTS, note="V2 weights: 72.154 %"),
    *_efficientnets(
        WEIGHTS,
        ((77.692, 93.532), (78.642, 94.186), (80.608, 95.310), (82.008, 96.054), (83.384, 96.594), (83.444, 96.628),
         (84.008, 96.916), (84.122, 96.908)),
        {1: "V2 weights: 79.838 %", 2: "crop 288 px; MACs at 260 px"},
    ),
)  # fmt: skip
"""The weights that torchvision ships, all tested with one centre crop. It has no MobileNet v1 and no SE-ResNet-50."""

SOURCES = {"papers": PAPERS, "torchvision": TORCHVISION}


@dataclass(frozen=True)
class Reported:
    """One of the numbers that go by the name of ResNet-50: an accuracy in percent, whose it is, and how it was got."""

    top1: float
    whose: str
    how: str
    network: str
    crop: str = ONE


RESNET_50 = (
    Reported(75.3, "the authors' released weights", "trained as in the paper", "resnet-50-v1"),
    Reported(76.13, "torchvision weights V1", "trained again; stride in the 3×3", "resnet-50"),
    Reported(77.15, "He et al., CVPR 2016, table 3", "trained as in the paper", "resnet-50-v1", TEN),
    Reported(80.858, "torchvision weights V2", "a newer, longer training recipe", "resnet-50"),
)
"""Four accuracies of one architecture: one network each, ILSVRC-2012 validation."""
