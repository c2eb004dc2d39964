"""The two counts that run along: parameters that are there, and multiply-accumulates that are done."""

from __future__ import annotations

from scenes import reference
from scenes.channels.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import FORMULA_Y, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.draw.kinds import MACS, PARAMETERS


def draw_counts(view: View) -> None:
    """Draw the two running counts at the top right."""
    opacity = ease(view.steps.given * 4) * (1.0 - ease(view.steps.real.even * 4))
    if opacity <= 0.01:
        return
    for index, (count, unit, role) in enumerate(zip(spent(view), ("parameters", "MACs"), ROLES, strict=True)):
        runs = (TextRun(f"{count:,}", role, bold=True), TextRun(f" {unit}", Role.MUTED))
        view.stage.text(RIGHT, FORMULA_Y - 44 * (1 - index), runs, size=28, anchor="end", opacity=opacity, name=unit)


ROLES = (PARAMETERS, MACS)


def spent(view: View) -> tuple[int, int]:
    """The parameters of what is on the stage, and the multiply-accumulates done: of one filter, then of all."""
    layer, steps = view.layer, view.steps
    if steps.all_filters > 0 or steps.leaving >= 1:
        come = sum(share > 0 for share in view.come)
        written = sum(int(ease(share * 1.4 - 0.4) * layer.windows) for share in view.come)
        return come * layer.parameters // layer.filters, written * layer.size**2 * layer.channels
    kernels = sum(steps.given * layer.channels - channel > 0.5 for channel in range(layer.channels))
    weights = reference.convolution_parameters(1, 1, layer.size, bias=False)
    return kernels * weights + (steps.bias.motion > 0), view.walk.written() * weights * layer.channels
