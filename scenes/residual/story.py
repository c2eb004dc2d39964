"""The steps of the residual block, forwards: what each is about, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.reference import ResidualBlock
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import counted


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The input takes two roads, F is looked into, the roads meet, and F is switched off."""

    enter: Span
    first: Span
    inner: Span
    second: Span
    add: Span
    outer: Span
    off: Span


def tell(stage: Stage, of: ResidualBlock) -> Steps:
    """Lay out the steps."""
    single = of.x.shape[1] == 1

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], *was: str) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=was)

    both = ("The input takes two roads", "The input takes one road")
    return Steps(
        enter=step(both[not of.shortcut], _enter(of), 5.0, ("input", "shortcut", "zero"), "Two lanes"),
        first=step("The first convolution", FIRST, 8.0 if single else 9.0, ("input", "weights", "zero")),
        inner=step("ReLU inside F", _inner(of), 4.0, ("input", "weights")),
        second=step("The second convolution", SECOND, 8.0 if single else 9.0, ("weights", "zero")),
        add=step(
            "They meet at +" if of.shortcut else "Nothing to add",
            _add(of),
            6.0,
            ("input", "weights", "shortcut", "zero"),
        ),
        outer=step("ReLU after the sum", _outer(of), 4.0, ("input", "weights", "shortcut", "zero")),
        off=step("Switch F off", _off(of), 7.0, ("input", "shortcut", "zero"), "Turn F off"),
    )


FIRST = (
    "F begins with a 3×3 convolution of the input.",
    "Its padding keeps the size. Bias and batch normalisation are left out here, so that every number can be followed. "
    "The input is one column of three numbers, so it meets only the middle column of a kernel.",
)
SECOND = (
    "No ReLU follows the second convolution, so F(x) may be negative.",
    "F(x) keeps its negative numbers, so that it can also make x smaller. The second ReLU of the block comes after the "
    "sum.",
)


def _enter(of: ResidualBlock) -> tuple[str, str]:
    if not of.shortcut:
        return "Without the shortcut this is a plain block.", (
            "The input goes through F and nowhere else. F is convolution, ReLU, convolution. Pull the lower lever back."
        )
    return "One copy of x goes through F, the other past it.", (
        "F is convolution, ReLU, convolution. On the shortcut nothing is computed, and it has no weights."
    )


def _inner(of: ResidualBlock) -> tuple[str, str]:
    below = int((of.z < 0).sum())
    more = (
        "A ReLU stands between the two convolutions of F, and it turns negative numbers into 0. Without it, one "
        "convolution could do the work of both."
    )
    if not below:
        return "ReLU lets all these numbers pass, for none is negative.", more
    many = below != 1
    return f"ReLU turns the {f'{below} ' if many else ''}negative number{'s' * many} into 0.", more


def _add(of: ResidualBlock) -> tuple[str, str]:
    if not of.shortcut:
        return "There is nothing to add, and F(x) goes on alone.", "A plain block has only this one road."
    cells = of.x.size
    return "At +, F(x) and x are added, number by number.", (
        f"{cells} numbers and {cells} numbers give {cells}, so their shapes must be equal. "
        "Concatenation, as in Inception, would give twice as many."
    )


def _outer(of: ResidualBlock) -> tuple[str, str]:
    below = int((of.s < 0).sum())
    caption = (
        f"The last ReLU comes after the sum and stops {counted(below, 'number')}."
        if below
        else "The last ReLU comes after the sum, and here all may pass."
    )
    return caption, (
        "In the first ResNets this ReLU is the last thing in a block. The later pre-activation blocks have batch "
        "normalisation and ReLU before each convolution, and nothing after the sum."
    )


def _off(of: ResidualBlock) -> tuple[str, str]:
    if not of.shortcut:
        return "Without F a plain block hands on nothing.", (
            "All weights of F are 0 now. To be the identity, F would have to learn it."
        )
    if of.x.min() < 0:
        return "Without F the block hands on only ReLU(x).", (
            "That is the identity for numbers that are not negative, as here. Inside a network x comes from a ReLU."
        )
    return "With F off, x arrives unchanged.", (
        "All weights of F are 0 now, and the block is the identity: y = x, because x comes from a ReLU and is not "
        "negative. To do nothing, a block needs only weights of 0."
    )
