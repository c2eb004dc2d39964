"""All architectures by name, in the order in which the course meets them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from torch import nn

from engine.models.architectures import sources
from engine.models.architectures.alexnet import alexnet, alexnet_torchvision
from engine.models.architectures.efficientnet import SCALINGS, efficientnet, efficientnet_lite0
from engine.models.architectures.googlenet import googlenet, googlenet_torchvision
from engine.models.architectures.inception_v3 import inception_v3
from engine.models.architectures.lenet import lenet5, lenet5_modern
from engine.models.architectures.mobilenet import mobilenet_v1, mobilenet_v2
from engine.models.architectures.resnet import BLOCKS, BOTTLENECK_FROM, Shortcut, cifar_resnet, resnet
from engine.models.architectures.squeezenet import squeezenet
from engine.models.architectures.vgg import CONVOLUTIONS, vgg

Shape = tuple[int, int, int]
DIGIT: Shape = (1, 32, 32)
CIFAR: Shape = (3, 32, 32)
CIFAR_DEPTHS = (20, 32, 44, 56, 110)
SHORTCUTS: dict[Shortcut, str] = {
    "plain": "The same layers without shortcuts.",
    "A": "Shortcuts without weights: zeros for new channels.",
    "C": "A projection in every shortcut.",
}
"""The options that the paper compares with B, projections only where the shape changes."""


@dataclass(frozen=True)
class Architecture:
    """A network and where it comes from; `shape` is (channels, height, width) of its pictures."""

    name: str
    title: str
    family: str
    year: int
    source: str
    build: Callable[[], nn.Module]
    shape: Shape = (3, 224, 224)
    note: str = ""


def _lenets() -> Iterator[Architecture]:
    yield Architecture("lenet-5", "LeNet-5", "LeNet", 1998, sources.LENET, lenet5, DIGIT)
    note = "As tutorials build it: C3 reads all maps, pooling has no weights, the output is a dense layer."
    yield Architecture("lenet-5-modern", "LeNet-5, modern", "LeNet", 1998, sources.LENET, lenet5_modern, DIGIT, note)


def _alexnets() -> Iterator[Architecture]:
    shape = (3, 227, 227)
    note = "conv2, conv4 and conv5 in two groups, one on each GPU."
    yield Architecture("alexnet", "AlexNet", "AlexNet", 2012, sources.ALEXNET, alexnet, shape, note)
    build, note = partial(alexnet, groups=1), "The same with all maps on one GPU."
    yield Architecture("alexnet-ungrouped", "AlexNet, ungrouped", "AlexNet", 2012, sources.ALEXNET, build, shape, note)
    yield Architecture(
        "alexnet-torchvision",
        "AlexNet (torchvision)",
        "AlexNet",
        2014,
        sources.ONE_TOWER,
        alexnet_torchvision,
        note="One tower with fewer maps, without response normalisation.",
    )


def _vggs() -> Iterator[Architecture]:
    for depth in CONVOLUTIONS:
        yield Architecture(f"vgg-{depth}", f"VGG-{depth}", "VGG", 2014, sources.VGG, partial(vgg, depth))
        if depth == 16:
            build, note = partial(vgg, depth, norm=True), "With batch normalisation, which came later."
            yield Architecture("vgg-16-bn", "VGG-16 with BN", "VGG", 2014, sources.VGG, build, note=note)


def _inceptions() -> Iterator[Architecture]:
    yield Architecture("googlenet", "GoogLeNet", "Inception", 2014, sources.GOOGLENET, googlenet)
    yield Architecture(
        "googlenet-torchvision",
        "GoogLeNet (torchvision)",
        "Inception",
        2014,
        sources.GOOGLENET,
        googlenet_torchvision,
        note="With batch normalisation, and with 3x3 kernels in what is called the 5x5 branch.",
    )
    shape, note = (3, 299, 299), "As released; the paper's table differs a little."
    yield Architecture("inception-v3", "Inception v3", "Inception", 2015, sources.INCEPTION, inception_v3, shape, note)


def _resnets() -> Iterator[Architecture]:
    def entry(mark: str, words: str, build: Callable[[], nn.Module], note: str = "") -> Architecture:
        name, title = f"resnet-{mark}", f"ResNet-{words}"
        return Architecture(name, title, "ResNet", 2015, sources.RESNET, build, note=note)

    for depth in BLOCKS:
        yield entry(str(depth), str(depth), partial(resnet, depth))
        if depth >= BOTTLENECK_FROM:
            note = (
                "The stride stands in the first 1x1 convolution of a bottleneck; in nearly all weights, in the 3x3 one."
            )
            yield entry(f"{depth}-v1", f"{depth} as published", partial(resnet, depth, early=True), note)
            continue
        for shortcut, note in SHORTCUTS.items():
            words = f"{depth}, plain" if shortcut == "plain" else f"{depth}, option {shortcut}"
            yield entry(f"{depth}-{shortcut.lower()}", words, partial(resnet, depth, shortcut), note)
    for depth in CIFAR_DEPTHS:
        name, title = f"resnet-{depth}-cifar", f"ResNet-{depth} for CIFAR"
        yield Architecture(name, title, "ResNet", 2015, sources.RESNET, partial(cifar_resnet, depth), CIFAR)


def _small_ones() -> Iterator[Architecture]:
    for version in ("1.0", "1.1"):
        name, title, build = f"squeezenet-{version}", f"SqueezeNet {version}", partial(squeezenet, version)
        yield Architecture(name, title, "SqueezeNet", 2016, sources.SQUEEZENET, build)
    yield Architecture("mobilenet-v1", "MobileNet v1", "MobileNet", 2017, sources.MOBILENET, mobilenet_v1)
    for width in (0.75, 0.5, 0.25):
        name, title, build = f"mobilenet-v1-{width:g}", f"{width:g} MobileNet v1", partial(mobilenet_v1, width)
        note = f"Every layer has {width:g} times the channels: the width multiplier."
        yield Architecture(name, title, "MobileNet", 2017, sources.MOBILENET, build, note=note)
    name, title, build = "mobilenet-v1-conv", "Conv MobileNet", partial(mobilenet_v1, separable=False)
    note = "MobileNet v1 with ordinary 3x3 convolutions, which the paper compares it with."
    yield Architecture(name, title, "MobileNet", 2017, sources.MOBILENET, build, note=note)
    yield Architecture("mobilenet-v2", "MobileNet v2", "MobileNet", 2018, sources.MOBILENET_2, mobilenet_v2)
    build = partial(resnet, 50, waist=16)
    yield Architecture("se-resnet-50", "SE-ResNet-50", "ResNet", 2017, sources.SENET, build)
    for number, scaling in enumerate(SCALINGS):
        yield Architecture(
            f"efficientnet-b{number}",
            f"EfficientNet-B{number}",
            "EfficientNet",
            2019,
            sources.EFFICIENTNET,
            partial(efficientnet, scaling),
            (3, scaling.resolution, scaling.resolution),
        )
    note = "B0 for phones: no gates, ReLU6, and padding as in TensorFlow; its trained weights ship."
    name, title, source = "efficientnet-lite0", "EfficientNet-Lite0", sources.EFFICIENTNET_LITE
    yield Architecture(name, title, "EfficientNet", 2020, source, efficientnet_lite0, note=note)


_ALL = (*_lenets(), *_alexnets(), *_vggs(), *_inceptions(), *_resnets(), *_small_ones())

ARCHITECTURES = {architecture.name: architecture for architecture in _ALL}
