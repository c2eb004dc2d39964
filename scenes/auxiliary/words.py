"""All that the auxiliary scene says: a sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from scenes.auxiliary.computed import SIDES, layers_inside, loss, parameters, present, pulses, short, trunk
from scenes.auxiliary.knobs import INSIDE, Knobs
from scenes.stage.numbers.values import figures_text, superscript


def classifiers(knobs: Knobs) -> tuple[str, str]:
    """What the auxiliary heads are."""
    googlenet = trunk()
    there = [name for name in SIDES if present(name, knobs)]
    if not there:
        return "Without its auxiliary heads, GoogLeNet has one loss at the far end.", (
            f"The trunk and the main head have {googlenet.parameters:,} parameters."
        )
    counts = " + ".join(f"{googlenet.heads[name].parameters:,}" for name in there)
    heads = "two more classifiers" if len(there) == 2 else "one more classifier"
    return f"For its training GoogLeNet has {heads} on the way.", (
        "They stand behind the modules 4a and 4d. They are no branches of a module: each predicts the class, and has "
        f"a loss of its own. All parameters in training are {googlenet.parameters:,} + {counts} = "
        f"{parameters(knobs):,}."
    )


def inside(knobs: Knobs) -> tuple[str, str]:
    """What an auxiliary head is made of."""
    head = SIDES[INSIDE.index(knobs.inside)]
    counts = " + ".join(f"{layer.parameters:,}" for layer in layers_inside(head) if layer.parameters)
    pool, *_, dropout, _ = layers_inside(head)
    return "Nearly all parameters of a head are in its dense layers.", (
        f"Average pooling with stride {pool.stride[0]}, a 1×1 convolution and two dense layers predict the 1000 "
        f"classes from maps of the middle of the network. Dropout leaves out {100 * dropout.rate:.0f} % of the "
        f"numbers while it trains. Layer by layer the parameters are {counts} = {trunk().heads[head].parameters:,}."
    )


def whole_loss(knobs: Knobs) -> tuple[str, str]:
    """What training makes smaller."""
    whole = loss(knobs)
    if not any(whole.there):
        return "Without auxiliary heads the whole loss is the main head's.", f"L = {short(whole.total)}."
    return f"Each auxiliary loss counts {short(whole.weight)} times in the whole loss.", (
        "Training makes one number smaller, the main loss plus the weighted losses of the auxiliary heads. It is no "
        f"mean, and no plain sum. {summed(knobs)}. Type other losses, or drag them up and down."
    )


def summed(knobs: Knobs) -> str:
    """The whole loss, written out."""
    whole = loss(knobs)
    pairs = [(value, add) for value, add, on in zip(whole.values[1:], whole.added, whole.there, strict=True) if on]
    terms = [short(whole.values[0]), *(f"{short(whole.weight)}·{short(value)}" for value, _ in pairs)]
    sums = [short(whole.values[0]), *(short(add) for _, add in pairs)]
    if not pairs:
        return f"L = {short(whole.total)}"
    return f"{' + '.join(terms)} = {' + '.join(sums)} = {short(whole.total)}"


def back(knobs: Knobs) -> tuple[str, str]:
    """What a gradient has left when it comes to the first layers."""
    found = pulses(knobs)
    powers = [f"{knobs.gain:g}{superscript(len(sizes) - 1)}" for sizes in found.values()]
    terms = [powers[0], *(f"{knobs.weight:g}·{power}" for power in powers[1:])]
    values = [figures_text(sizes[0]) for sizes in found.values()]
    account = f"{' + '.join(terms)} = {' + '.join(values)}"
    if len(found) > 1:
        account += f" = {figures_text(sum(sizes[0] for sizes in found.values()))}"
    more = (
        f"This is a toy model. On its way back, each part multiplies the gradient by g = {knobs.gain:g}. "
        f"Behind the stem arrives {account}."
    )
    if len(found) == 1:
        return "Only the main head sends a pulse, and it has the whole way to go.", more
    if knobs.gain >= 1:
        return "No pulse shrinks on its way, so there is nothing to rescue.", more
    return "A head that is nearer to the first layers reaches them with more.", more


def inference(knobs: Knobs) -> tuple[str, str]:
    """What is left after training."""
    later = (
        "Later the authors found that training did not start faster with auxiliary heads, and that without the lower "
        "one the network ended as well. They seem to act as regularisers, and Inception-v3 keeps one. "
        "Source: Szegedy et al., CVPR 2016, section 4."
    )
    if knobs.heads == "none":
        return "There is nothing to take off, for only the main head was trained.", later
    return "After training the auxiliary heads are thrown away.", (
        "Only the main head predicts. The others are not averaged in. "
        f"{parameters(knobs):,} parameters become {trunk().parameters:,}. {later}"
    )


def begin() -> tuple[str, str]:
    """What the first step's gradients are, with and without auxiliary heads."""
    return "Alone, hardly any gradient reaches the first layers.", (
        "These are twenty ReLU layers that start too small, by PyTorch's default. A dashed line is a head: with one "
        "behind every fourth layer, some gradient reaches all of them. The gradients of the activations, which are "
        "not drawn, shrink in the same way."
    )


def race(weak: bool) -> tuple[str, str]:
    """How both nets learn."""
    if weak:
        return "Only the net with auxiliary heads learns in time.", (
            "Both nets have the same layers and the same start. The heads rescue a bad start. With He's rule or batch "
            "normalisation there is nothing to rescue. What is drawn is the loss of the last classifier."
        )
    return "With batch normalisation, both nets learn alike.", (
        "This is a small Inception net with batch normalisation, with and without an auxiliary head. Where gradients "
        "are healthy an auxiliary head has nothing to rescue. What is drawn is the loss of the last classifier."
    )


def right(weak: bool) -> tuple[str, str]:
    """How often both nets are right in the end."""
    more = "The accuracy is measured on pictures that the nets are not trained with."
    return ("From a bad start, the heads decide." if weak else "From a good start, both end about level."), more
