"""Compound scaling: deeper, wider and finer at once, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log2
from typing import Self

from scenes import reference
from scenes.reference.scaling import ALPHA, BETA, DIVISOR, GAMMA, Convolutions, Factors
from scenes.stage.charts.number_line import NumberLine
from scenes.stage.core import knobs
from scenes.stage.core.catalogue import scene
from scenes.stage.core.grips import SetValue
from scenes.stage.core.knobs import choice, integer, real
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.efficientnets import MODELS, EfficientNet, ScaledStage, efficientnet, family, scaled_stages
from scenes.stage.data.networks import network
from scenes.stage.data.paper_results import EFFICIENTNET_WAYS, RESNET_50_TOP_1
from scenes.stage.draw.blocks import brief, heading, number, options
from scenes.stage.draw.slabs import largest_zoom, slabs
from scenes.stage.draw.tables import Table
from scenes.stage.numbers.values import format_number


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The factors d, w and r start at phi = 1; whoever turns one of them leaves the path that phi goes."""

    phi: float = real(1.0, 0.0, 7.0, 0.5, label="φ moves all three", help="d = 1.2^φ, w = 1.1^φ, r = 1.15^φ.")
    depth: float = real(ALPHA, 1.0, 4.0, 0.1, label="Depth d", help="So many times more layers.")
    width: float = real(BETA, 1.0, 3.0, 0.1, label="Width w", help="So many times more channels.")
    resolution: float = real(GAMMA, 1.0, 3.0, 0.05, label="Resolution r", help="So many times the side of the maps.")
    model: str = choice("B3", *MODELS, label="EfficientNet")
    channels: int = integer(40, 8, 320, label="Channels to be widened")

    def follow(self, changed: str) -> Self:
        """Let all three factors follow phi."""
        return replace(self, **reference.compound_factors(self.phi)._asdict()) if changed == "phi" else self

    @property
    def factors(self) -> Factors:
        """All three."""
        return Factors(self.depth, self.width, self.resolution)

    @property
    def compound(self) -> bool:
        """Whether the three factors are those of phi."""
        return self == self.follow("phi")


BLOCK = Convolutions(layers=3, channels=40, side=28, kernel=3)
"""The block before it is scaled."""
DOUBLED = (Factors(2, 1, 1), Factors(1, 2, 1), Factors(1, 1, 2))
EXAMPLES = (1.1, 1.4, 2.0)
"""Widths that the rule of eights is shown at."""


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps; four deform the block, each of the others has a picture of its own."""

    PACE, PAUSE = 12.5, 0.25

    deeper: Span
    wider: Span
    finer: Span
    together: Span
    equal: Span
    family: Span
    multiples: Span
    rules: Span

    @property
    def arriving(self) -> float:
        """How visible the present step's part of the stage is; the scene doesn't begin with an empty one."""
        return self.alone(self.present)


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    model = efficientnet(knobs.model)
    return Steps(
        deeper=stage.step("Twice as deep", DEEPER, 4.0),
        wider=stage.step("Twice as wide", WIDER, 4.0),
        finer=stage.step("Twice the resolution", FINER, 4.0),
        together=stage.step("All three at once", together_caption(knobs), 5.0),
        equal=stage.step("At equal cost", EQUAL, 5.0),
        family=stage.step("B0 to B7", FAMILY, 7.0),
        multiples=stage.step("Channels in eights", MULTIPLES, 5.0),
        rules=stage.step(f"From B0 to {model.name}", rules_caption(model), 6.0),
    )


DEEPER = "Twice as many layers, each costing what it did: the block takes twice as many multiply-accumulates."
WIDER = "Twice the channels: each layer reads twice as many and writes twice as many. Four times the cost, not twice."
FINER = "Maps twice as high and twice as wide have four times as many places, and every kernel visits each of them."
EQUAL = (
    "One and the same net, scaled in four ways to the same cost: whoever turns up only one factor gains less, "
    "for each alone saturates."
)
FAMILY = (
    "The released factors are rounded: width and picture follow the powers of one φ closely, depth falls behind from "
    "B4 on. Layers are rounded up, so the counted cost exceeds the formula's."
)
MULTIPLES = (
    "Channels come in multiples of 8. The product goes to the nearest one, and to the next if that took more than "
    "a tenth away."
)


def rules_caption(model: EfficientNet) -> str:
    """How a released network comes from B0."""
    if model.width == model.depth == 1:
        return f"{model.name} is where it begins: its stages keep channels and layers. Choose another network."
    channels = f"{model.width:g} times the channels, in eights," if model.width != 1 else "its own channels"
    return (
        f"Every stage of B0 with {channels} and {model.depth:g} times the layers, rounded up: so {model.name} is "
        "built. Kernels and strides stay."
    )


def together_caption(knobs: Knobs) -> str:
    """What phi does; where a factor was turned by hand, what came of it."""
    if knobs.compound:
        return (
            f"φ turns all three: d = {ALPHA:g} to the power φ, w = {BETA:g} and r = {GAMMA:g} likewise. "
            f"Each step of φ costs {reference.scaled_cost(ALPHA, BETA, GAMMA):.2f} times as much, about twice."
        )
    block = BLOCK.scaled(knobs.factors)
    return (
        f"Set by hand: {block.layers} layers, {block.channels} channels, maps of {block.side} × {block.side}. "
        "Click a φ to bring all three back onto its path."
    )


@scene(
    chapter="Going small",
    title="Compound scaling",
    short="Scaling",
    order=21,
    subtitle="EfficientNet: depth, width and resolution grow together",
    try_this=(
        "At All three at once set φ to 1, 2 and 3: by how much does each step multiply the cost?",
        "Spend a cost of 4 in three ways: only depth, only width, only resolution. How does the block look?",
        "Click B7 in the table: which of its three factors lies furthest below its power of φ?",
        "Set the channels to 9: why does 9.9 become 16, although 8 is nearer?",
    ),
    mistaken=(
        "Depth and width don't cost the same: twice as deep is twice the work, twice as wide is four times.",
        "The coefficients are multiplied, not added: a step of φ costs 1.2 · 1.1² · 1.15², about 1.92 times as much.",
        "B7 is not an exact power: the released factors are rounded, and its depth is 3.1 instead of 3.58.",
        "Scaling didn't invent B0: a search over architectures found it, with depthwise convolutions and gates.",
    ),
    sources=(
        "Tan, Le: EfficientNet: rethinking model scaling for convolutional neural networks (ICML 2019), sections 3 "
        "and 4, tables 2 and 7",
        "Released coefficients and rounding: tensorflow/tpu, models/official/efficientnet",
    ),
)
def scaling(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the block, four ways to one cost, the family, and its rules of rounding."""
    steps = tell(stage, knobs)
    stage.poster(steps.together, Box(45, 320, 930))
    if steps.telling(steps.deeper, steps.together):
        draw_block(stage, knobs, steps)
    elif steps.equal.active:
        draw_ways(stage, steps)
    elif steps.family.active:
        draw_family(stage, knobs, steps)
    elif steps.multiples.active:
        draw_multiples(stage, knobs, steps)
    else:
        draw_rules(stage, knobs, steps)


COST = r"\textcolor{product}{\mathrm{cost}} \;\propto\; \textcolor{first}{d} \; \textcolor{kernel}{w}^2 \, " \
       r"\textcolor{output}{r}^2"  # fmt: skip
POWERS = r" \qquad d = \alpha^{\varphi} \quad w = \beta^{\varphi} \quad r = \gamma^{\varphi}"
APART = "        "

FOOT, GAUGE_X = 716.0, 1090.0
FACE, THICK = 96.0, 34.0
"""The height of a map and the thickness of all channels, before they are scaled."""
ROOM = (960.0, 470.0)
"""The space for the whole block."""
GAP, LEAST_GAP = 40.0, 14.0
LARGEST = 1.9
DOUBLINGS = 9
PHIS = (0.0, 1.0, 2.0, 3.0, 5.0, 7.0)
COLOURS = {"depth": Role.FIRST, "width": Role.KERNEL, "resolution": Role.OUTPUT}


def draw_block(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw a block of layers that gets longer, thicker and larger on its way to its factors, and what that costs."""
    doubled = dict(zip((steps.deeper, steps.wider, steps.finer), DOUBLED, strict=True))
    end, share = doubled.get(steps.present, knobs.factors), steps.present.motion
    here = Factors(*(between(1.0, factor, share) for factor in end))
    zoom = min(zoom_for(each) for each in ([end] if steps.together.active else DOUBLED))
    marks = [*layers(here, zoom, whole=share >= 1), *counts(end, share), *gauge(here)]
    if steps.together.active:
        marks += [
            lettering(GAUGE_X, 712, "φ", Role.HIGHLIGHT, bold=True, size=28),
            *options(GAUGE_X + 40, 688, 60, "phi", [(f"{phi:g}", phi) for phi in PHIS],
                     knobs.phi if knobs.compound else None),
        ]  # fmt: skip
    stage.add(*marks, opacity=steps.arriving)
    set_cost(stage, end, compound=steps.together.active)


def set_cost(stage: Stage, end: Factors, *, compound: bool) -> None:
    """Set the formula of the cost; where all three factors grow at once also what a step of phi costs."""
    d, w, r = (number(round(factor, 2)) for factor in end)
    cost = format_number(end.cost, 0 if end.cost == round(end.cost) else 4 if end.cost < 10 else 1)
    numbers = [TextRun(f"{d} · {w}² · {r}² = "), TextRun(cost, Role.PRODUCT, bold=True)]
    tex, plain = COST, "cost grows as d w^2 r^2"
    if compound:
        step = reference.scaled_cost(ALPHA, BETA, GAMMA)
        words = f"{APART}α β² γ² = {ALPHA:g} · {BETA:g}² · {GAMMA:g}² = {step:.4f} for each step of φ"
        numbers.append(TextRun(words, Role.MUTED))
        tex, plain = COST + POWERS, f"{plain}, with d = alpha^phi, w = beta^phi, r = gamma^phi"
    stage.formula(tex, plain, numbers)


def zoom_for(end: Factors) -> float:
    """How large everything can be drawn for a block to fit, with its layers close together if need be."""
    count, height, thick = BLOCK.scaled(end).layers, FACE * end.resolution, THICK * end.width
    return min(LARGEST, largest_zoom(count, thick, height, ROOM, LEAST_GAP))


def layers(here: Factors, zoom: float, *, whole: bool) -> list[AnyMark]:
    """The layers, of which the last fades in unless only `whole` ones are there; dashed, one as it is at the start."""
    count = BLOCK.scaled(here).layers if whole else BLOCK.layers * here.depth
    height, thick, foot = zoom * FACE * here.resolution, zoom * THICK * here.width, (LEFT + 20, FOOT)
    start = Rect(
        x=LEFT + 20, y=FOOT - zoom * FACE, width=zoom * THICK, height=zoom * FACE, line=2.5, dashed=True,
        role=Role.TEXT, name="layer at the start",
    )  # fmt: skip
    return [*slabs(foot, ROOM[0], count, thick, height, gap=zoom * GAP, role=Role.OUTPUT, name="layer"), start]


def counts(end: Factors, share: float) -> list[AnyMark]:
    """The three counts, before and after."""
    after = BLOCK.scaled(end)
    lines = (
        (LEFT, "depth", f"{BLOCK.layers} layers", f"{after.layers}"),
        (LEFT + 250, "width", f"{BLOCK.channels} channels", f"{after.channels}"),
        (LEFT + 590, "resolution", f"maps of {BLOCK.side}×{BLOCK.side}", f"{after.side}×{after.side}"),
    )
    marks: list[AnyMark] = [heading(LEFT, 186, "a block", "of 3×3 convolutions")]
    for (x, name, words, more), factor in zip(lines, end, strict=True):
        runs = [TextRun(words, COLOURS[name], bold=True)]
        if factor != 1 and share > 0.5:
            runs.append(TextRun(f" → {more}", COLOURS[name], bold=True))
        marks.append(Text(x=x, y=766, runs=tuple(runs), size=27, name=f"{name} counted"))
    return marks


def gauge(here: Factors) -> list[AnyMark]:
    """The factors with their powers, the product, and a bar on which every mark is twice the one before."""
    marks: list[AnyMark] = [heading(GAUGE_X, 186, "cost", "times the block at the start", Role.PRODUCT)]
    for index, (name, factor) in enumerate(here._asdict().items()):
        y, letter, role = 246.0 + 62 * index, "dwr"[index], COLOURS[name]
        power, product = (letter, factor) if name == "depth" else (f"{letter}²", factor**2)
        runs = (TextRun(f"{power} = ", Role.MUTED), TextRun(format_number(product, 2), role, bold=True))
        marks += [
            lettering(GAUGE_X, y, name, role, bold=True, size=27),
            lettering(GAUGE_X + 168, y, f"{letter} = {format_number(factor, 2)}", size=27),
            Text(x=RIGHT, y=y, runs=runs, size=27, anchor="end", name=f"factor of {name}"),
        ]
    bar, length = NumberLine(GAUGE_X, RIGHT, 0, DOUBLINGS), (RIGHT - GAUGE_X) / DOUBLINGS * log2(here.cost)
    start, macs = BLOCK.macs, BLOCK.scaled(here).macs
    cost, built = (f"{format_number(times, 2)} ×" for times in (here.cost, macs / start))
    return [
        *marks,
        Rect(x=GAUGE_X, y=412, width=RIGHT - GAUGE_X, height=2, fill=0.5, role=Role.MUTED),
        lettering(GAUGE_X, 458, "d · w² · r²", Role.MUTED, size=27),
        lettering(RIGHT, 458, cost, Role.PRODUCT, bold=True, size=40, anchor="end", name="cost"),
        Rect(x=GAUGE_X, y=500.0, width=RIGHT - GAUGE_X, height=30, radius=4, fill=0.15, role=Role.MUTED),
        Rect(x=GAUGE_X, y=500.0, width=max(length, 2.0), height=30, radius=4, fill=0.8, role=Role.PRODUCT,
             name="gauge", value=here.cost),
        *bar.ticks(range(DOUBLINGS + 1), 530.0, 8, words=lambda power: str(2**power), fill=1, size=20, below=18),
        lettering(GAUGE_X, 606, "in whole layers and eights", Role.MUTED, size=22),
        lettering(RIGHT, 606, built, bold=True, size=24, anchor="end", name="cost as built"),
        lettering(GAUGE_X, 640, f"{brief(start)} → {brief(macs)} MACs", Role.MUTED, size=22),
    ]  # fmt: skip


def draw_ways(stage: Stage, steps: Steps) -> None:
    """Draw a dot for each way to scale a net to the same cost, on a line: it may begin anywhere, bars may not."""
    line, first, pitch = NumberLine(360.0, 1440.0, 77.0, 82.0), 300.0, 112.0
    *others, best = (value for _, value in EFFICIENTNET_WAYS)
    title = heading(LEFT, 186, "top-1 accuracy in %", "EfficientNet-B0, scaled to 1.8 or 1.9 G multiply-accumulates")
    marks: list[AnyMark] = [title, *line.ticks(range(77, 83), first - 60, 3.5 * pitch + 60)]
    for index, (name, value) in enumerate(EFFICIENTNET_WAYS):
        share, y = steps.equal.part(index, len(EFFICIENTNET_WAYS)), first + index * pitch
        x, role = between(line.left, line.at(value), share), Role.HIGHLIGHT if value == best else Role.FIRST
        marks.append(lettering(LEFT, y, name, bold=value == best, size=30))
        if share > 0.01:
            marks += [
                Rect(x=line.left, y=y - 1.5, width=line.right - line.left, height=3, fill=0.4, role=Role.MUTED),
                Rect(x=x - 14, y=y - 14, width=28, height=28, radius=14, fill=1.0, role=role),
            ]
        if share >= 1:
            marks.append(lettering(x, y - 40, f"{value:.1f}", Role.TEXT, bold=True, size=34, anchor="middle",
                                   name=f"accuracy, {name}"))  # fmt: skip
    stage.add(*marks, opacity=steps.arriving)
    source = "ImageNet validation, single crop and model; Tan and Le, ICML 2019, table 7"
    stage.add(lettering(LEFT, 784, source, Role.MUTED, size=22))
    numbers = [
        TextRun(f"{best:.1f} − {max(others):.1f} = "),
        TextRun(f"{best - max(others):.1f} points", Role.HIGHLIGHT, bold=True),
        TextRun(" more than the best of the others, at the same cost"),
    ]
    stage.formula(COST, "cost grows as d w^2 r^2", numbers)


NETWORKS = Table((
    ("net", LEFT + 12), ("φ", 190.0), ("depth d", 362.0), ("width w", 540.0), ("picture", 730.0),
    ("d · w² · r²", 890.0), ("counted", 1030.0), ("MACs", 1180.0), ("parameters", 1362.0), ("top-1 %", 1532.0),
))  # fmt: skip


def draw_family(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw the eight released networks row by row: factors, the formula's cost and the counted one, accuracy."""
    marks = NETWORKS.heads(182)
    for index, each in enumerate(family()):
        share = steps.family.part(index, len(family()))
        if share > 0.01:
            row = network_row(each, 226.0 + index * 59.0, each.name == knobs.model)
            marks.append(Group(marks=tuple(row), opacity=share))
    model, base, resnet = efficientnet(knobs.model), family()[0], network("resnet-50")
    line = (
        f"For comparison, ResNet-50: {brief(resnet.macs)} MACs, {brief(resnet.parameters)} parameters, "
        f"{RESNET_50_TOP_1:.1f} %: {resnet.macs / base.network.macs:.1f} times the MACs of B0, and less accurate"
    )
    source = (
        "φ: fitted by us, in grey its powers. Top-1: ImageNet validation, single crop and model; Tan and Le, ICML "
        "2019, table 2"
    )
    marks.append(lettering(LEFT, 724, line, size=24, name="ResNet-50"))
    marks.append(lettering(LEFT, 780, source, Role.MUTED, size=22))
    stage.add(*marks, opacity=steps.arriving)
    numbers = [
        TextRun(f"{model.name}:  {model.depth:g} · {model.width:g}² · ({model.side} / {base.side})² = "),
        TextRun(f"{model.cost:.2f}", Role.PRODUCT, bold=True),
        TextRun(f"{APART}counted {model.network.macs:,} / {base.network.macs:,} = "),
        TextRun(f"{model.times:.2f}", Role.PRODUCT, bold=True),
    ]
    stage.formula(COST + POWERS, "cost grows as d w^2 r^2, with powers of phi", numbers)


def network_row(model: EfficientNet, y: float, lit: bool) -> list[AnyMark]:
    """A network's row; a click on it chooses the network."""
    depth, width, side = model.powers
    cells = (
        TextRun(model.name, Role.HIGHLIGHT if lit else None, bold=True),
        TextRun(f"{model.phi:g}"),
        (TextRun(f"{depth:.2f}  ", Role.MUTED), TextRun(f"{model.depth:.1f}", Role.FIRST, bold=True)),
        (TextRun(f"{width:.2f}  ", Role.MUTED), TextRun(f"{model.width:.1f}", Role.KERNEL, bold=True)),
        (TextRun(f"{side:.0f}  ", Role.MUTED), TextRun(f"{model.side}", Role.OUTPUT, bold=True)),
        TextRun(f"{model.cost:.2f} ×" if model.cost < 10 else f"{model.cost:.1f} ×", Role.MUTED),
        TextRun(f"{model.times:.2f} ×" if model.times < 10 else f"{model.times:.1f} ×", Role.PRODUCT),
        TextRun(brief(model.network.macs), Role.PRODUCT, bold=True),
        TextRun(brief(model.network.parameters), Role.KERNEL, bold=True),
        TextRun(f"{model.top_1:.1f}", bold=True),
    )
    box = Rect(
        x=LEFT, y=y - 26, width=RIGHT - LEFT, height=52, radius=8, fill=0.2 if lit else 0.06,
        line=2.0 if lit else 0.0, role=Role.HIGHLIGHT if lit else Role.MUTED, name=f"model = {model.name}",
        grip=SetValue("model", model.name),
    )  # fmt: skip
    return [box, *NETWORKS.row(y, cells, 26, model.name)]


def draw_multiples(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw a number line for each width: how scaled channels become multiples of 8."""
    marks: list[AnyMark] = [heading(LEFT, 190, f"{knobs.channels} channels", "times the width w", Role.KERNEL)]
    for index, width in enumerate(EXAMPLES):
        share = steps.multiples.part(index, len(EXAMPLES))
        marks += rounded(knobs.channels, width, 300.0 + index * 176.0, share)
    stage.add(*marks, opacity=steps.arriving)
    width, product = EXAMPLES[0], knobs.channels * EXAMPLES[0]
    nearest, result = reference.nearest_multiple(product), reference.scaled_channels(knobs.channels, width)
    numbers = [
        TextRun(f"{knobs.channels} · {width:g} = {number(product)}{APART}8 · {nearest // DIVISOR} = "),
        TextRun(f"{nearest}", Role.KERNEL, bold=True),
    ]
    if result != nearest:
        numbers.append(TextRun(f", less than 0.9 · {number(product)}: {result}"))
    tex = (
        r"\textcolor{kernel}{c'} = 8 \left\lfloor \frac{c w + 4}{8} \right\rfloor"
        r" \qquad +8 \;\; \mathrm{if} \;\; c' < 0.9 \, c w"
    )
    stage.formula(tex, "c' = 8 floor((c w + 4) / 8), and 8 more if that is less than 0.9 c w", numbers)


def rounded(channels: int, width: float, y: float, share: float) -> list[AnyMark]:
    """The product slides along its number line to the multiple that it becomes."""
    product, result = channels * width, reference.scaled_channels(channels, width)
    low = max(int(product // DIVISOR - 1) * DIVISOR, 0)
    line = NumberLine(470.0, 1330.0, low, low + 4 * DIVISOR)
    start, end = line.at(product), line.at(result)
    x = between(start, end, share)
    marks: list[AnyMark] = [
        lettering(LEFT, y, f"{channels} · {width:g} = {number(product)}", size=30, name=f"product at {width:g}"),
        Rect(x=line.left, y=y - 1.5, width=860, height=3, fill=0.5, role=Role.MUTED),
        *line.ticks(range(low, low + 4 * DIVISOR + 1, DIVISOR), y - 14, 28, width=3, fill=0.8, below=26),
        Rect(x=x - 12, y=y - 12, width=24, height=24, radius=12, fill=1.0, role=Role.KERNEL),
    ]
    if abs(end - start) > 24 and share > 0.05:
        marks.append(Arrow(start=(start, y - 30), end=(x, y - 30), role=Role.KERNEL))
    if share >= 1:
        marks.append(lettering(RIGHT, y, str(result), Role.KERNEL, bold=True, size=44, anchor="end",
                               name=f"channels at {width:g}"))  # fmt: skip
    return marks


STAGES = Table((("stage", LEFT), ("channels", 420.0), ("wider", 640.0), ("layers", 900.0), ("deeper", 1120.0)))
ARROWS = ((440.0, 550.0), (920.0, 1030.0))
"""From channels to channels, and from layers to layers."""
BARS_X = 1180.0


def draw_rules(stage: Stage, knobs: Knobs, steps: Steps) -> None:
    """Draw what becomes of every stage of B0: channels and layers, there and in the chosen network."""
    model, stages = efficientnet(knobs.model), scaled_stages(knobs.model)
    heads = ("stage", "channels in B0", f"in {model.name}", "layers in B0", f"in {model.name}")
    marks, scale = STAGES.heads(200, heads), (RIGHT - BARS_X) / max(each.wider * each.deeper for each in stages)
    for index, each in enumerate(stages):
        share = steps.rules.part(index, len(stages))
        if share > 0.01:
            marks.append(Group(marks=tuple(stage_row(each, 256.0 + index * 62.0, scale * share)), opacity=share))
    legend = [TextRun("channels × layers: ", Role.MUTED), TextRun("B0", Role.MUTED, bold=True)]
    if model.name != "B0":
        legend += [TextRun(", ", Role.MUTED), TextRun(model.name, Role.FIRST, bold=True)]
    marks.append(Text(x=BARS_X, y=200, runs=tuple(legend), size=22, name="legend of bars"))
    marks += options(LEFT, 716, 96, "model", [(name, name) for name in MODELS], model.name)
    stage.add(*marks, opacity=steps.arriving)
    third = stages[2]
    numbers = [
        TextRun(f"{third.name}:  {third.channels} · {model.width:g} = {number(third.channels * model.width)} → "),
        TextRun(str(third.wider), Role.KERNEL, bold=True),
        TextRun(f"{APART}{third.layers} · {model.depth:g} = {number(third.layers * model.depth)} → "),
        TextRun(str(third.deeper), Role.FIRST, bold=True),
        TextRun(f"{APART}picture {model.side}×{model.side}"),
    ]
    tex = r"\textcolor{kernel}{c'} = \mathrm{eights}(c \, w) \qquad \textcolor{first}{n'} = \lceil n \, d \rceil"
    stage.formula(tex, "c' = c w in eights, n' = n d rounded up", numbers)


def stage_row(stage: ScaledStage, y: float, scale: float) -> list[AnyMark]:
    """A stage's row: its numbers, arrows between them, and the products before and after as bars."""
    cells = (
        TextRun(stage.name, bold=True),
        TextRun(str(stage.channels), Role.MUTED),
        TextRun(str(stage.wider), Role.KERNEL, bold=True),
        TextRun(str(stage.layers), Role.MUTED),
        TextRun(str(stage.deeper), Role.FIRST, bold=True),
    )
    after, before = stage.wider * stage.deeper * scale, stage.channels * stage.layers * scale
    return [
        *STAGES.row(y, cells, 28, stage.name),
        *(Arrow(start=(start, y), end=(end, y), role=Role.MUTED) for start, end in ARROWS),
        Rect(x=BARS_X, y=y - 16, width=max(after, 2.0), height=32, fill=0.4, role=Role.FIRST),
        Rect(x=BARS_X, y=y - 16, width=max(before, 2.0), height=32, fill=0.8, role=Role.MUTED),
    ]
