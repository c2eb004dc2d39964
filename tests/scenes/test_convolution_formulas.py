"""The formula beside the picture: its numbers agree with one another and with those in the cells."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from scenes.convolution.knobs import Knobs
from scenes.stage.data.pictures import Picture
from tests.scenes.reading import OWN, Expected, at_step, channel_of, layers, moments, turned

steadily = settings(derandomize=True, deadline=None, max_examples=40)
PLAIN = turned(filters=1, bias=0.0)
RGB = turned(picture=Picture("channels"), filters=1)


def computed(text: str) -> float:
    """The number that an expression of the stage stands for."""
    assert re.fullmatch(r"[\d.,+−×·/() ]|(?:[\d.,+−×·/() ]|max)+", text), text
    plain = text.replace("−", "-").replace("×", "*").replace("·", "*")
    return float(eval(plain, {"__builtins__": {}, "max": max}))


def check_equation(text: str, tolerance: float = 1e-9) -> None:
    """Every two sides of an equation stand for the same number; a name in front is no side."""
    sides = [side for side in text.split(" = ") if not re.fullmatch(r"(y\[\d+, \d+\]|S\[\d\])", side.strip())]
    assert sides
    values = [computed(side) for side in sides]
    assert values == pytest.approx([values[-1]] * len(values), abs=tolerance), text


WHOLE = [
    PLAIN,
    RGB,
    turned(flip=True, relu=True, padding="same", bias=-2.0),
    turned(PLAIN, size=2, kernel="random", stride=2),
    turned(picture=OWN["seven"], size=7, kernel="random"),
    turned(PLAIN, size=1, kernel="random", filters=4),
    turned(picture=OWN["colours"], channels="3", padding="2", size=5, kernel="random", filters=1),
]


@pytest.mark.parametrize("knobs", WHOLE)
def test_the_numbers_of_the_formula_agree_with_one_another(knobs: Knobs) -> None:
    for seen in moments(knobs, 0.1, 0.5, 0.9, 1.0):
        line = seen.numbers
        if seen.title in ("The input", "One window", "The output") or "products =" in line:
            continue
        for equation in line.split("     "):
            check_equation(equation.split(":   ")[-1])


@pytest.mark.parametrize("knobs", WHOLE)
def test_the_numbers_of_the_formula_are_those_of_the_cells(knobs: Knobs) -> None:
    of = Expected(knobs)
    for seen in moments(knobs, 0.2, 0.7, 1.0):
        filter_, cell = seen.filter, seen.cell(of)
        if seen.title.startswith(("Multiply", "Channel")):
            channel = channel_of(seen.title)
            block = next(grid for grid in seen.grids if grid.name.startswith("products"))
            place, product = seen.numbers.split(":   ")
            u, v = (int(digit) for digit in re.findall(r"\d", place))
            assert computed(product.split(" = ")[-1]) == of.products(filter_, cell)[channel, u, v]
            assert computed(product.split(" × ")[0]) == of.under(cell)[channel, u, v]
            assert u * knobs.size + v + 1 == block.shown
        elif seen.title == "Add":
            last = seen.numbers.split(" = ")[-1]
            assert computed(last) == of.sums(filter_, cell)[-1, -1]
        elif seen.title == "Add the bias":
            assert computed(seen.numbers.split(" = ")[-1]) == of.z[(filter_, *cell)]
        elif seen.title.startswith(("Apply", "Write", "Slide", "Filter")):
            assert computed(seen.numbers.split(" = ")[-1]) == of.y[(filter_, *cell)]


@steadily
@given(layers)
def test_the_size_formula_gives_the_size_of_the_map(knobs: Knobs) -> None:
    of, line = Expected(knobs), at_step(knobs, "One window").numbers
    width = of.x.shape[2]
    if knobs.padding == "same":
        assert f"{width} / {knobs.stride} = {width / knobs.stride:.4g}" in line or width % knobs.stride == 0
        _, (left, right) = of.padding
        assert line.endswith(f"{left} left, {right} right")
        assert of.z.shape[2] == -(-width // knobs.stride)
        return
    n, p, d, k, s, quotient = (
        float(found)
        for found in re.search(r"\((\d+) \+ 2·(\d+) − (\d+)·(\d+) − 1\) / (\d+) = ([\d.]+)", line).groups()  # type: ignore[union-attr]
    )
    assert (n, p, d, k + 1, s) == (width, of.corner[1], knobs.dilation, knobs.size, knobs.stride)
    assert quotient == pytest.approx((n + 2 * p - d * k - 1) / s, rel=1e-3)
    assert line.endswith(f"+ 1 = {of.z.shape[2]}")
    assert int((n + 2 * p - d * k - 1) // s) + 1 == of.z.shape[2]


def test_the_shape_and_the_counts_are_said() -> None:
    knobs = turned(picture=Picture("cat"), channels="3", filters=4)
    assert at_step(knobs, "The input").numbers == "3 × 224 × 224 = 150,528 numbers"
    assert at_step(knobs, "The output").numbers.split() == (
        [
            "4·(9·3",
            "+",
            "1)",
            "=",
            "112",
            "parameters",
            "222·222·4·9·3",
            "=",
            "5,322,672",
            "MACs",
            "for",
            "one",
            "picture",
        ]
    )
