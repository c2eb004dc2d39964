"""The steps of the degradation scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.degradation.computed import CIFAR_ERRORS, Copy, cifar_parameters
from scenes.degradation.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.data.over_seeds import over_seeds
from scenes.stage.data.paper_results import DEPTHS
from scenes.stage.draw.blocks import counted, number
from scenes.stage.numbers.series import number_text


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """A net is copied into a deeper one, nets race, and degradation is told apart from what it is not."""

    question: Span
    copy: Span
    race: Span
    shortcuts: Span
    overfitting: Span
    deepest: Span
    begin: Span
    learn: Span
    paper: Span

    @property
    def live(self) -> bool:
        """Whether the present step draws the run."""
        return self.telling(self.race, self.paper) and not self.deepest.active

    @property
    def fading(self) -> float:
        """How visible the present part is: it comes in, unless the step before has shown it."""
        return 1.0 if self.learn.active else self.arriving

    def added(self, count: int) -> int:
        """How many of so many added layers have come."""
        return sum(self.copy.part(layer, count + 1) >= 1 for layer in range(count))


def tell(stage: Stage, copy: Copy, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    return Steps(
        question=stage.step("A deeper net", QUESTION, 6.0),
        copy=stage.step("Layers that do nothing", _copy_caption(copy), 7.0),
        race=stage.step("Three plain nets race", _race_caption(), 9.0, live=True),
        shortcuts=stage.step("The same with shortcuts", SHORTCUTS, 9.0, live=True),
        overfitting=stage.step("Is it overfitting?", OVERFITTING, 8.0, live=True),
        deepest=stage.step("What overfitting looks like", DEEPEST, 6.0),
        begin=stage.step("Do gradients vanish? The first step", _begin_caption(knobs), 7.0, live=True, still=True),
        learn=stage.step("Gradients while they learn", LEARN, 9.0, live=True),
        paper=stage.step("The paper and the toy", PAPER, 8.0, live=True),
    )


QUESTION = (
    f"A net of {DEPTHS[0]} layers has been trained. Now a net of {DEPTHS[1]} is, on the same pictures. It could be the "
    "first one again, with layers between that hand on what they get."
)
SHORTCUTS = (
    "On the same batches, the same three depths with shortcuts: what a block computes is added to its input. With 20 "
    "and 32 layers they end at less than half the loss of their plain twins, and have not a parameter more."
)
OVERFITTING = (
    "A net that overfits is good on the pictures that it learns from, and worse on others. "
    "The deep plain nets are worse on both: they have not learned their own training pictures."
)
DEEPEST = (
    f"The paper has overfitting too: its residual net of {max(CIFAR_ERRORS):,} layers and "
    f"{cifar_parameters(max(CIFAR_ERRORS)) / 1e6:.1f} million parameters has a training error below 0.1 %, yet it is "
    "worse on the test pictures than that of 110 layers."
)
LEARN = (
    "The same while they learn: the first layers never fall silent. The paper's authors looked at the gradients of "
    "their plain nets, found healthy norms, and argue that vanishing gradients are unlikely to be the cause."
)
PAPER = (
    "The same symptom, in a smaller world: ImageNet and days of training there, digits of 8 × 8 pixels and seconds "
    "here. In the paper, too, the deeper plain net has the higher training error all along."
)


def _copy_caption(copy: Copy) -> str:
    layers = len(copy.kernels)
    if copy.exact:
        return (
            f"A deeper net could be this one with {counted(layers, 'layer')} behind it that do{'es' * (layers == 1)} "
            "nothing: a 1 among zeros. It answers alike, so its training loss is the same. A deeper net need never be "
            "worse."
        )
    return (
        "The copy is no longer exact: the map that comes out is off by up to "
        f"{number(copy.difference(layers))}. Doing nothing is possible for plain layers, but it has to be learned."
    )


def _race_caption() -> str:
    shallow, _, deep, *_ = over_seeds("degradation")
    return (
        "The same batches for all three. The deeper a plain net is, the higher its loss on the very pictures it trains "
        f"on. With {deep.times} times the steps all end lower, but 32 layers still above 8: "
        f"{number_text(deep.longer_end)} and {number_text(shallow.longer_end)} (medians of {len(deep.longer)} seeds)."
    )


def _begin_caption(knobs: Knobs) -> str:
    _, _, plain, *_, residual = over_seeds("degradation")
    growth = (
        f"from the last convolution to the second {plain.middle_growth:.0f} times in the plain net of 32 layers, "
        f"{residual.middle_growth:.0f} times with shortcuts (medians of {plain.count} seeds)"
    )
    if knobs.kind == "residual":
        return f"With shortcuts, too, gradients grow towards the first layers, but less: {growth}. Nothing vanishes."
    return (
        f"Vanishing gradients would fall towards the first layers. These rise: {growth}. What growth does and what "
        "depth does can't be told apart here."
    )
