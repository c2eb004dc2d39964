"""The counts of weights beside the small layer: dense, local, shared, the latest the largest; and the formula."""

from __future__ import annotations

from scenes.dense.story import one_by_one
from scenes.dense.view import COLUMN_WIDTH, COLUMN_X, FLOOR, INPUT_TOP, MODES, View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Formula, Rect, Role, lettering
from scenes.stage.core.timeline import ease

FORMER_HEIGHT, GAP = 112.0, 22.0
HERO, FORMER = 150.0, 64.0
"""The type sizes of the latest count, and of those before it."""
LOW = 300.0
"""On a lower plate the count stands beside the words instead of between them."""
ASIDE = 0.55
"""How strong a plate is once there is a later one."""
FORMULA_Y, FORMULA_SIZE, FORMULA_HEIGHT = 722.0, 52.0, 134.0
Y, X, W = r"\textcolor{output}{y_i}", r"\textcolor{input}{x", r"\textcolor{kernel}{w"


def draw_counts(view: View) -> None:
    """Draw a plate for each count that is known: those before make room for the latest, which is the largest."""
    layer, steps = view.layer, view.steps
    has_formula = steps.matrix.active or steps.slide.active
    floor = FLOOR - (FORMULA_HEIGHT if has_formula else 0.0)
    words = "weight" if layer.counts[2] == 1 else "weights"
    terms = (f"{layer.outputs} × {layer.inputs} weights", f"{layer.outputs} × {layer.size} weights", words)
    shares = (1.0, steps.local.motion, ease(one_by_one(steps.share) * 2), 0.0)
    numbers = (_drawn(view), *layer.counts[1:])
    for index in range(3):
        come, later = ease(shares[index] * 2 - 1) if index else 1.0, ease(shares[index + 1] * 2)
        if come > 0.0:
            top = INPUT_TOP + index * (FORMER_HEIGHT + GAP)
            height = between(floor - top, FORMER_HEIGHT, later)
            plate = _plate(MODES[index], terms[index], numbers[index], (top, height), later, beside=floor - top < LOW)
            view.stage.add(*plate, opacity=come * between(1.0, ASIDE, later))
    if has_formula:
        view.stage.add(_formula(view))


def _drawn(view: View) -> int:
    """How many lines of the net are drawn."""
    rows = (max(0.0, min(view.drawn(row), 1.0)) for row in range(view.layer.outputs))
    return round(sum(rows) * view.layer.inputs)


def _plate(
    mode: str, terms: str, count: int, span: tuple[float, float], later: float, *, beside: bool
) -> tuple[AnyMark, ...]:
    """One count with its name and how it comes about, or `beside` them; it gives way to a later one."""
    top, height = span
    middle, right = top + height / 2, COLUMN_X + COLUMN_WIDTH - 72
    centre = COLUMN_X + COLUMN_WIDTH / 2 if not beside else right - 28
    return (
        Rect(
            x=COLUMN_X, y=top, width=COLUMN_WIDTH, height=height, radius=18, fill=0.16, role=Role.KERNEL,
            line=between(4.0, 0.0, later), value=float(count), name=f"{mode} weights",
        ),
        lettering(COLUMN_X + 28, between(top + 44, middle, later), mode, bold=True, size=44),
        lettering(COLUMN_X + 28, top + height - 44, terms, Role.MUTED, size=44, opacity=1.0 - ease(later * 3)),
        lettering(between(centre, right, later), middle, str(count), Role.KERNEL, bold=True,
                  size=between(HERO, FORMER, later), anchor="middle", name=f"number of {mode} weights"),
    )  # fmt: skip


def _formula(view: View) -> Formula:
    """The formula of the dense layer, or of the convolution that it has become."""
    if view.steps.matrix.active:
        tex = rf"{Y} = \sum_j \, {W}_{{i,j}}}}\; {X}_j}}"
        plain = "y of row i = sum over all inputs j of w · x"
    else:
        place = "i+u" if view.layer.stride == 1 else rf"{view.layer.stride}i+u"
        tex = rf"{Y} = \sum_u \, {W}_u}}\; {X}_{{{place}}}}}"
        plain = "y of row i = sum over its window of w · x, the same weights in every row"
    return Formula(tex=tex, plain=plain, x=COLUMN_X, y=FORMULA_Y, size=FORMULA_SIZE, name="formula")
