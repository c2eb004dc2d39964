"""The two counts that run along: parameters that are there, and multiply-accumulates that are done."""

from __future__ import annotations

from scenes import reference
from scenes.channels.view import View
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.timeline import ease

RIGHT = 1544.0


def draw_counts(view: View) -> None:
    """Draw the two running counts at the top right."""
    opacity = ease(view.now.kernels * 4) * (1.0 - ease(view.now.real * 4))
    if opacity <= 0.01:
        return
    for index, (count, unit, role) in enumerate(zip(spent(view), ("parameters", "MACs"), ROLES, strict=True)):
        runs = (TextRun(f"{count:,}", role, bold=True), TextRun(f" {unit}", Role.MUTED))
        view.stage.text(RIGHT, 46 + 44 * index, runs, size=32, anchor="end", opacity=opacity, name=unit)


ROLES = (Role.KERNEL, Role.PRODUCT)


def spent(view: View) -> tuple[int, int]:
    """The parameters of what is on the stage, and the multiply-accumulates done: of one filter, then of all."""
    of, now = view.of, view.now
    if now.all_filters > 0 or now.leave >= 1:
        come = sum(share > 0 for share in now.more)
        written = sum(int(ease(share * 1.4 - 0.4) * of.windows) for share in now.more)
        return come * of.parameters // of.filters, written * of.size**2 * of.channels
    kernels = sum(now.kernels * of.channels - channel > 0.5 for channel in range(of.channels))
    weights = reference.convolution_parameters(1, 1, of.size, bias=False)
    return kernels * weights + (now.bias > 0), now.slide.written() * weights * of.channels
