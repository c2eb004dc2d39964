"""The scenes about going deeper: layers that do nothing, plain and residual nets, shortcuts that change the shape."""

from __future__ import annotations

import numpy as np

from scenes.degradation.computed import copied
from scenes.degradation.knobs import Knobs as DegradationKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import FUNCTIONAL, NN, TORCH, batch, cells, code, figure, number, tensor, value
from scenes.projection.knobs import Knobs as ProjectionKnobs
from scenes.projection.places import Bottleneck, place
from scenes.projection.small import small


@writes("degradation")
def degradation(knobs: DegradationKnobs) -> Code:
    """Layers that are added to a trained net's map, then the blocks and the training of the nets that race."""
    copy = copied(knobs)
    alike = all(bool((kernel == copy.kernels[0]).all()) for kernel in copy.kernels)
    name = "Layers that do nothing"
    kernels = (
        [
            "kernel = torch.zeros(1, 1, 3, 3)",
            "kernel[0, 0, 1, 1] = 1  # the identity",
            *([f"kernel += {figure(knobs.slip)}  # each weight slips"] if knobs.slip else []),
            f"kernels = [kernel] * {len(copy.kernels)}",
        ]
        if alike and not knobs.kernels
        else [tensor("kernels", np.array(copy.kernels), "[:, None, None]")]
    )
    residual = knobs.kind == "residual"
    return code(
        (TORCH, NN, FUNCTIONAL),
        tensor("x", copy.maps[0], "[None, None]", "the map of a trained net"),
        kernels,
        "maps = [x]",
        "for kernel in kernels:  # added layers",
        "    maps.append(F.conv2d(maps[-1], kernel, padding=1).relu())",
        "differences = [(y - x).abs().max() for y in maps]",
        "",
        f"# A block of the {knobs.kind} nets that race, and their training",
        "class Block(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.f = nn.Sequential(",
        "            nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(),",
        "            nn.Conv2d(8, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8))",
        "",
        "    def forward(self, x):",
        f"        return {'(self.f(x) + x)' if residual else 'self.f(x)'}.relu()",
        "",
        "def net(blocks):  # 2 + 2 * blocks layers",
        "    stem = [nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU()]",
        "    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10)]",
        "    return nn.Sequential(*stem, *(Block() for _ in range(blocks)), *head)",
        "",
        "nets = [net(blocks) for blocks in (3, 9, 15)]  # 8, 20 and 32 layers",
        "parameters = [sum(w.numel() for w in each.parameters()) for each in nets]",
        "",
        "def train(net, batches):  # 250 batches of 32 digits",
        "    optimiser = torch.optim.SGD(",
        "        net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)",
        "    schedule = torch.optim.lr_scheduler.OneCycleLR(  # ours rises along a line",
        "        optimiser, max_lr=0.1, total_steps=250, pct_start=0.15, cycle_momentum=False)",
        "    for pictures, digits in batches:",
        "        loss = F.cross_entropy(net(pictures), digits)",
        "        optimiser.zero_grad()",
        "        loss.backward()",
        "        optimiser.step()",
        "        schedule.step()",
        results=[
            *(cells(f"maps[{index}][0, 0]", name, f"map {index}") for index in range(len(copy.maps))),
            *(value(f"differences[{index}]", name, f"difference behind layer {index}")
              for index in range(1, len(copy.maps))),
        ],
    )  # fmt: skip


@writes("projection")
def projection(knobs: ProjectionKnobs) -> Code:
    """The shortcut in small and both lanes added; the real shortcut and the bottleneck, counted."""
    block, meeting, narrow = small(knobs), place(knobs.network, knobs.stage), Bottleneck(int(knobs.width))
    learned = meeting.parameters(knobs.kind)
    wide, w = narrow.wide, narrow.width
    numbers, saved = "The same with small numbers", "What the bottleneck saves"
    shortcut = (
        [
            tensor("W", block.matrix, "[:, :, None, None]", "two maps become four"),
            "shortcut = F.conv2d(x, W, stride=2)",
        ]
        if block.learned
        else ["shortcut = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, 2))  # option A: zeros for new maps"]
    )
    return code(
        (TORCH, NN, FUNCTIONAL),
        batch("x", block.x),
        shortcut,
        tensor("f", block.f, "[None]", "F(x): two 3×3 convolutions, the first with stride 2"),
        "y = (f + shortcut).relu()",
        "",
        *_real_shortcut(meeting.before, meeting.after, meeting.stride, learned),
        "",
        "# A bottleneck, and two 3×3 convolutions instead",
        "def weights(*convolutions):",
        "    return sum(nn.Conv2d(*each, bias=False).weight.numel() for each in convolutions)",
        "",
        'with torch.device("meta"):  # counted without any memory',
        f"    bottleneck = weights(({wide}, {w}, 1), ({w}, {w}, 3), ({w}, {wide}, 1))",
        f"    narrow = weights(({w}, {w}, 3), ({w}, {w}, 3))",
        f"    wide = weights(({wide}, {wide}, 3), ({wide}, {wide}, 3))",
        results=[
            *(cells(f"shortcut[0, {each}]", numbers, f"shortcut {each + 1}") for each in range(4)),
            *(cells(f"y[0, {each}]", "Both are added", f"y {each + 1}") for each in range(4)),
            *([number("parameters", "The shortcut changes the shape", "parameters")] if learned else list[Result]()),
            value("bottleneck", saved, "bottleneck"),
            value("narrow", saved, f"two 3×3 on {w} channels"),
            value("wide", saved, f"two 3×3 on {wide} channels"),
        ],
    )  # fmt: skip


def _real_shortcut(
    before: tuple[int, int, int], after: tuple[int, int, int], stride: int, learned: int
) -> tuple[str | list[str], ...]:
    """The real network's shortcut, with its parameters where it has any."""
    told = f"# The real shortcut: {'×'.join(map(str, before))} to {'×'.join(map(str, after))}"
    if not learned:
        return (f"{told}, nothing to learn",)
    more = f", stride={stride}" if stride != 1 else ""
    return (
        told,
        f"shortcut_layers = nn.Sequential(nn.Conv2d({before[0]}, {after[0]}, 1{more}, bias=False),",
        f"                                nn.BatchNorm2d({after[0]}))",
        "parameters = sum(each.numel() for each in shortcut_layers.parameters())",
    )
