"""Items of C11: logits, softmax, and the loss."""

from __future__ import annotations

import math

import numpy as np

from scenes import reference
from scenes.questions.draws import Draw
from scenes.questions.items import Made, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart, written
from scenes.stage.numbers.values import format_number

DECIMALS = 3
"""Shares and losses are written with so many, as the scene writes them."""
SHARE = Target("share of cat")


@item("softmax-shares", concept="C11", scene="softmax")
def softmax_shares(draw: Draw) -> Made:
    """A share of softmax, from logits whose exponentials are whole."""
    stretched = [draw.integer(name, 1, 6) for name in ("a", "b", "c")]
    draw.need(len(set(stretched)) == 3)
    z = np.log(stretched)
    first, total = stretched[0], sum(stretched)
    key = number(
        first / total,
        f"e to the logit is {first}, and the sum of all three is {total}.",
        shown=Moment("softmax", _logits(z), "Cut into shares"),
        target=SHARE,
        decimals=DECIMALS,
    )
    wrong = (
        number(
            float(z[0] / z.sum()),
            "The logits themselves are no shares. First comes the exponential.",
            "C11/proportional",
            decimals=DECIMALS,
        ),
        number(
            1 / 3,
            "Shares are equal only where the logits are.",
            "C11/equal",
            Moment("softmax", {"scores": "all equal"}, "Cut into shares"),
            SHARE,
            decimals=DECIMALS,
        ),
        number(
            first / max(stretched),
            "Divide by the sum and not by the largest: shares add up to 1.",
            "C11/largest",
            decimals=DECIMALS,
        ),
        number(
            first / (total - first),
            "The sum holds all classes, and this one too.",
            "C11/others",
            decimals=DECIMALS,
        ),
    )
    named = ", ".join(f"ln {each}" for each in stretched[:2]) + f" and ln {stretched[2]}"
    return Made(
        stem=f"The logits of cat, dog and owl are {named}. Which share does softmax give to cat?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("softmax", _logits(z), "Logits"),
        torch=f"""import torch
answer = torch.softmax(torch.tensor({stretched}, dtype=torch.float64).log(), 0)[0].item()""",
    )


@item("share-ratio", concept="C11", scene="softmax")
def share_ratio(draw: Draw) -> Made:
    """How many times as large a share is, from the difference of two logits."""
    difference = draw.choice("difference", 1.5, 2.0, 2.5, 3.0)
    knobs = {"classes": 2, **_logits(np.array([difference, 0.0]))}
    key = number(
        math.exp(difference),
        "Shares are to each other as the exponentials, so a difference becomes a factor.",
        shown=Moment("softmax", knobs, "Stretch by the exponential"),
        target=Target("e^z of cat"),
        decimals=2,
    )
    wrong = (
        number(math.log(difference), "Softmax takes the exponential and not the logarithm.", "E02", decimals=2),
        number(difference, "Shares are not proportional to logits.", "C11/proportional", decimals=2),
        number(10**difference, "The base is e and not 10.", "C11/base", decimals=2),
        number(1, "Only equal logits make equal shares.", "C11/equal", decimals=2),
    )
    return Made(
        stem=f"The logit of cat is {_plain(difference)}, and that of dog is 0. How many times as large as the share of "
        "dog is that of cat?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("softmax", knobs, "Logits"),
        torch=f"""import torch
p = torch.softmax(torch.tensor([{difference}, 0], dtype=torch.float64), 0)
answer = (p[0] / p[1]).item()""",
    )


@item("add-constant", concept="C11", scene="softmax")
def add_constant(draw: Draw) -> Made:
    """What adding a constant to all logits does to a share: nothing."""
    z = np.array([float(draw.integer(name, 0, 3)) for name in ("cat", "dog", "owl")])
    constant = draw.integer("constant", 1, 10)
    draw.need(len(set(z.tolist())) == 3)
    share, knobs = float(reference.softmax(z)[0]), {**_logits(z), "shift": float(constant)}
    alone = float(reference.softmax(z + np.array([float(constant), 0.0, 0.0]))[0])
    key = number(
        share,
        "Each exponential becomes the same number of times as large, and their sum too.",
        shown=Moment("softmax", knobs, "Add a constant"),
        target=SHARE,
        decimals=DECIMALS,
    )
    wrong = (
        number(
            float(reference.softmax(2 * z)[0]),
            "Shares get sharper if logits are multiplied, and not if something is added.",
            "C11/sharper",
            Moment("softmax", {**knobs, "factor": 2.0}, "Multiply by a constant"),
            SHARE,
            decimals=DECIMALS,
        ),
        number(
            float(reference.softmax(z / 2)[0]),
            "Shares get flatter if logits are divided, and not if something is added.",
            "C11/flatter",
            Moment("softmax", {**knobs, "temperature": 2.0}, "Temperature"),
            SHARE,
            decimals=DECIMALS,
        ),
        number(alone, "All logits grow, and not that of cat alone.", "C11/one-logit", decimals=DECIMALS),
        number(1 / 3, "The differences of the logits stay as they were.", "C11/equal", decimals=DECIMALS),
    )
    first, second, third = map(_plain, z.tolist())
    return Made(
        stem=f"The logits of cat, dog and owl are {first}, {second} and {third}. The share of cat is "
        f"{format_number(share, DECIMALS)}. Now {constant} is added to each logit. What is the share of cat now?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("softmax", knobs, "Logits"),
        torch=f"""import torch
z = torch.tensor({z.tolist()}, dtype=torch.float64)
answer = torch.softmax(z + {constant}, 0)[0].item()""",
    )


@item("cross-entropy", concept="C11", scene="softmax")
def cross_entropy(draw: Draw) -> Made:
    """The loss, from the share of the true class."""
    stretched = [draw.integer(name, 1, 6) for name in ("a", "b", "c")]
    first, total = stretched[0], sum(stretched)
    draw.need(math.gcd(first, total) == 1)
    share, z = first / total, np.log(stretched)
    key = number(
        -math.log(share),
        "The loss is minus the natural logarithm of that share.",
        shown=Moment("softmax", _logits(z), "The loss"),
        target=Target("loss"),
        decimals=DECIMALS,
    )
    wrong = (
        number(1 - share, "This is what is missing to 1. The loss is a logarithm.", "C11/missing", decimals=DECIMALS),
        number(-math.log10(share), "The logarithm is the natural one.", "C11/base", decimals=DECIMALS),
        number(
            -share * math.log(share), "The truth gives the true class a weight of 1.", "C11/entropy", decimals=DECIMALS
        ),
        number(share, "This is the share. A larger share makes a smaller loss.", "C11/share", decimals=DECIMALS),
    )
    return Made(
        stem=f"Softmax gives the true class a share of {first}/{total}. What is the cross-entropy loss?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("softmax", _logits(z), "Cut into shares"),
        torch=f"""import torch
z = torch.tensor([{stretched}], dtype=torch.float64).log()
answer = torch.nn.functional.cross_entropy(z, torch.tensor([0])).item()""",
    )


def _logits(z: reference.Floats) -> dict[str, object]:
    return {"values": [[[index], float(value)] for index, value in enumerate(z)]}


def _plain(value: float) -> str:
    """A logit without zeros at its end."""
    return written(value, 0 if value == round(value) else 1)
