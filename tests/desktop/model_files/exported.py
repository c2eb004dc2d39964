"""Networks of the engine as files in the format ONNX, for the tests."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import torch
from torch import nn
from torch.onnx import TrainingMode

from engine.models.architectures.catalogue import ARCHITECTURES, Architecture


@cache
def architecture(name: str) -> Architecture:
    """One of our architectures by its name."""
    return ARCHITECTURES[name]


def settled(module: nn.Module) -> nn.Module:
    """A network whose norms differ from each other as in one that has learned; else the exporter merges them."""
    torch.manual_seed(0)
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            for numbers in (part.weight, part.running_var):
                nn.init.uniform_(numbers, 0.5, 2)
            for numbers in (part.bias, part.running_mean):
                nn.init.normal_(numbers)
    return module.eval()


def export(module: nn.Module, picture: torch.Tensor, path: Path, **options: object) -> Path:
    """Write a network as PyTorch does, with its norms left as they are."""
    kept: dict[str, object] = {"training": TrainingMode.PRESERVE, "do_constant_folding": False, "dynamo": False}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package is deprecated
        torch.onnx.export(module, (picture,), path, **{**kept, **options})  # type: ignore[arg-type]
    return path
