"""All that the degradation scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.degradation.computed import CIFAR_ERRORS, Copy, cifar_parameters
from scenes.degradation.knobs import Knobs
from scenes.stage.data.over_seeds import OverSeeds, over_seeds
from scenes.stage.data.paper_results import DEPTH_CONDITIONS, DEPTH_ERRORS, DEPTHS
from scenes.stage.draw.blocks import counted, number
from scenes.stage.numbers.series import number_text

SHALLOW, MIDDLE, DEEP, _, RESIDUAL_MIDDLE, RESIDUAL_DEEP = range(6)
"""The places of the nets in the run over seeds: plain ones of 8, 20 and 32 layers, then the same with shortcuts."""


def question() -> tuple[str, str]:
    """A net and a deeper one."""
    return "A deeper net can copy this net and add layers that do nothing.", (
        f"A net of {DEPTHS[0]} layers has been trained. Now a net of {DEPTHS[1]} layers is trained on the same "
        f"pictures. It could be the first one again, with {DEPTHS[1] - DEPTHS[0]} more layers that pass on what "
        "they get. So why should it be worse on the pictures that it learns from?"
    )


def copy(of: Copy) -> tuple[str, str]:
    """What the added layers do."""
    layers = len(of.kernels)
    if of.exact:
        return "A kernel of zeros with a 1 in its middle changes nothing.", (
            f"max(0, K ⋆ h) = h where h ≥ 0, and behind a ReLU no number is negative. With {counted(layers, 'layer')} "
            f"behind it that do{'es' * (layers == 1)} nothing, the deeper net gives the same answers, and its training "
            "loss is the same. So a deeper net can be at least as good, if training finds this. Type another number "
            "over a weight, or choose a slip, a small number that is added to all weights."
        )
    return "These layers change the map, so doing nothing has to be learned.", (
        f"The map that comes out is off by up to {number(of.difference(layers))}. So the net gives other answers, and "
        "its training loss is another. A plain layer does nothing only with a 1 in the middle and zeros around it."
    )


def race() -> tuple[str, str]:
    """The plain nets."""
    nets = over_seeds("degradation")
    shallow, deep = nets[SHALLOW], nets[DEEP]
    return "Deeper plain nets have higher loss on their training pictures.", (
        "All three get the same batches, and the bands go from the least to the largest loss of "
        f"{shallow.count} seeds. The loss of 20 layers is {_range(nets[MIDDLE], shallow)} times that of 8 layers, and "
        f"the loss of 32 layers {_range(deep, shallow)} times. Another processor rounds differently, and that moves "
        f"these curves about as far as another seed. With {deep.times} times as many steps all nets end lower, but the "
        f"one of 32 layers still ends above that of 8: "
        f"{number_text(deep.longer_end)} and {number_text(shallow.longer_end)} (medians of {len(deep.longer)} seeds)."
    )


def _range(net: OverSeeds, other: OverSeeds) -> str:
    """How many times another net's loss it ends at, over the seeds."""
    times = net.ends / other.ends
    return f"{times.min():.1f} to {times.max():.1f}"


SHORTCUTS = (
    "With shortcuts the deep nets end at less than half the loss.",
    "The same three depths get the same batches, but what a block computes is added to its input. With 20 and 32 "
    "layers they end at less than half the loss of the plain nets, and they have no more parameters. The loss is "
    "L = − mean of log p(right class), in nats. The bands go from the least to the largest loss of 9 seeds.",
)
OVERFITTING = (
    "Deep plain nets do not overfit, as in training they are worse.",
    "A net that overfits is good on the pictures that it learns from, and worse on others, so its training loss lies "
    "far below its validation loss. In degradation the training loss of the deep net lies above that of the shallow "
    "one. The deep plain nets are worse on both, so they have not learned their own training pictures. In each "
    "pair the first bar is the mean loss of the latest batches, and the second one is the loss on validation pictures.",
)


def deepest() -> tuple[str, str]:
    """The paper's net that does overfit."""
    most = max(CIFAR_ERRORS)
    best = min(CIFAR_ERRORS, key=CIFAR_ERRORS.__getitem__)
    *fewer, last = (f"{cifar_parameters(layers) / 1e6:.2f}" for layers in CIFAR_ERRORS)
    return "The deepest net learns its pictures, but is worse on new ones.", (
        f"These are residual nets. With {most:,} layers the training error is below 0.1 %, yet the test error is "
        f"{CIFAR_ERRORS[most]:.2f} − {CIFAR_ERRORS[best]:.2f} = {CIFAR_ERRORS[most] - CIFAR_ERRORS[best]:.2f} points "
        f"above that of {best} layers. The nets have {', '.join(fewer)} and {last} million parameters. They are single "
        f"nets, each picture is seen once as it is, and at {best} layers it is the best of 5 runs (He et al., CVPR "
        "2016, section 4.2 and table 6)."
    )


def begin(knobs: Knobs) -> tuple[str, str]:
    """The gradients of the first step."""
    nets = over_seeds("degradation")
    plain, residual = nets[DEEP], nets[RESIDUAL_DEEP]
    growth = (
        f"From the last convolution to the second, the weights' gradient grows {plain.middle_growth:.0f} times in the "
        f"plain net of 32 layers, {residual.middle_growth:.0f} times with shortcuts (medians of {plain.count} seeds)."
    )
    about = (
        "The bars are the norms ‖∂L/∂W‖ or ‖∂L/∂h‖ of each layer of the deepest net, on a logarithmic axis, "
        "and the lines are the other nets over their whole depth."
    )
    if knobs.kind == "residual":
        return "With shortcuts gradients grow less, and none vanishes.", f"{growth} {about}"
    return "Gradients do not vanish here but grow towards the input.", (
        f"Vanishing gradients would become smaller towards the first layers, and these become larger. {growth} So this "
        f"race can't tell what the growth does from what depth does. {about}"
    )


LEARN = (
    "Gradients still reach the first layers while the nets learn.",
    "Each norm is the geometric mean of the latest 10 steps. The paper's authors "
    "looked at the gradients of their plain nets and found healthy norms. They argue that vanishing gradients are "
    "unlikely to be the cause.",
)


def paper() -> tuple[str, str]:
    """The same symptom in the paper."""
    changes = {kind: f"{after - before:+.2f}".replace("-", "−") for kind, (before, after) in DEPTH_ERRORS.items()}
    return "In the paper, too, the deeper plain net has the higher error.", (
        f"From {DEPTHS[0]} to {DEPTHS[1]} layers the error changes by {changes['plain']} points without shortcuts, and "
        f"by {changes['residual']} points with them. It is the same symptom as in our race, at a larger size: "
        "ImageNet and days of training there, digits of 8 × 8 pixels and seconds here. In the paper, too, the deeper "
        f"plain net has the higher training error all along ({' '.join(DEPTH_CONDITIONS)})."
    )
