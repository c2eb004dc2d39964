"""Torch modules of networks that were built part by part: one function a part."""

from __future__ import annotations

from collections import OrderedDict
from functools import singledispatchmethod

import torch
from torch import nn

from engine.contract.spec.built import parts
from engine.contract.spec.built.naming import names
from engine.contract.spec.built.shapes import Shape, pace_of
from engine.contract.spec.built.survey import Place, Survey, survey
from engine.models.layers import (
    Branches,
    Conv,
    Dropout,
    Flatten,
    Gate,
    MapNorm,
    MaxPool,
    Mean,
    Parts,
    Projection,
    Residual,
    SideHead,
    Subsample,
    UnitNorm,
    activation,
)


def assemble(built: parts.Parts, shape: Shape, classes: int) -> Parts:
    """Return the modules of a network that can be built, by name, in the order of the forward pass."""
    return _Workshop(survey(built, shape, classes), classes).row(built, ())


class _Workshop:
    """Makes modules one after the other, so that their weights are drawn in the order of the forward pass."""

    def __init__(self, found: Survey, classes: int) -> None:
        self._blocks = {block.place: block for block in found.blocks}
        self._classes = classes
        self._dropouts = 0

    def row(self, row: parts.Parts, around: Place) -> Parts:
        """Return the modules of a row."""
        made: Parts = OrderedDict()
        for index, (name, part) in enumerate(zip(names(row), row, strict=True)):
            block = self._blocks[(*around, index)]
            assert block.before is not None
            assert block.after is not None
            made[name] = self._make(part, block.place, block.before, block.after)
        return made

    @singledispatchmethod
    def _make(self, part: parts.Part, place: Place, before: Shape, after: Shape) -> nn.Module:
        raise TypeError(f"there is no module for {type(part).__name__}")

    @_make.register
    def _conv(self, part: parts.Conv, place: Place, before: Shape, after: Shape) -> nn.Module:
        if part.kernel == 1 and part.stride > 1:
            return Projection(before[0], part.filters, part.stride, part.bias)
        return Conv(before[0], part.filters, part.kernel, part.stride, part.padding, bias=part.bias)

    @_make.register
    def _depthwise(self, part: parts.Depthwise, place: Place, before: Shape, after: Shape) -> nn.Module:
        count = before[0]
        return Conv(count, count, part.kernel, part.stride, part.padding, groups=count, bias=part.bias)

    @_make.register
    def _pointwise(self, part: parts.Pointwise, place: Place, before: Shape, after: Shape) -> nn.Module:
        if part.stride > 1:
            return Projection(before[0], part.filters, part.stride, part.bias)
        return Conv(before[0], part.filters, 1, bias=part.bias)

    @_make.register
    def _pool(self, part: parts.Pool, place: Place, before: Shape, after: Shape) -> nn.Module:
        kind = MaxPool if part.kind == "max" else nn.AvgPool2d
        return kind(part.kernel, part.stride, part.padding)

    @_make.register
    def _norm(self, part: parts.BatchNorm, place: Place, before: Shape, after: Shape) -> nn.Module:
        return MapNorm(before[0]) if len(before) == 3 else UnitNorm(before[0])

    @_make.register
    def _activation(self, part: parts.Activate, place: Place, before: Shape, after: Shape) -> nn.Module:
        return activation(part.kind)

    @_make.register
    def _dropout(self, part: parts.Dropout, place: Place, before: Shape, after: Shape) -> nn.Module:
        self._dropouts += 1
        return Dropout(part.share, torch.initial_seed() + self._dropouts)

    @_make.register
    def _dense(self, part: parts.Dense, place: Place, before: Shape, after: Shape) -> nn.Module:
        return nn.Linear(before[0], after[0], bias=part.bias)

    @_make.register
    def _flatten(self, part: parts.Flatten, place: Place, before: Shape, after: Shape) -> nn.Module:
        return Flatten()

    @_make.register
    def _mean(self, part: parts.Mean, place: Place, before: Shape, after: Shape) -> nn.Module:
        return Mean()

    @_make.register
    def _gate(self, part: parts.SqueezeExcite, place: Place, before: Shape, after: Shape) -> nn.Module:
        return Gate(before[0], part.squeeze)

    @_make.register
    def _side(self, part: parts.SideClassifier, place: Place, before: Shape, after: Shape) -> nn.Module:
        mean: Parts = OrderedDict(mean=Mean()) if len(before) == 3 else OrderedDict()
        return SideHead(OrderedDict(**mean, fc=nn.Linear(before[0], self._classes)))

    @_make.register
    def _residual(self, part: parts.Residual, place: Place, before: Shape, after: Shape) -> nn.Module:
        block = Residual(self.row(part.parts, (*place, 0)), self._shortcut(part, before, after))
        block.zero_start = part.zero_start
        return block

    def _shortcut(self, part: parts.Residual, before: Shape, after: Shape) -> nn.Module | None:
        pace = pace_of(before, after)
        if part.shortcut == "identity" or pace is None:
            return None
        if part.shortcut == "projection":
            return Projection(before[0], after[0], pace)
        return Subsample(after[0] - before[0], pace)

    @_make.register
    def _lanes(self, part: parts.Lanes, place: Place, before: Shape, after: Shape) -> nn.Module:
        lanes: Parts = OrderedDict()
        for number, row in enumerate(part.lanes):
            inside = self.row(row, (*place, number))
            lanes[f"lane{number + 1}"] = nn.Sequential(inside) if inside else nn.Identity()
        return Branches(lanes)
