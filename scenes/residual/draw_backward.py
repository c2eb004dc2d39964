"""The way back: the gradient splits at the plus, one copy goes through F, one straight, and at the input they add."""

from __future__ import annotations

from scenes.residual.layout import FORK, LOW, LOWER, PLUS, SIDE, UPPER, along, centre
from scenes.residual.view import View, arrow, arrows, roads, switches
from scenes.stage.core.marks import AnyMark, Role, lettering
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import ROUND, plus_sign

SHORTEST = 20.0
"""No shorter arrow is drawn: beside a wide map the plus touches what it gives."""
GATED = 0.6
"""When, in a step that goes back through a convolution, the gradient has come to the ReLU before it."""


def draw_backward(view: View) -> None:
    """Draw the gradients as far as they have come."""
    now, of = view.now, view.of
    opacity = now.seen("arrive", "chain")
    if opacity <= 0:
        return
    marks = [*roads(of.shortcut), *arrows(view, back=True), *_kernels(view)]
    if of.shortcut:
        marks += [*plus_sign(PLUS, Role.GRADIENT), *plus_sign(FORK, Role.GRADIENT), *_shortcut_arrows(view)]
    x, y = centre("x")
    near, far = x + view.half + 10, FORK[0] - ROUND - 4 if of.shortcut else FORK[0] + 10
    if far - near > SHORTEST:
        marks.append(arrow((near, y), (far, y), back=True))
    marks += [*_arriving(view), *_splitting(view), *_through(view), *_gathering(view), *switches(view.knobs)]
    view.stage.add(*marks, opacity=opacity)


def _kernels(view: View) -> list[AnyMark]:
    now = view.now
    working = (0 < now.share("through") < 1, 0 < now.share("back") < GATED)
    return [
        mark
        for index, weights in enumerate((view.of.first, view.of.second))
        for mark in view.kernel(index, weights, turned=True, busy=working[index])
    ]


def _shortcut_arrows(view: View) -> list[AnyMark]:
    """Back along the lower lane, and into the plus before the input."""
    x, y = centre("returned")
    half = view.half + 10
    words = lettering(562 + SIDE / 2 + 60, y - 44, "straight, unchanged", Role.GRADIENT, size=26, anchor="middle")
    return [
        words,
        arrow((FORK[0] + 20, FORK[1] + 34), (x - half, y - 10), back=True),
        arrow((x + half, y), (1004.0, y), back=True),
        arrow((1012.0, y - 12), (PLUS[0] - 24, LOW - 7), back=True),
    ]


def _arriving(view: View) -> list[AnyMark]:
    """The gradient at the output, and what the ReLU behind the sum lets pass."""
    now, of = view.now, view.of
    marks = view.numbers(
        "y", of.upstream, Role.GRADIENT, "gradient at y", title="∂L/∂y", busy=view.focus("arrive"),
        grip=view.upstream_grip()
    )  # fmt: skip
    if now.share("arrive") > 0.5:
        marks += view.numbers(
            "s", of.ds, Role.GRADIENT, "gradient at the sum", title="∂L/∂s", gate=of.s,
            busy=view.focus("arrive", "split"),
            opacity=ease((now.share("arrive") - 0.5) * 3),
        )  # fmt: skip
    return marks


def _splitting(view: View) -> list[AnyMark]:
    """One copy to F, one along the shortcut."""
    now, of, share = view.now, view.of, view.now.share("split")
    if share <= 0:
        return []
    if share >= 1:
        marks = view.numbers("f", of.ds, Role.GRADIENT, "gradient at F(x)", title="∂L/∂F", busy=view.focus("split"))
        if of.shortcut:
            marks += view.numbers("returned", of.ds, Role.GRADIENT, "gradient on the shortcut", title="straight",
                                  busy=view.focus("split", "gather"))  # fmt: skip
        return marks
    start = (centre("s"), PLUS)
    marks = view.numbers("f", of.ds, Role.GRADIENT, "", at=along((*start, UPPER[2]), share))
    if of.shortcut:
        road = (*start, LOWER[2], centre("returned"))
        marks += view.numbers("f", of.ds, Role.GRADIENT, "", at=along(road, share))
    return marks if now.name == "split" else []


def _through(view: View) -> list[AnyMark]:
    """Back through both convolutions and the ReLU between them."""
    now, of = view.now, view.of
    marks: list[AnyMark] = []
    if now.share("back") > 0:
        gated = now.share("back") > GATED
        array, title = (of.dz, "∂L/∂z") if gated else (of.dh, "∂L/∂h")
        marks += view.numbers(
            "h", array, Role.GRADIENT, "gradient at z" if gated else "gradient at h", title=title,
            gate=of.z if gated else None, busy=view.focus("back"), opacity=ease(now.share("back") * 5),
        )  # fmt: skip
    if now.share("through") > 0:
        marks += view.numbers(
            "z", of.through, Role.GRADIENT, "gradient through F", title="through F",
            busy=view.focus("through", "gather"),
            opacity=ease(now.share("through") * 3),
        )  # fmt: skip
    return marks


def _gathering(view: View) -> list[AnyMark]:
    """Both copies, added at the input."""
    share, of = view.now.share("gather"), view.of
    if share <= 0:
        return []
    marks: list[AnyMark] = []
    if 0 < share < 0.6:
        for slot, array in (("z", of.through), ("returned", of.ds))[: 2 if of.shortcut else 1]:
            at = along((centre(slot), FORK), share / 0.6)
            marks += view.numbers("x", array, Role.GRADIENT, "", at=at, opacity=1.0 - 0.7 * share / 0.6)
    if share >= 0.6:
        marks += view.numbers(
            "x", of.dx, Role.GRADIENT, "gradient at x", title="∂L/∂x", busy=view.focus("gather"),
            opacity=ease((share - 0.6) * 5),
        )  # fmt: skip
    return marks
