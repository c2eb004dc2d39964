"""The formula of each step of the auxiliary scene that needs no run, with its numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.auxiliary.computed import SIDES, layers_inside, loss, parameters, present, pulses, short, trunk
from scenes.auxiliary.draw_network import ROLES
from scenes.auxiliary.knobs import INSIDE, Knobs
from scenes.auxiliary.story import Steps
from scenes.stage.core.marks import Role, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.numbers.values import figures_text, superscript

ALL = (
    r"\mathrm{parameters} = \mathrm{trunk\ and\ main\ head} + \mathrm{auxiliary\ heads}",
    "parameters = trunk and main head + auxiliary heads",
)
LEFT_OVER = (
    r"p = \mathrm{softmax}(\textcolor{output}{z_{\mathrm{main}}})",
    "p = softmax of the main head's logits",
)
HEAD = (
    r"\mathrm{parameters} = \sum \,(n_{in} \cdot n_{out} + n_{out})",
    "parameters = sum over layers of n_in · n_out + n_out",
)
COLOURED = {"aux1": ("first", "1", "₁"), "aux2": ("third", "2", "₂")}
"""How the letters of the auxiliary heads are coloured and numbered."""


def set_formula(stage: Stage, steps: Steps, knobs: Knobs) -> None:
    """Set the formula of the present step; the live steps have their own."""
    match steps.present:
        case steps.classifiers:
            stage.formula(*ALL, _all(knobs))
        case steps.inside:
            stage.formula(*HEAD, _counted(knobs))
        case steps.loss:
            stage.formula(*_loss_formula(knobs), _summed(knobs))
        case steps.pulses:
            stage.formula(*_back_formula(knobs), _arrived(knobs))
        case steps.inference:
            stage.formula(*LEFT_OVER, _left_over(knobs))


def _loss_formula(knobs: Knobs) -> tuple[str, str]:
    """The loss with the auxiliary heads that are there."""
    return _with_sides(r"L = \textcolor{output}{L_{\mathrm{main}}}", "L = L_main", "L_{N}", "L", knobs)


def _back_formula(knobs: Knobs) -> tuple[str, str]:
    """The gradient in a model with one number: d parts lie between the place and the main head."""
    tex, plain = r"\textcolor{gradient}{\partial L / \partial h} = \textcolor{output}{g^d}", "∂L/∂h = g^d"
    return _with_sides(tex, plain, "g^{d_N}", "g^d", knobs)


def _with_sides(tex: str, plain: str, term: str, letter: str, knobs: Knobs) -> tuple[str, str]:
    """Add the weight times the terms of the auxiliary heads that are there; N in a term stands for a head's number."""
    found = [COLOURED[side] for side in SIDES if present(side, knobs)]
    terms = [rf"\textcolor{{{colour}}}{{{term.replace('N', digit)}}}" for colour, digit, _ in found]
    if not terms:
        return tex, plain
    words = " + ".join(letter + low for *_, low in found)
    both = len(terms) > 1
    summed = rf"({' + '.join(terms)})" if both else terms[0]
    return rf"{tex} + {knobs.weight:g} \,{summed}", f"{plain} + {knobs.weight:g} {f'({words})' if both else words}"


def _summed(knobs: Knobs) -> Sequence[TextRun]:
    whole = loss(knobs)
    terms = [short(whole.values[0])]
    terms += [f"{whole.weight:g}·{short(value)}" for value, on in zip(whole.values[1:], whole.there, strict=True) if on]
    sums = [short(whole.values[0]), *(short(value) for value, on in zip(whole.added, whole.there, strict=True) if on)]
    return (
        TextRun(f"{' + '.join(terms)} = {' + '.join(sums)} = "),
        TextRun(short(whole.total), Role.HIGHLIGHT, bold=True),
    )


def _arrived(knobs: Knobs) -> Sequence[TextRun]:
    """What arrives at the first part from every head: powers of the factor, and their values."""
    found = pulses(knobs)
    runs = [TextRun("behind the stem:  ", Role.MUTED)]
    for index, (head, sizes) in enumerate(found.items()):
        power = f"{knobs.gain:g}{superscript(len(sizes) - 1)}"
        weighed = power if head == "main" else f"{knobs.weight:g}·{power}"
        runs += [TextRun(" + " if index else ""), TextRun(weighed, ROLES[head])]
    for index, (head, sizes) in enumerate(found.items()):
        runs += [TextRun(" + " if index else " = "), TextRun(figures_text(sizes[0]), ROLES[head], bold=True)]
    if len(found) > 1:
        total = sum(sizes[0] for sizes in found.values())
        runs += [TextRun(" = "), TextRun(figures_text(total), Role.GRADIENT, bold=True)]
    return runs


def _counted(knobs: Knobs) -> Sequence[TextRun]:
    head = SIDES[INSIDE.index(knobs.inside)]
    counts = [layer.parameters for layer in layers_inside(head) if layer.parameters]
    return (
        TextRun(" + ".join(f"{count:,}" for count in counts) + " = "),
        TextRun(f"{trunk().heads[head].parameters:,}", ROLES[head], bold=True),
    )


def _all(knobs: Knobs) -> Sequence[TextRun]:
    googlenet = trunk()
    there = [name for name in SIDES if present(name, knobs)]
    runs = [TextRun(f"{googlenet.parameters:,}", Role.KERNEL)]
    for name in there:
        runs += [TextRun(" + "), TextRun(f"{googlenet.heads[name].parameters:,}", ROLES[name])]
    return [*runs, TextRun(" = "), TextRun(f"{parameters(knobs):,}", bold=True)] if there else runs


def _left_over(knobs: Knobs) -> Sequence[TextRun]:
    return (
        TextRun(f"{parameters(knobs):,} → ", Role.MUTED),
        TextRun(f"{trunk().parameters:,}", Role.KERNEL, bold=True),
        TextRun(" parameters"),
    )
