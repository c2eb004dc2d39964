"""The races: training losses of the plain nets alone, and then beside those of the nets with shortcuts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.degradation.nets import Net, of_kind, training_loss
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.bands import loss_bands
from scenes.stage.charts.curves import Ending, curve, endings, level
from scenes.stage.charts.training import Box, guessing, loss_axes
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.data.over_seeds import of_run
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.series import number_text, smoothed

WIDE: Box = (120.0, 230.0, 840.0, 440.0)
PANELS: tuple[Box, Box] = ((120.0, 230.0, 430.0, 440.0), (864.0, 230.0, 430.0, 440.0))
SIDE = 1230.0
"""Where words stand beside the wide chart."""


def draw_race(run: Recording, whole: Recording) -> list[AnyMark]:
    """The plain nets' training losses, and what the copy promised."""
    plain = of_kind(run, "plain")
    marks = _panel(run, plain, loss_axes(whole, WIDE), "training loss of the plain nets", "cross-entropy in nats")
    return marks + _promise(run, plain)


def draw_shortcuts(run: Recording, whole: Recording) -> list[AnyMark]:
    """Plain nets at the left, those with shortcuts at the right, on equal axes."""
    marks: list[AnyMark] = []
    for kind, title, box in zip(("plain", "residual"), ("plain", "with shortcuts"), PANELS, strict=True):
        marks += _panel(run, of_kind(run, kind), loss_axes(whole, box), title, "training loss in nats")
    return marks


def _panel(run: Recording, nets: Sequence[Net], axes: Axes, title: str, note: str) -> list[AnyMark]:
    """The training losses of nets of one kind."""
    left, top, _, _ = axes.box
    words = f"guessing: ln {len(run.plan.classes)} = {number_text(guessing(run))}"
    marks: list[AnyMark] = [
        heading(left, top - 44, title, note, nets[0].role), *axes.frame("step"),
        *loss_bands(axes, run, [(net.index, net.role) for net in nets]), *level(axes, guessing(run), words),
    ]  # fmt: skip
    ends = []
    for net in nets:
        name = f"training loss, {net.kind}, {net.name}"
        losses = smoothed(run.loss(net.index))
        marks += curve(axes, run.steps, losses, net.role, name, line=net.line, opacity=net.opacity)
        loss = training_loss(run, net)
        if math.isfinite(loss):
            ends.append(Ending(loss, net.name, number_text(loss), net.role))
    return marks + endings(axes, ends)


def _promise(run: Recording, nets: Sequence[Net]) -> list[AnyMark]:
    """What was to be expected, and what has come, here and with other seeds."""
    shallow, *deeper = nets
    lines: list[tuple[str, Role, bool]] = [
        ("The copy promises:", Role.MUTED, False),
        ("more layers,", Role.TEXT, True),
        ("no higher loss.", Role.TEXT, True),
    ]
    losses = {net: training_loss(run, net) for net in nets}
    if run.step == run.total_steps and all(losses[net] > losses[shallow] for net in deeper):
        lines += [("", Role.TEXT, False), ("Training gives:", Role.MUTED, False)]
        for net in deeper:
            lines.append((f"{net.name}: {losses[net] / losses[shallow]:.1f} times", net.role, True))
            lines += _over_seeds(run, net, shallow)
        lines.append((f"the loss of {shallow.layers} layers.", Role.TEXT, False))
    return [
        lettering(SIDE, 274 + 42 * index, words, role, bold=bold, size=28)
        for index, (words, role, bold) in enumerate(lines)
        if words
    ]


def _over_seeds(run: Recording, net: Net, shallow: Net) -> list[tuple[str, Role, bool]]:
    """How many times the shallow net's loss it is with other seeds, where that is known."""
    found = of_run(run)
    if not found:
        return []
    times = found[net.index].ends / found[shallow.index].ends
    return [(f"({len(times)} seeds: {times.min():.1f} to {times.max():.1f})", Role.MUTED, False)]
