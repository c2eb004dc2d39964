"""Inside F and behind the sum: convolutions and ReLUs, each alone and large."""

from __future__ import annotations

from scenes.residual.story import Steps
from scenes.residual.view import View
from scenes.stage.core.marks import AnyMark, Formula, Role
from scenes.stage.core.timeline import Span
from scenes.stage.residual.convolving import Convolution, convolved_spot, draw_convolution
from scenes.stage.residual.passing import Shown, draw_relu, passed_spot

WHOLE = (
    r"\textcolor{output}{y} = \max(0,\; \textcolor{product}{F(x)} + \textcolor{input}{x})",
    "y = max(0, F(x) + x)",
)
ALONE = (r"\textcolor{output}{y} = \max(0,\; \textcolor{product}{F(x)})", "y = max(0, F(x))")


def draw_inside(view: View) -> None:
    """Draw the step that looks into the block."""
    steps = view.steps
    for span, draw in (
        (steps.first, _first),
        (steps.inner, _inner),
        (steps.second, _second),
        (steps.outer, _outer),
    ):
        if span.active:
            view.stage.add(*draw(view, steps))


def _first(view: View, steps: Steps) -> list[AnyMark]:
    of = view.of
    source = Shown(of.x, "x", "x", Role.INPUT, view.input_grip())
    result = Shown(of.z, "z", "z", Role.PRODUCT)
    return _convolution(view, 0, source, result, steps.first)


def _second(view: View, steps: Steps) -> list[AnyMark]:
    of = view.of
    source = Shown(of.h, "ReLU(z)", "ReLU(z)", Role.PRODUCT, start=passed_spot(view.roads.shape))
    return _convolution(view, 1, source, Shown(of.f, "F(x)", "F(x)", Role.PRODUCT), steps.second)


def _convolution(view: View, index: int, source: Shown, result: Shown, span: Span) -> list[AnyMark]:
    weights = (view.of.first, view.of.second)[index]
    return draw_convolution(
        Convolution(
            source, weights, f"conv {index + 1}", f"kernel {index + 1}", result, span, view.kernel_grip(index)
        )
    )  # fmt: skip


def _inner(view: View, steps: Steps) -> list[AnyMark]:
    of = view.of
    source = Shown(of.z, "z", "z", Role.PRODUCT, start=convolved_spot(view.roads.shape))
    return draw_relu(source, Shown(of.h, "ReLU(z)", "ReLU(z)", Role.PRODUCT), steps.inner)


def _outer(view: View, steps: Steps) -> list[AnyMark]:
    of = view.of
    title = "F(x) + x" if of.shortcut else "F(x)"
    source = Shown(of.s, "sum", title, Role.OUTPUT, start=view.roads.spot("out"))
    tex, plain = WHOLE if of.shortcut else ALONE
    formula = Formula(tex=tex, plain=plain, x=800.0, y=786.0, size=44.0, anchor="middle", name="formula")
    return [*draw_relu(source, Shown(of.y, "y", "y", Role.OUTPUT), steps.outer), formula]
