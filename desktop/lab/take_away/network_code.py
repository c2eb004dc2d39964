"""A network as lines of plain PyTorch: what it is made of, and its forward pass, part by part."""

from __future__ import annotations

from engine.contract.spec.built.naming import names
from engine.contract.spec.built.parts import (
    Activate,
    BatchNorm,
    Conv,
    Dense,
    Depthwise,
    Dropout,
    Flatten,
    Lanes,
    Leaf,
    Mean,
    Part,
    Parts,
    Pointwise,
    Pool,
    Residual,
    SideClassifier,
    SqueezeExcite,
    leaves,
)
from engine.contract.spec.built.shapes import Shape, pace_of
from engine.contract.spec.built.survey import Place, Survey

_ACTIVATIONS = {
    "relu": "nn.ReLU()",
    "leaky-relu": "nn.LeakyReLU()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "gelu": "nn.GELU()",
}


class NetworkCode:
    """The lines of a network that can be built: `made` go into `__init__`, `forward` into the forward pass.

    Layers are made in the order of the forward pass, so that the same seed draws the same weights. `zeroed` are the
    beginnings of the names of parameters that start at 0; `helped` tells whether there are side classifiers.
    """

    def __init__(self, parts: Parts, survey: Survey, classes: int) -> None:
        self._blocks = {block.place: block for block in survey.blocks}
        self._classes = classes
        self.made: list[str] = []
        self.forward: list[str] = []
        self.zeroed: list[str] = []
        self.helped = any(isinstance(leaf, SideClassifier) for leaf in leaves(parts))
        self._row(parts, (), "")

    def _row(self, row: Parts, around: Place, prefix: str) -> None:
        for index, (name, part) in enumerate(zip(names(row), row, strict=True)):
            block = self._blocks[(*around, index)]
            assert block.before is not None
            assert block.after is not None
            whole = (prefix + name).replace("-", "_")
            if isinstance(part, Residual):
                self._residual(part, block.place, whole, block.before, block.after)
            elif isinstance(part, Lanes):
                self._lanes(part, block.place, whole, block.after)
            else:
                self._leaf(part, whole, block.before, block.after)

    def _leaf(self, part: Leaf, name: str, before: Shape, after: Shape) -> None:
        if isinstance(part, SqueezeExcite):
            self._gates(part, name, before[0])
        elif isinstance(part, SideClassifier):
            self._make(f"{name}_fc", f"nn.Linear({before[0]}, {self._classes})")
            seen = "x.mean((2, 3))" if len(before) == 3 else "x"
            self.forward.append(f"self.side.append(self.{name}_fc({seen}))  # counts in training only")
        elif isinstance(part, Mean):
            self._then("x.mean((2, 3))", after)
        elif isinstance(part, Flatten):
            self._then("x.flatten(1)", after)
        else:
            self._make(name, _module(part, before, after))
            jumps = isinstance(part, Pointwise | Conv) and part.stride > 1 and getattr(part, "kernel", 1) == 1
            self._then(f"self.{name}({_every('x', part.stride) if jumps else 'x'})", after)  # type: ignore[union-attr]

    def _gates(self, part: SqueezeExcite, name: str, channels: int) -> None:
        waist = channels // part.squeeze
        self._make(f"{name}_reduce", f"nn.Linear({channels}, {waist})")
        self._make(f"{name}_restore", f"nn.Linear({waist}, {channels})")
        self.forward.append(f"gates = self.{name}_restore(torch.relu(self.{name}_reduce(x.mean((2, 3)))))")
        self.forward.append("x = x * torch.sigmoid(gates)[:, :, None, None]")

    def _residual(self, part: Residual, place: Place, name: str, before: Shape, after: Shape) -> None:
        self.forward.append(f"{name}_input = x")
        self._row(part.parts, (*place, 0), f"{name}_")
        added, pace = f"{name}_input", pace_of(before, after)
        if part.shortcut == "projection":
            self._make(f"{name}_shortcut", f"nn.Conv2d({before[0]}, {after[0]}, 1, bias=False)")
            added = f"self.{name}_shortcut({_every(added, pace or 1)})"
        elif part.shortcut == "zeros" and pace is not None:
            added = f"F.pad({_every(added, pace)}, (0, 0, 0, 0, 0, {after[0] - before[0]}))"
        self._then(f"x + {added}", after)
        if part.zero_start:
            self.zeroed.append(self._last_weights(part.parts, f"{name}_"))

    def _last_weights(self, row: Parts, prefix: str) -> str:
        """How the names of the last weights in a row begin."""
        pairs = list(zip(names(row), row, strict=True))
        name, part = next(pair for pair in reversed(pairs) if _has_weights(pair[1]))
        inner = isinstance(part, Residual | Lanes | SqueezeExcite | SideClassifier)
        return (prefix + name).replace("-", "_") + ("_" if inner else ".")

    def _lanes(self, part: Lanes, place: Place, name: str, after: Shape) -> None:
        self.forward.append(f"{name}_input = x")
        for number, row in enumerate(part.lanes):
            if number:
                self.forward.append(f"x = {name}_input")
            self._row(row, (*place, number), f"{name}_lane{number + 1}_")
            self.forward.append(f"{name}_{number + 1} = x")
        joined = ", ".join(f"{name}_{number + 1}" for number in range(len(part.lanes)))
        self._then(f"torch.cat([{joined}], 1)", after)

    def _make(self, name: str, module: str) -> None:
        self.made.append(f"self.{name} = {module}")

    def _then(self, value: str, after: Shape) -> None:
        self.forward.append(f"x = {value}  # {'×'.join(map(str, after))}")


def _every(what: str, pace: int) -> str:
    """Every so many pixels of maps."""
    return what if pace == 1 else f"{what}[:, :, ::{pace}, ::{pace}]"


def _module(part: Leaf, before: Shape, after: Shape) -> str:
    """What makes the module of a leaf that is one."""
    match part:
        case Conv(filters=filters, kernel=side, stride=stride, padding=padding, bias=bias):
            pace = stride if side > 1 else 1
            return f"nn.Conv2d({before[0]}, {filters}, {side}{_options(pace, padding, bias)})"
        case Depthwise(kernel=side, stride=stride, padding=padding, bias=bias):
            count = before[0]
            return f"nn.Conv2d({count}, {count}, {side}{_options(stride, padding, bias)}, groups={count})"
        case Pointwise(filters=filters, bias=bias):
            return f"nn.Conv2d({before[0]}, {filters}, 1{_options(1, 0, bias)})"
        case Pool(kind=kind, kernel=side, stride=stride, padding=padding):
            further = "" if stride == side else f", stride={stride}"
            made = "nn.MaxPool2d" if kind == "max" else "nn.AvgPool2d"
            return f"{made}({side}{further}{f', padding={padding}' if padding else ''})"
        case BatchNorm():
            return f"nn.BatchNorm{'2d' if len(before) == 3 else '1d'}({before[0]})"
        case Activate(kind=kind):
            return _ACTIVATIONS[kind]
        case Dropout(share=share):
            return f"nn.Dropout({share:g})"
        case Dense(bias=bias):
            return f"nn.Linear({before[0]}, {after[0]}{'' if bias else ', bias=False'})"
    raise TypeError(f"{type(part).__name__} is no module of its own")


def _options(stride: int, padding: int, bias: bool) -> str:
    said = f", stride={stride}" if stride > 1 else ""
    said += f", padding={padding}" if padding else ""
    return said + ("" if bias else ", bias=False")


def _has_weights(part: Part) -> bool:
    with_weights = Conv | Depthwise | Pointwise | Dense | BatchNorm | SqueezeExcite | SideClassifier
    if isinstance(part, Residual) and part.shortcut == "projection":
        return True
    inside = leaves((part,))
    return any(isinstance(leaf, with_weights) for leaf in inside)
