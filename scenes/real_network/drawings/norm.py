"""What follows the sum of a cell: the batch norm or the bias, and the activation, to the number in the map."""

from __future__ import annotations

import numpy as np

from scenes.real_network.account import Account, activated
from scenes.real_network.drawings.figures import figure
from scenes.real_network.operations import Operation
from scenes.real_network.stops import usual
from scenes.real_network.view import View, feature, framed, map_in
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Group, Path, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.answers import empty
from scenes.stage.numbers.values import limit_text, two_figures

CHAIN_Y, STAGES = 206.0, 4
CURVE = (LEFT + 30.0, 470.0, 700.0, 290.0)
"""The plot of the activation: left, top, width and height."""
RANGE, HEIGHT_OF = (-6.0, 12.0), (-1.0, 7.0)
LAST = 360.0
CORNERS = {"ReLU6": ((-6.0, 0.0), (0.0, 0.0), (6.0, 6.0), (12.0, 6.0)), "ReLU": ((-6.0, 0.0), (0.0, 0.0), (7.0, 7.0))}
"""Where the curves of the activations turn that are made of straight lines, and where they leave the plot."""
MARKED, ANY_SCALE = 6.0, ("ReLU",)
"""Where the axes are marked, and the activations that look alike at any scale."""
SAMPLES = np.linspace(-6.0, 7.0, 105)
"""Where the others are computed."""


def draw_norm(view: View) -> None:
    """Draw the sum on its way to the number in the cell, and the map with it."""
    operation, found, step = view.operation, view.account, view.steps.norm
    corner_, index = (RIGHT - LAST, 424.0), view.index
    own = map_in(view.inside(view.stop), operation.out.name, index)
    marks: list[AnyMark] = [
        feature(own, corner_, LAST, view.scale_of(operation), "its map", grip=view.pick(corner_, LAST, operation.side)),
        framed(corner_, LAST, operation.side, view.cell, "cell"),
    ]
    if found is None:
        marks += [
            empty((LEFT + place * 372.0, CHAIN_Y - 70.0), 200.0, f"number {place + 1}") for place in range(STAGES)
        ]
    else:
        marks += _chain(_links(found, operation, usual(view.of), folded=view.knobs.folded), step.even / 0.8)
        marks += _curve(found, operation, usual(view.of), _limit(view), step.rise(0.6))
    if own is not None:
        marks += [
            figure(RIGHT - LAST - 50.0, 556.0, float(own.array[view.cell]), Role.HIGHLIGHT, size=104.0, room=340.0,
                   anchor="end", name="number in the cell"),
            lettering(RIGHT - LAST - 50.0, 656.0, "stands in the map", size=36.0, anchor="end"),
        ]  # fmt: skip
    view.stage.add(*marks)


Link = tuple[str, float, Role, tuple[str, ...]]
"""A number of the chain: its title, the number, its role, and how it comes from the one before."""
TAKEN = {"sum": "sum", "gate": "product", "max": "the largest", "mean": "the mean", "join": "number"}
"""What a cell begins with that is no sum of products."""
DONE = {"ReLU": ("at least 0",), "ReLU6": ("at least 0", "at most 6"), "SiLU": ("× its sigmoid",)}
"""What activations do, in words."""


def _links(found: Account, operation: Operation, usual_one: str, *, folded: bool) -> list[Link]:
    """The numbers of the chain."""
    follows = operation.activation
    last = f"after {follows}" if follows else "cell"
    how = DONE.get(follows, (follows,)) if follows else (f"no {usual_one}",)
    end = (last, found.value, Role.OUTPUT, how)
    if operation.conv is None:
        begin = (TAKEN[operation.form], found.total, Role.PRODUCT, ())
        return [begin, end if follows else ("cell", found.value, Role.OUTPUT, ("nothing follows",))]
    if not operation.norm:
        biased = ("with bias", found.scaled, Role.BIAS, (f"+ {_bracketed(found.beta)}",))
        return [("sum", found.total, Role.PRODUCT, ("of the products",)), biased, end]
    if folded:
        small = found.total * found.factor
        return [
            ("sum, folded", small, Role.PRODUCT, (f"weights × {two_figures(found.factor)}",)),
            ("with bias", found.scaled, Role.BIAS, (f"+ {_bracketed(found.shift)}",)), end,
        ]  # fmt: skip
    return [
        ("sum", found.total, Role.PRODUCT, ("of the products",)),
        (
            "normalised",
            found.normal,
            Role.BIAS,
            (f"− mean {_bracketed(found.mean)}", f"/ deviation {two_figures(found.deviation)}"),
        ),
        (
            "scaled, shifted",
            found.scaled,
            Role.BIAS,
            (f"× γ {_bracketed(found.gamma)}", f"+ β {_bracketed(found.beta)}"),
        ),
        end,
    ]


def _bracketed(value: float) -> str:
    """A number among others in a sum or a product: negative ones in brackets."""
    return f"({two_figures(value)})" if value < 0 else two_figures(value)


def _chain(links: list[Link], share: float) -> list[AnyMark]:
    """The numbers from the sum to the cell, one after the other."""
    pitch = (RIGHT - LEFT) / len(links)
    marks: list[AnyMark] = []
    for place, (title, value, role, how) in enumerate(links):
        x, seen = LEFT + (place + 0.5) * pitch, max(0.0, min(share * len(links) - place + 0.5, 1.0))
        parts: list[AnyMark] = [
            lettering(x, 134.0, title, role, bold=True, size=40.0, anchor="middle", name=f"title of {title}"),
            figure(x, CHAIN_Y, value, role, size=84.0, room=pitch - 60.0, anchor="middle", name=title),
        ]
        parts += [
            lettering(x, 288.0 + 44.0 * line, words, Role.MUTED, size=36.0, anchor="middle", name=f"how {title} {line}")
            for line, words in enumerate(how)
        ]
        if place:
            parts.append(lettering(x - pitch / 2, CHAIN_Y, "→", Role.MUTED, size=44.0, anchor="middle"))
        marks.append(Group(marks=tuple(parts), opacity=seen))
    return marks


def _limit(view: View) -> float:
    """The limit of the scale of the layer's numbers."""
    return view.stage.scales.of(view.scale_of(view.operation))


def _curve(found: Account, operation: Operation, usual_one: str, limit: float, seen: float) -> list[AnyMark]:
    """What follows as a curve, with the number on it; where nothing does, that which follows elsewhere, faint.

    The axes are marked at 6; where the curve is the same at any scale, at the `limit` of the layer's numbers.
    """
    left, top, width, height = CURVE
    name = operation.activation or usual_one
    marked, unit = (limit_text(limit), limit / MARKED) if name in ANY_SCALE else (f"{MARKED:g}", 1.0)

    def at(x: float, y: float) -> Point:
        across, up = (x - RANGE[0]) / (RANGE[1] - RANGE[0]), (y - HEIGHT_OF[0]) / (HEIGHT_OF[1] - HEIGHT_OF[0])
        return left + across * width, top + (1.0 - up) * height

    corners = CORNERS.get(name) or tuple((float(x), activated(name, float(x))) for x in SAMPLES)
    marks: list[AnyMark] = [
        Path(points=(at(-6.0, 0.0), at(12.0, 0.0)), line=2.0, role=Role.MUTED),
        Path(points=(at(0.0, -1.0), at(0.0, 7.0)), line=2.0, role=Role.MUTED),
        Path(points=tuple(at(*each) for each in corners), line=8.0, role=Role.OUTPUT, name=name,
             opacity=0.38 if operation.linear else 1.0),
        lettering(at(0.0, 6.0)[0] - 16.0, at(0.0, 6.0)[1], marked, Role.MUTED, size=36.0, anchor="end"),
        lettering(at(6.0, 0.0)[0], at(6.0, 0.0)[1] + 30.0, marked, Role.MUTED, size=36.0, anchor="middle"),
        lettering(at(6.6, 5.0)[0], at(6.6, 5.0)[1], f"no {name}" if operation.linear else name, Role.OUTPUT,
                  bold=True, size=40.0),
    ]  # fmt: skip
    if not operation.linear:
        before, after = found.scaled / unit, found.value / unit
        most = RANGE[1] if after < HEIGHT_OF[1] else HEIGHT_OF[1]
        x, y = at(min(max(before, RANGE[0]), most), min(after, HEIGHT_OF[1]))
        marks.append(Rect(x=x - 17.0, y=y - 17.0, width=34.0, height=34.0, radius=17.0, fill=1.0, role=Role.HIGHLIGHT,
                          opacity=seen, name="number on the curve"))  # fmt: skip
    return marks
