"""All architectures by name, in the order in which the course meets them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from torch import nn

from engine.architectures.alexnet import alexnet
from engine.architectures.lenet import lenet5, lenet5_modern
from engine.architectures.resnet import resnet
from engine.architectures.vgg import vgg

LENET = "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, Proc. IEEE 1998"
ALEXNET = "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks, NIPS 2012"
ONE_TOWER = (
    "Krizhevsky: One weird trick for parallelizing convolutional neural networks, 2014; as torchvision builds it"
)
VGG = "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition, ICLR 2015"
RESNET = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, CVPR 2016"


@dataclass(frozen=True)
class Architecture:
    """A network and where it comes from; `shape` is (channels, height, width) of its pictures."""

    name: str
    title: str
    family: str
    year: int
    source: str
    build: Callable[[], nn.Module]
    shape: tuple[int, int, int] = (3, 224, 224)
    note: str = ""


_ALL = (
    Architecture("lenet-5", "LeNet-5", "LeNet", 1998, LENET, lenet5, (1, 32, 32)),
    Architecture("lenet-5-modern", "LeNet-5, modern", "LeNet", 1998, LENET, lenet5_modern, (1, 32, 32)),
    Architecture("alexnet", "AlexNet", "AlexNet", 2012, ALEXNET, alexnet, (3, 227, 227)),
    Architecture("vgg-16", "VGG-16", "VGG", 2014, VGG, partial(vgg, 16)),
    Architecture("resnet-18", "ResNet-18", "ResNet", 2015, RESNET, partial(resnet, 18)),
)

ARCHITECTURES = {architecture.name: architecture for architecture in _ALL}
