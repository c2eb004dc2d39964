"""The gradient on its way back through what the block is made of: ReLUs that stop it, and turned kernels."""

from __future__ import annotations

from scenes.reference import Floats
from scenes.residual_backward.view import View
from scenes.stage.core.grips import Grip
from scenes.stage.core.marks import AnyMark, Role
from scenes.stage.core.timeline import Span
from scenes.stage.draw.sheets import Spot
from scenes.stage.residual.convolving import Convolution, convolved_spot, draw_convolution
from scenes.stage.residual.passing import Shown, draw_gate, passed_spot


def draw_inside(view: View) -> None:
    """Draw the step that goes back through one of them."""
    steps = view.steps
    if steps.arrive.active:
        view.stage.add(*_arriving(view))
    elif steps.back.active:
        view.stage.add(*_second(view))
    elif steps.inner.active:
        view.stage.add(*_inner(view))
    else:
        view.stage.add(*_first(view))


def _gradient(
    values: Floats, name: str, title: str, grip: Grip | None = None, start: Spot | None = None
) -> Shown:  # fmt: skip
    return Shown(values, f"gradient {name}", title, Role.GRADIENT, grip, start)


def _arriving(view: View) -> list[AnyMark]:
    of = view.of
    source = _gradient(of.upstream, "at y", "∂L/∂y", view.upstream_grip())
    gate = Shown(of.s, "sum", "s = F(x) + x" if of.shortcut else "s = F(x)", Role.OUTPUT)
    return draw_gate(source, _gradient(of.ds, "at the sum", "∂L/∂s"), gate, view.steps.arrive)


def _inner(view: View) -> list[AnyMark]:
    of = view.of
    gate = Shown(of.z, "z", "z", Role.PRODUCT)
    source = _gradient(of.dh, "at h", "∂L/∂h", start=convolved_spot(view.shape, back=True))
    return draw_gate(source, _gradient(of.dz, "at z", "∂L/∂z"), gate, view.steps.inner)


def _second(view: View) -> list[AnyMark]:
    of = view.of
    source, result = _gradient(of.ds, "at F(x)", "∂L/∂F"), _gradient(of.dh, "at h", "∂L/∂h")
    return _convolution(view, 1, source, result, view.steps.back)


def _first(view: View) -> list[AnyMark]:
    of = view.of
    source = _gradient(of.dz, "at z", "∂L/∂z", start=passed_spot(view.shape, back=True))
    return _convolution(view, 0, source, _gradient(of.through, "through F", "through F"), view.steps.through)


def _convolution(view: View, index: int, source: Shown, result: Shown, span: Span) -> list[AnyMark]:
    weights, title = (view.of.first, view.of.second)[index], f"conv {index + 1}, turned"
    grip = view.kernel_grip(index)
    return draw_convolution(
        Convolution(source, weights, title, f"kernel {index + 1}", result, span, grip, back=True)
    )  # fmt: skip
