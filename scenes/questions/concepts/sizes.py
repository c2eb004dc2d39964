"""Items of C4: padding, stride, and the size of a map."""

from __future__ import annotations

from scenes import reference
from scenes.questions.draws import Draw
from scenes.questions.items import Made, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart


@item("output-size", concept="C4", scene="padding")
def output_size(draw: Draw) -> Made:
    """The rows of a feature map, by the formula."""
    n, k = draw.integer("n", 5, 12), draw.choice("k", 3, 5)
    p, s = draw.integer("p", 1, 4), draw.integer("s", 1, 4)
    at = Target("odometer")

    def rows(padding: int, stride: int) -> int:
        return reference.output_size(n, k, stride, padding)

    def shown(padding: int, stride: int) -> Moment:
        return Moment("padding", {"n": n, "k": k, "padding": padding, "stride": stride}, "The formula")

    room = n + 2 * p - k
    key = number(
        rows(p, s),
        f"{n} + 2·{p} − {k} = {room} cells are left to move over. Divide by {s}, round down, and add 1.",
        shown=shown(p, s),
        target=at,
    )
    wrong = (
        number(rows(0, s), "The padding is forgotten.", "C4/no-padding", shown(0, s), at),
        number(rows(p, s) - 1, "The first position counts too: add 1.", "C4/fencepost", shown(p, s), Target("plate 4")),
        number((n + p - k) // s + 1, "The padding lies on both sides.", "C4/one-side"),
        number(-(-n // s), "So large is the map with “same” padding. Here the padding is given.", "C4/same-rule"),
        number(rows(p, 1), "The stride is forgotten.", "C4/no-stride", shown(p, 1), at),
    )
    return Made(
        stem=f"A {k}×{k} kernel reads a picture of {n}×{n} with padding {p} on each side and stride {s}. How many rows "
        "does the feature map have?",
        key=key,
        wrong=told_apart(key, (each for each in wrong if float(each.value) > 0)),
        before=Moment("padding", shown(p, s).knobs, "The picture"),
        torch=f"""import torch
layer = torch.nn.Conv2d(1, 1, {k}, padding={p}, stride={s})
answer = layer(torch.zeros(1, 1, {n}, {n})).shape[-2]""",
    )


@item("same-padding", concept="C4", scene="padding")
def same_padding(draw: Draw) -> Made:
    """The padding that keeps the size of a picture."""
    n, k = draw.integer("n", 5, 12), draw.choice("k", 3, 5)
    knobs = {"n": n, "k": k, "stride": 1, "padding": 0}
    kept = (k - 1) // 2
    key = number(
        kept,
        f"The map loses {k} − 1 = {k - 1} rows. Half of them come back on each side.",
        shown=Moment("padding", knobs, "Same padding"),
        target=Target("zeros, same", read="number"),
    )
    wrong = (
        number(
            0,
            f"Without padding the map is {n - k + 1}×{n - k + 1}.",
            "E01",
            Moment("padding", knobs, "Valid padding"),
            Target("zeros, valid", read="number"),
        ),
        number(
            k - 1,
            f"This is full padding, and the map is {n + k - 1}×{n + k - 1}.",
            "C4/full",
            Moment("padding", knobs, "Full padding"),
            Target("zeros, full", read="number"),
        ),
        number(kept + 1, f"With it the map is {n + 2}×{n + 2}.", "C4/fencepost"),
        number(k, f"With it the map is {n + k + 1}×{n + k + 1}.", "C4/kernel-size"),
    )
    return Made(
        stem=f"A {k}×{k} kernel moves over a picture of {n}×{n} with stride 1. How much padding on each side keeps the "
        f"map at {n}×{n}?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("padding", knobs, "The picture"),
        torch=f"""import torch
layers = {{p: torch.nn.Conv2d(1, 1, {k}, padding=p) for p in range(9)}}
x = torch.zeros(1, 1, {n}, {n})
answer = next(p for p, layer in layers.items() if layer(x).shape == x.shape)""",
    )


@item("valid-size", concept="C4", scene="padding")
def valid_size(draw: Draw) -> Made:
    """The rows of a map with valid padding, which shrinks it."""
    n, k = draw.integer("n", 5, 12), draw.integer("k", 2, 5)
    draw.need(k < n)
    knobs = {"n": n, "k": k, "stride": 1, "padding": 0}
    key = number(
        n - k + 1,
        f"Valid padding adds no zeros, so the window has {n} − {k} + 1 places in a row.",
        shown=Moment("padding", knobs, "Valid padding"),
        target=Target("sizes, valid", read="number"),
    )
    wrong = (
        number(
            n,
            "This is “same” padding. Valid padding adds no zeros, and the map shrinks.",
            "E01",
            Moment("padding", knobs, "Same padding"),
            Target("sizes, same", read="number"),
        ),
        number(n - k, "The first position counts too: add 1.", "C4/fencepost"),
        number(
            n + k - 1,
            "This is full padding, which takes every window that touches the picture.",
            "C4/full",
            Moment("padding", knobs, "Full padding"),
            Target("sizes, full", read="number"),
        ),
    )
    return Made(
        stem=f"A {k}×{k} kernel moves over a picture of {n}×{n} with valid padding and stride 1. How many rows does "
        "the feature map have?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("padding", knobs, "The picture"),
        torch=f"""import torch
layer = torch.nn.Conv2d(1, 1, {k}, padding="valid")
answer = layer(torch.zeros(1, 1, {n}, {n})).shape[-2]""",
    )
