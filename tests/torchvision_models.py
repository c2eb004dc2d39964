"""The models of torchvision with weights by chance, which need no file: what their state dicts are, and their answers.

On builds for the CPU alone torchvision's own operators are missing, so two must be declared before it is imported.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

_OPERATORS = torch.library.Library("torchvision", "DEF")
for _name in ("nms", "qnms"):
    _OPERATORS.define(f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from torchvision import models  # noqa: E402

MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
"""How torchvision's models read the bytes of a picture."""
OURS = {
    "alexnet": "alexnet-torchvision",
    "vgg11": "vgg-11",
    "vgg13": "vgg-13",
    "vgg16": "vgg-16",
    "vgg16_bn": "vgg-16-bn",
    "vgg19": "vgg-19",
    "googlenet": "googlenet-torchvision",
    "inception_v3": "inception-v3",
    **{f"resnet{depth}": f"resnet-{depth}" for depth in (18, 34, 50, 101, 152)},
    "squeezenet1_0": "squeezenet-1.0",
    "squeezenet1_1": "squeezenet-1.1",
    "mobilenet_v2": "mobilenet-v2",
    **{f"efficientnet_b{number}": f"efficientnet-b{number}" for number in range(8)},
}
"""Our name for each model that we describe as well."""


def model(name: str, classes: int = 1000, seed: int = 0, **choices: bool) -> nn.Module:
    """A model in use, with weights and statistics of its norms drawn by chance."""
    if name in ("googlenet", "inception_v3"):
        choices = {"init_weights": False, **choices}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made: nn.Module = getattr(models, name)(weights=None, num_classes=classes, **choices)
        for part in made.modules():
            if isinstance(part, nn.BatchNorm2d):
                for values, low, high in (
                    (part.weight, 0.5, 1.5), (part.bias, -0.3, 0.3), (part.running_mean, -0.3, 0.3),
                    (part.running_var, 0.5, 1.5),
                ):  # fmt: skip
                    assert values is not None
                    nn.init.uniform_(values, low, high)
    return made.eval().requires_grad_(False)


def answer(made: nn.Module, picture: Tensor) -> Tensor:
    """The logits (classes,) of a picture (3, height, width) of bytes."""
    mean, deviation = (torch.tensor(each)[:, None, None] for each in (MEAN, DEVIATION))
    with torch.inference_mode():
        logits: Tensor = made(((picture.float() - mean) / deviation)[None])[0]
    return logits
