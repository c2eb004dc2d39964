"""What the convolution scene says: captions for the back row, and equations beside them that are true."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from scenes.convolution import convolution
from scenes.convolution.knobs import Knobs
from scenes.stage.core.catalogue import plan
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.data.pictures import Picture
from tests.scenes.reading import COLOURS, OWN, Expected, at_step, layers, turned

steadily = settings(derandomize=True, deadline=None, max_examples=60)
PLAIN = turned(filters=1, bias=0.0)
RGB = turned(picture=Picture("channels"), filters=1)
WORDS = 14

TERM = r"(?:max\(0, |[()]|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|[+−×·/])"
EXPRESSION = rf"{TERM}(?: ?{TERM})*"
EQUATION = re.compile(rf"(?<![\w\]]){EXPRESSION}(?: = {EXPRESSION})+")
SIZE = re.compile(
    r"\((\d+) \+ 2·(\d+) − (\d+)·(\d+) − 1\) / (\d+) = ([\d.]+)(?:, rounded down to (\d+))?, and \d+ \+ 1 = (\d+)\."
)


def computed(text: str) -> float:
    """The number that an expression stands for."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    plain = plain.replace("−", "-").replace("×", "*").replace("·", "*")
    return float(eval(plain, {"__builtins__": {}, "max": max}))


def equations(text: str) -> Iterator[list[float]]:
    """The sides of every equation of a text, as numbers; that of the size is a formula of its own."""
    for found in EQUATION.findall(SIZE.sub("", text)):
        yield [computed(side) for side in found.split(" = ")]


WHOLE = [
    PLAIN,
    RGB,
    turned(flip=True, relu=True, padding="same", bias=-2.0),
    turned(PLAIN, size=2, kernel="random", stride=2),
    turned(picture=OWN["seven"], size=7, kernel="random"),
    turned(PLAIN, size=1, kernel="random", filters=4),
    turned(RGB, relu=True, at=(1, 0), filters=3),
    turned(picture=OWN["colours"], channels="3", padding="2", size=5, kernel="random", filters=1),
]


@pytest.mark.parametrize("knobs", WHOLE)
def test_the_equations_beside_the_captions_are_true(knobs: Knobs) -> None:
    found = [sides for step in plan(convolution, knobs) for sides in equations(step.more)]
    assert len(found) >= 5
    for sides in found:
        assert sides == pytest.approx([sides[-1]] * len(sides), rel=1e-3), sides


@pytest.mark.parametrize("knobs", WHOLE)
def test_the_numbers_beside_the_captions_are_those_of_the_cells(knobs: Knobs) -> None:
    of = Expected(knobs)
    cell, size = of.chosen, knobs.size
    sums, products = of.sums(0, cell), of.products(0, cell)
    if knobs.channels == "1":
        first = at_step(knobs, "Multiply").more
        x, w, product = re.findall(r"−?[\d.]+", first.replace("(", "").replace(")", ""))[:3]
        assert computed(x) == of.under(cell)[0, 0, 0]
        assert computed(w) == of.applied[0, 0, 0, 0]
        assert computed(product) == products[0, 0, 0]
        assert f"{size * size} product" in first
        added = {0: at_step(knobs, "Add").more}
    else:
        added = {index: at_step(knobs, f"Channel {colour}").more for index, colour in enumerate(COLOURS)}
        assert next(equations(at_step(knobs, "Add across").more)) == [sums[:, -1].sum()] * 2
    for channel, said in added.items():
        left, right = re.search(r"([^.=]*) = ([−\d]+)\.", said).groups()  # type: ignore[union-attr]
        assert computed(right) == sums[channel, -1]
        if size * size <= 9:
            terms = [computed(term) for term in left.strip().split(" + ")]
            assert terms == products[channel].ravel().tolist()
        else:
            assert f"{size * size} products" in left
    bias = next(equations(at_step(knobs, "Add the bias").more))
    assert bias == [of.z[(0, *cell)]] * 2
    if knobs.relu:
        assert next(equations(at_step(knobs, "Apply ReLU").more)) == [of.y[(0, *cell)]] * 2
    written = at_step(knobs, "Write").more
    assert f"y[{cell[0]}, {cell[1]}] = " in written
    assert list(equations(written))[-1] == [of.y[(0, *cell)]] * 2


@steadily
@given(layers)
def test_the_size_beside_the_slide_is_that_of_the_map(knobs: Knobs) -> None:
    of, said = Expected(knobs), at_step(knobs, "Slide", 0.1).more
    width, (rows, columns) = of.x.shape[2], of.z.shape[1:]
    if rows * columns > 1:
        assert f"{rows} × {columns} = {rows * columns:,} windows." in said
    if knobs.padding == "same":
        assert f"{width} / {knobs.stride} = {width / knobs.stride:.4g}" in said or width % knobs.stride == 0
        _, (left, right) = of.padding
        assert f"{left} left and {right} right." in said
        assert columns == -(-width // knobs.stride)
        return
    n, p, d, k, s, quotient = (float(found) for found in SIZE.search(said).groups()[:6])  # type: ignore[union-attr]
    assert (n, p, d, k + 1, s) == (width, of.corner[1], knobs.dilation, knobs.size, knobs.stride)
    assert quotient == pytest.approx((n + 2 * p - d * k - 1) / s, rel=1e-3)
    assert f"+ 1 = {columns}." in said
    assert int((n + 2 * p - d * k - 1) // s) + 1 == columns


def test_the_shape_and_the_counts_are_said() -> None:
    knobs = turned(picture=Picture("cat"), channels="3", filters=4)
    assert "3 × 224 × 224, which makes 150,528 numbers." in at_step(knobs, "The input").more
    said = at_step(knobs, "The output").more
    assert "The output is 4 × 222 × 222" in said
    assert "4·(9·3 + 1) = 112 parameters" in said
    assert "222·222·4·9·3 = 5,322,672 MACs for one picture." in said


@steadily
@given(layers)
def test_captions_are_one_short_sentence(knobs: Knobs) -> None:
    for step in plan(convolution, knobs):
        assert len(step.caption.split()) <= WORDS, step.caption
        assert len(step.caption) <= CAPTION_LETTERS, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;.]*\.", step.caption), step.caption
        assert not re.search(r"\d{4}|\d,\d", step.caption), step.caption


@steadily
@given(layers)
def test_what_more_there_is_to_say_are_whole_sentences(knobs: Knobs) -> None:
    for step in plan(convolution, knobs):
        assert step.more.endswith("."), step.more
        assert "  " not in step.more
        assert not re.search(r"\.[A-Z]", step.more), step.more
        assert len(step.more) < 600, step.more
