"""The steps of the vanishing scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import figures_text
from scenes.vanishing.computed import CHAIN, DEPTH, SMALLEST, Chain, descent, overflow
from scenes.vanishing.knobs import Knobs


@dataclass(frozen=True, eq=False)
class Steps(Told):
    """What is going on: the step's name, and how far every step has come."""


def tell(stage: Stage, of: Chain, knobs: Knobs) -> Steps:
    """Lay out the steps: the chain, its factors, first weights, a random stack, an explosion, and trained nets."""
    spans = {
        "back": stage.step("A pulse goes back", _back_caption(of), 8.0),
        "factor": stage.step("What a factor is made of", FACTOR, 6.0),
        "start": stage.step("How large should weights start?", START, 6.0),
        "stack": stage.step("A stack of random layers", STACK[knobs.activation], 7.0),
        "inf": stage.step("From large to infinite", _inf_caption(knobs), 8.0),
        "begin": stage.step("Trained nets: the first step's gradients", BEGIN[knobs.nets], 7.0, live=True, still=True),
    }
    if knobs.nets in ("exploding", "clipped"):
        spans["first"] = stage.step("Step by step", FIRST[knobs.nets], 7.0, live=True)
    else:
        spans["learn"] = stage.step("Gradients over the steps", LEARN[knobs.nets], 8.0, live=True)
    if knobs.nets != "ReLU":
        spans["race"] = stage.step("Do they learn?", RACE[knobs.nets], 8.0, live=True)
    return Steps(present(spans), spans)


FACTOR = (
    "In each layer the gradient is multiplied by the weights, transposed, and by the slope of the activation. A "
    "sigmoid's slope is ¼ at best: five of them leave less than a thousandth."
)
START = (
    "An output adds up n_in products, so the more inputs, the smaller its weights must start. He's rule is made for "
    "ReLU, which halves the signal's mean square; Glorot's for tanh and the like."
)
STACK = {
    "ReLU": (
        f"Random numbers through {DEPTH} layers, and a random gradient back. With ReLU He's rule makes the factor 1; "
        "Glorot's loses a factor of √2 in every layer. Dashed: what theory says."
    ),
    "tanh": (
        f"Random numbers through {DEPTH} layers, and a random gradient back. tanh saturates: large signals are held "
        "near 1, where its slope is small. Dashed: the factor where it is steepest."
    ),
    "sigmoid": (
        f"Random numbers through {DEPTH} layers, and a random gradient back. Forwards a sigmoid never falls silent, "
        "for 0 becomes ½. Backwards its slope of ¼ at most lets the gradient vanish."
    ),
}
BEGIN = {
    "four nets": (
        "Four nets of 20 layers. With sigmoids the norms fall by about twelve powers of ten towards the input; ReLU "
        "with He's rule, batch normalisation or shortcuts around sigmoids keep them within two."
    ),
    "sigmoid": (
        "A net with 20 sigmoid layers, and Glorot's rule. On a logarithmic axis the norms fall along a straight line "
        "towards the input: almost the same factor in every layer, as in the chain."
    ),
    "ReLU": (
        "Three nets of 20 ReLU layers that start with weights of different size. By the weights' gradients all layers "
        "of a net look alike. Only the activations' gradients lean: both plots are needed."
    ),
    "exploding": (
        "Twelve ReLU layers. Both nets differ only in how large their weights start. With gain 2 the activations' "
        "gradients grow towards the input, and all weights' gradients are large."
    ),
    "clipped": (
        "The same two nets with the same weights to begin with: so far nothing differs. The norms drawn here are those "
        "before the gradient is clipped."
    ),
}
LEARN = {
    "four nets": (
        "The first and the last layer of each net over the steps. Three of the first layers hear from the loss as long "
        "as the net learns. The sigmoid net's hears next to nothing: tiny values, but not 0."
    ),
    "sigmoid": (
        "The first, the middle and the last layer over the steps. Only the last layers move; the first ones get "
        "values so small that their weights hardly move. They are tiny, but not 0."
    ),
    "ReLU": (
        "The first and the last layer of each net. The learning rate is almost 0: these nets are only looked at, so "
        "that each keeps the size it started with. In He's net the lines stay together."
    ),
}
FIRST = {
    "exploding": (
        "A large gradient makes a large step, the weights become larger, the next gradient larger still: with gain 2 "
        "the loss is not finite any more within a few steps. He's net goes on."
    ),
    "clipped": (
        "Clipping: where the norm of the whole gradient is above 1, all of it is multiplied by 1 / norm. The direction "
        "stays, the length is 1. The loss with gain 2 stays finite, and falls."
    ),
}
RACE = {
    "four nets": (
        "The three nets whose first layers get gradients learn; the sigmoid net stays at chance. Each cure alone is "
        "enough here: ReLU with weights to suit it, normalisation, or shortcuts."
    ),
    "sigmoid": (
        "Whatever the last layers learn, hardly anything of the picture reaches them through layers that do not learn: "
        "the accuracy stays at chance."
    ),
    "exploding": "One net is out of the race within a few steps. The other one, with He's gain, learns.",
    "clipped": (
        "The clipped net survives and learns, but the net that started well is ahead: clipping is the rescue, a good "
        "start is the cure."
    ),
}


def _back_caption(of: Chain) -> str:
    layers, factors = counted(of.layers, "layer"), set(of.factors)
    if len(factors) > 1:
        return (
            f"On its way back through {layers} the gradient is multiplied by each layer's factor. The product of all "
            f"factors arrives at the first layer: {figures_text(of.left)}."
        )
    g, words = f"{of.factors[0]:g}", f"On its way back through {layers} the gradient is multiplied by "
    if of.left < 1:
        words += f"{g} each time. It shrinks exponentially, and the first layers get least. "
        if of.left > SMALLEST / 2:
            return words + "It is small, but it is not 0."
        return words + f"A computer rounds it to 0 in the end: 32 bits hold nothing below {figures_text(SMALLEST)}."
    if of.left > 1:
        return words + f"{g} each time. It grows exponentially: the first layers get the most."
    return words + "1 each time: it stays as it is, however deep the network."


def _inf_caption(knobs: Knobs) -> str:
    found = descent(knobs.weight, False)
    if knobs.clip:
        return (
            "With the gradient clipped to length 1 every step is a small one, in the same direction: the loss falls. "
            "The faint line shows what happens without clipping."
        )
    if found[-1].finite:
        start = f"{CHAIN} factors that start at {knobs.weight:g} are trained to have a product of 1. "
        if found[-1].loss < found[0].loss / 2 and found[1].output < 0.1:
            return start + "The first step is too long: it lands where the product is almost 0, and the gradient too."
        return start + "Here nothing explodes; let them start at 1.3."
    return (
        f"{CHAIN} factors that start at {knobs.weight:g} are trained to have a product of 1. Each step makes the next "
        f"gradient larger: in step {overflow(found)} a result is above the largest number that 32 bits hold."
    )
