"""Inception v3: large kernels factorised into small ones, batch normalisation everywhere, one auxiliary classifier.

Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception architecture for computer vision
(CVPR, 2016); the modules are those of the released network, which differ a little from the paper's table.
"""

from collections import OrderedDict
from functools import partial

from torch import nn

from engine.models.architectures.parts import Auxiliary, Branches, WithHeads, conv_norm_relu, row
from engine.models.layers import Mean, Parts

_unit = partial(conv_norm_relu, eps=1e-3)


def inception_v3() -> nn.Module:
    """Return the network, which takes 299x299."""
    stages: Parts = OrderedDict(
        stem=row(
            _unit("_1a", 3, 32, 3, 2, 0),
            _unit("_2a", 32, 32, 3, 1, 0),
            _unit("_2b", 32, 64, 3),
            OrderedDict(maxpool1=nn.MaxPool2d(3, 2)),
            _unit("_3b", 64, 80, 1),
            _unit("_4a", 80, 192, 3, 1, 0),
            maxpool2=nn.MaxPool2d(3, 2),
        ),
        Mixed_5b=module_a(192, 32),
        Mixed_5c=module_a(256, 64),
        Mixed_5d=module_a(288, 64),
        Mixed_6a=reduction_b(288),
        Mixed_6b=module_c(768, 128),
        Mixed_6c=module_c(768, 160),
        Mixed_6d=module_c(768, 160),
        Mixed_6e=module_c(768, 192),
        Mixed_7a=reduction_d(768),
        Mixed_7b=module_e(1280),
        Mixed_7c=module_e(2048),
        head=row(gap=Mean(), drop=nn.Dropout(0.5), fc=nn.Linear(2048, 1000)),
    )
    return WithHeads(stages, {"aux": ("Mixed_6e", _auxiliary(768))})


def module_a(before: int, pool: int) -> Branches:
    """Return a module at 35x35; two 3x3 convolutions stand for a 5x5 one."""
    return Branches(
        branch1x1=row(_unit("", before, 64, 1)),
        branch5x5=row(_unit("_reduce", before, 48, 1), _unit("", 48, 64, 5)),
        branch3x3twice=row(_unit("_reduce", before, 64, 1), _unit("1", 64, 96, 3), _unit("2", 96, 96, 3)),
        branchpool=_averaged(before, pool),
    )


def reduction_b(before: int) -> Branches:
    """Return the step from 35x35 to 17x17."""
    return Branches(
        branch3x3=row(_unit("", before, 384, 3, 2, 0)),
        branch3x3twice=row(_unit("_reduce", before, 64, 1), _unit("1", 64, 96, 3), _unit("2", 96, 96, 3, 2, 0)),
        branchpool=row(pool=nn.MaxPool2d(3, 2)),
    )


def module_c(before: int, width: int) -> Branches:
    """Return a module at 17x17; a row of 7 and a column of 7 stand for a 7x7 kernel."""
    return Branches(
        branch1x1=row(_unit("", before, 192, 1)),
        branch7x7=row(
            _unit("_reduce", before, width, 1),
            _unit("1", width, width, (1, 7)),
            _unit("2", width, 192, (7, 1)),
        ),
        branch7x7twice=row(
            _unit("_reduce", before, width, 1),
            _unit("1", width, width, (7, 1)),
            _unit("2", width, width, (1, 7)),
            _unit("3", width, width, (7, 1)),
            _unit("4", width, 192, (1, 7)),
        ),
        branchpool=_averaged(before, 192),
    )


def reduction_d(before: int) -> Branches:
    """Return the step from 17x17 to 8x8."""
    return Branches(
        branch3x3=row(_unit("_reduce", before, 192, 1), _unit("", 192, 320, 3, 2, 0)),
        branch7x7=row(
            _unit("_reduce", before, 192, 1),
            _unit("1", 192, 192, (1, 7)),
            _unit("2", 192, 192, (7, 1)),
            _unit("3", 192, 192, 3, 2, 0),
        ),
        branchpool=row(pool=nn.MaxPool2d(3, 2)),
    )


def module_e(before: int) -> Branches:
    """Return a module at 8x8, whose branches fork once more into rows and columns."""
    return Branches(
        branch1x1=row(_unit("", before, 320, 1)),
        branch3x3=row(_unit("", before, 384, 1), fork=_rows_and_columns()),
        branch3x3twice=row(_unit("_reduce", before, 448, 1), _unit("", 448, 384, 3), fork=_rows_and_columns()),
        branchpool=_averaged(before, 192),
    )


def _rows_and_columns() -> Branches:
    return Branches(rows=row(_unit("", 384, 384, (1, 3))), columns=row(_unit("", 384, 384, (3, 1))))


def _averaged(before: int, after: int) -> nn.Sequential:
    return row(OrderedDict(pool=nn.AvgPool2d(3, 1, 1)), _unit("_project", before, after, 1))


def _auxiliary(before: int) -> Auxiliary:
    parts: Parts = OrderedDict(pool=nn.AvgPool2d(5, 3))
    parts |= _unit("1", before, 128, 1) | _unit("2", 128, 768, 5, 1, 0)
    return Auxiliary(parts | {"gap": Mean(), "fc": nn.Linear(768, 1000)})
