"""MobileNet thinned and given smaller pictures, and its accuracy and cost among those of other networks."""

from __future__ import annotations

import math
from dataclasses import replace

from scenes.depthwise.knobs import ALPHAS, FULL, PICTURE_SIDES, Knobs
from scenes.depthwise.mobile import DOGS, Reached, Variant, chosen, one, reached, variant
from scenes.depthwise.story import Steps
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.compared import Quantity, bars, counts, points
from scenes.stage.core.marks import Anchor, AnyMark, Group, Path, Rect, Role, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import brief, options

ROLES = (Role.MUTED, Role.OUTPUT)
"""The whole MobileNet's, and the chosen one's."""
CHOICES_Y, FIRST = 170.0, 266.0
TOP, PITCH = 182.0, 58.0
MACS_X, PARAMETERS_X, LINE_X, LINE_END = 520.0, 700.0, 760.0, 1430.0
LOW, HIGH = 55, 80
CONDITIONS = "ImageNet, one network, crop not stated; Howard et al., 2017"


def draw_mobile(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw the step about whole networks that time is in, if it is in one."""
    if steps.thinner.active:
        marks = _variant(stage, chosen(knobs))
    elif steps.reach.active:
        marks = _reached(stage, steps.reach)
    else:
        return
    stage.add(*marks, opacity=ease(steps.present.t * 8))


def _variant(stage: Stage, picked: Variant) -> list[AnyMark]:
    """Two rows of plates, and the bars of what the chosen MobileNet costs and reaches."""
    whole = variant("1", FULL)
    sides = [(side, side) for side in PICTURE_SIDES]
    quantities = [
        counts("parameters", "only α changes them", whole.network.parameters, picked.network.parameters),
        counts("multiply–accumulates", "for one picture", whole.network.macs, picked.network.macs),
        _accuracy(whole, picked),
    ]
    if picked == whole:
        quantities = [replace(each, verdict="") for each in quantities]
    _set_cost(stage, whole, picked)
    return [
        lettering(LEFT, CHOICES_Y + 24, "width multiplier α", Role.MUTED, size=26),
        *options(330, CHOICES_Y, 96, "alpha", [(alpha, alpha) for alpha in ALPHAS], picked.alpha),
        lettering(1104, CHOICES_Y + 24, "picture side in pixels", Role.MUTED, size=26, anchor="end"),
        *options(1120, CHOICES_Y, 96, "picture_side", sides, str(picked.side)),
        *bars(("MobileNet v1", picked.name), quantities, ROLES, FIRST),
    ]


def _accuracy(whole: Variant, picked: Variant) -> Quantity:
    """What the paper says that both reach."""
    found = [each.top1 for each in (whole, picked)]
    values = [known[0] if known else math.nan for known in found]
    texts = [f"{known[0]:.1f} %" if known else "not in the paper's tables quoted here" for known in found]
    tables = sorted({known[1] for known in found if known})
    note = f"{CONDITIONS}, table{'s' if tables[1:] else ''} {' and '.join(tables)}"
    verdict = points(values[0] / 100, values[1] / 100)
    return Quantity("top-1", note, (values[0], values[1]), (texts[0], texts[1]), verdict, 100.0)


def _set_cost(stage: Stage, whole: Variant, picked: Variant) -> None:
    counted = picked.network.macs / whole.network.macs
    numbers = [
        TextRun(f"{picked.alpha}² · ({picked.side} / {FULL})² = {picked.expected:.3f}          counted  "),
        TextRun(f"{picked.network.macs:,} / {whole.network.macs:,} = "),
        TextRun(f"{counted:.3f}", Role.OUTPUT, bold=True),
    ]
    stage.formula(
        r"\mathrm{cost} \;\approx\; \alpha^2 \, \rho^2 \qquad \rho = \mathrm{side} \, / \, 224",
        "cost is about α² ρ², with ρ = side / 224",
        numbers,
    )


def _reached(stage: Stage, span: Span) -> list[AnyMark]:
    """A row for each network: its counts, and a dot on a line of accuracies; a line may begin anywhere."""
    found = reached()
    plane = Axes((LINE_X, 0.0, LINE_END - LINE_X, 1.0), (LOW, HIGH), (0.0, 1.0))
    foot, mobile = TOP + 48 + len(found) * PITCH - 26, plane.at(one("MobileNet").top1, 0)[0]
    heads: tuple[tuple[float, str, Anchor], ...] = (
        (MACS_X, "MACs", "end"), (PARAMETERS_X, "parameters", "end"), (LINE_X, "top-1 on ImageNet in %", "start"),
    )  # fmt: skip
    marks: list[AnyMark] = [lettering(x, TOP, words, Role.MUTED, size=22, anchor=anchor) for x, words, anchor in heads]
    marks.append(Path(points=((mobile, TOP + 20), (mobile, foot)), line=2.0, dashed=True, role=Role.OUTPUT))
    for tick in range(LOW, HIGH + 1, 5):
        x = plane.at(tick, 0)[0]
        marks.append(Rect(x=x - 1, y=TOP + 20, width=2, height=foot - TOP - 20, fill=0.25, role=Role.MUTED))
        marks.append(lettering(x, foot + 18, str(tick), Role.MUTED, size=22, anchor="middle"))
    for index, each in enumerate(found):
        share = span.part(index, len(found))
        if share > 0.01:
            row = _row(each, TOP + 48 + index * PITCH, plane, share)
            marks.append(Group(marks=tuple(row), opacity=min(2 * share, 1.0)))
    _set_ratios(stage)
    return [*marks, *_sources(foot + 54)]


def _row(entry: Reached, y: float, plane: Axes, share: float) -> list[AnyMark]:
    role = Role.OUTPUT if entry.ours else Role.FIRST
    start, end = plane.at(LOW, 0)[0], plane.at(entry.top1, 0)[0]
    x = start + share * (end - start)
    return [
        lettering(LEFT, y, entry.label, role, bold=entry.ours, size=27),
        lettering(MACS_X, y, brief(entry.network.macs), role, size=26, anchor="end",
                  name=f"MACs of {entry.label}"),
        lettering(PARAMETERS_X, y, brief(entry.network.parameters), role, size=26, anchor="end",
                  name=f"parameters of {entry.label}"),
        Rect(x=start, y=y - 1, width=x - start, height=2, fill=0.5, role=role),
        Rect(x=x - 11, y=y - 11, width=22, height=22, radius=11, fill=1.0, role=role, value=entry.top1,
             name=f"top-1 of {entry.label}"),
        lettering(RIGHT, y, f"{entry.top1:.1f}", role, bold=True, size=28, anchor="end"),
    ]  # fmt: skip


def _sources(y: float) -> list[AnyMark]:
    dogs = ", ".join(f"{name} {top1:g} %" for name, top1 in DOGS.items())
    lines = (
        f"{CONDITIONS}, tables 4, 8, 9. Inception v3: Szegedy et al., CVPR 2016, 1 crop",
        f"On Stanford Dogs: {dogs} top-1; Howard et al., 2017, table 10",
    )
    return [
        lettering(LEFT, y + 30 * index, line, Role.MUTED, size=21, name=f"source {index + 1}")
        for index, line in enumerate(lines)
    ]


def _set_ratios(stage: Stage) -> None:
    vgg, googlenet, mobile = (one(label).network.macs for label in ("VGG-16", "GoogLeNet", "MobileNet"))
    numbers = [
        TextRun(f"VGG-16:  {vgg:,} / {mobile:,} = "),
        TextRun(f"{vgg / mobile:.3g}", Role.OUTPUT, bold=True),
        TextRun("          GoogLeNet:  "),
        TextRun(f"{googlenet / mobile:.3g}", Role.OUTPUT, bold=True),
    ]
    stage.formula(
        r"\mathrm{MACs} \; / \; \mathrm{MACs}_{\mathrm{MobileNet}}", "MACs of a network / MACs of MobileNet", numbers
    )
