"""The steps of the residual block, backwards: what each is about, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.reference import ResidualBlock
from scenes.residual_backward.knobs import Knobs
from scenes.stage.charts.layer_norms import LATEST
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.over_seeds import over_seeds


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The gradient comes back through the block, then through chains of blocks, then through trained twins."""

    arrive: Span
    split: Span
    back: Span
    inner: Span
    through: Span
    gather: Span
    chain: Span
    paper: Span
    race: Span
    begin: Span
    learn: Span


def tell(stage: Stage, of: ResidualBlock, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    long = 8.0 if of.x.shape[1] == 1 else 9.0
    block, line, twins = ("input", "weights", "shortcut", "zero"), ("slope", "blocks"), ("depth",)

    def step(title: str, said: tuple[str, str], seconds: float, knobs: tuple[str, ...], *was: str) -> Span:
        caption, more = said
        return stage.step(title, caption, seconds, more=more, knobs=knobs, was=was)

    def live(title: str, said: tuple[str, str], knobs: tuple[str, ...], *was: str, still: bool = False) -> Span:
        caption, more = said
        return stage.step(title, caption, 8.0, live=True, still=still, more=more, knobs=knobs, was=was)

    return Steps(
        arrive=step("The gradient arrives", ARRIVE, 5.0, ("input", "weights"), "Backwards: the gradient arrives"),
        split=step(*(SPLIT if of.shortcut else NO_SPLIT), 5.0, block),
        back=step("Back through the second convolution", BACK, long, ("weights", "zero")),
        inner=step("Back through the ReLU", INNER, 5.0, ("weights", "zero")),
        through=step("Back through the first convolution", THROUGH, long, ("weights", "zero")),
        gather=step("Both copies add up" if of.shortcut else "What reaches the input", _gather(of), 7.0, block),
        chain=step("A chain of blocks", CHAIN, 8.0, line),
        paper=step("What ResNet set out to solve", PAPER, 5.0, ()),
        race=live("Twins, trained", _race(knobs.depth), twins),
        begin=live("The first step's gradients", BEGIN[knobs.depth], ("depth", "norms"), still=True),
        learn=live("Gradients while they learn", LEARN, ("depth", "norms"), "Gradients over the steps"),
    )


ARRIVE = (
    "The last ReLU lets a gradient pass where the sum was positive.",
    "From the loss comes the gradient at the output, ∂L/∂y. Where s = F(x) + x was not positive, the ReLU gave 0 "
    "whatever s was, so ∂L/∂s is 0 there.",
)
SPLIT = (
    "At + it splits",
    (
        "At + the gradient splits into two equal copies.",
        "A sum passes its gradient on to both of its terms, unchanged: s = F + x, so ∂s/∂F = 1 and ∂s/∂x = 1. "
        "One copy goes into F, and one goes straight along the shortcut. The thicker a road, the larger is the sum of "
        "its gradient's numbers without their signs.",
    ),
)
NO_SPLIT = (
    "All of it goes back through F",
    (
        "Without the shortcut the whole gradient goes back through F.",
        "There is no second way. The thicker a road, the larger is the sum of its gradient's numbers without their "
        "signs.",
    ),
)
BACK = (
    "The way back uses the same weights, turned by 180°.",
    "The gradient ∂L/∂F is convolved with the second kernel, turned by 180°. With matrices this is ∂L/∂h = K₂ᵀ ∂L/∂F.",
)
INNER = (
    "The ReLU inside F stops the gradient where z was 0 or less.",
    "∂L/∂z is ∂L/∂h where z > 0, and 0 elsewhere. Forwards, this ReLU gave 0 at these places, whatever z was.",
)
THROUGH = (
    "The first convolution hands the gradient back to x.",
    "It uses its own weights, again turned by 180°. So (∂F/∂x)ᵀ ∂L/∂F = K₁ᵀ ∂L/∂z comes out of F.",
)


def _gather(of: ResidualBlock) -> tuple[str, str]:
    if not of.shortcut:
        return "Layers before this block get only what came through F.", "∂L/∂x = (∂F/∂x)ᵀ ∂L/∂s."
    return "However small F's share is, the straight copy arrives.", (
        "What came through F and what came straight are added: ∂L/∂x = (I + ∂F/∂x)ᵀ ∂L/∂s. The large numbers say how "
        "large each gradient is, with its numbers added up without their signs."
    )


CHAIN = (
    "A plain block multiplies by f, a residual one by 1 + f.",
    "A model with one number for each block is shown here. In a network the factors are matrices. Each block has "
    "its own shortcut, so after L blocks the factor is fᴸ in the plain chain and (1 + f)ᴸ in the residual one.",
)
PAPER = (
    "Deeper was worse without shortcuts, and better with them.",
    "This is degradation. The deeper plain net has the higher training error too, so it is not overfitting. The "
    "authors found healthy gradients in it, and argue that vanishing ones are unlikely to be the cause. Both networks "
    "of a depth have equally many parameters (option A).",
)


def _race(depth: str) -> tuple[str, str]:
    begin = "Both begin with the same weights and get the same batches. Only the shortcuts differ."
    seeds = over_seeds("degradation")[0].count  # of the same nets
    bands = (
        f"The bands reach from the least to the largest loss of {seeds} seeds. Another processor rounds differently, "
        "and that moves the curves about as far."
    )
    if depth == "8":
        return "With so few layers both twins learn well.", f"{begin} {bands} Now choose more layers."
    return "In as many steps the plain twin learns less.", (
        f"{begin} The plain twin's loss on the training batches is high too, so this is not overfitting. {bands}"
    )


_GROWING = (
    "Gradients grow towards the first layers, more in the plain twin.",
    "From the last convolution back to the first the norms grow, those of the weights and those of the activations. "
    "The axis is logarithmic. Nothing vanishes here. The large numbers say how many times the norm of layer 2 is that "
    "of the last convolution.",
)
BEGIN = {
    "8": (
        "With so few layers all gradients stay of similar size.",
        "The axis is logarithmic. The norms are those of the first training step.",
    ),
    "20": _GROWING,
    "32": _GROWING,
}
LEARN = (
    "While both learn, gradients still reach their first layers.",
    f"Each norm is the geometric mean of the latest {LATEST} steps. Vanishing would hold the first layers far below "
    "the last ones, and it does not. So no vanishing gradient slows the plain twin down.",
)
