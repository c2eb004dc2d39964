"""What the lenses say in words."""

from __future__ import annotations

from desktop.lab.looking.lens import COVER, GRAD_CAM, GRADIENT, SMOOTHED, Classes
from scenes.stage.data.recording import Contestant
from scenes.stage.numbers.series import number_text

SHOWN = {
    GRADIENT: "How the logit changes with each pixel, in logits for a whole step from black to white",
    SMOOTHED: "The mean of 25 gradients of the picture under noise, in logits for a whole step from black to white",
    GRAD_CAM: "The maps of a layer, each times its mean slope, added up; only what speaks for the class is kept",
    COVER: "How many logits the class loses while a square lies there, as grey as training pictures are on average",
}
LARGEST = "; of the three colours the largest counts"
ONE_SCALE = "Both pictures of a network are on one scale; another network has its own."
OWN_SCALES = "Each picture is on a scale of its own: compare where, and not how strong."
ALIKE = (
    "If both look alike (a rank correlation near 1), the lens shows the picture and not what was learned (Adebayo et "
    "al. 2018). If they differ, it shows what the answer hangs on here: not why, and nothing about other pictures."
)
ZERO = {
    GRADIENT: "Its gradient is 0: no pixel changes this answer.",
    SMOOTHED: "Its gradient is 0: no pixel changes this answer.",
    GRAD_CAM: "It is 0: no place of these maps speaks for the class.",
    COVER: "It is 0: no square changes this answer.",
}
PRACTICALLY = "It is practically 0, at most {}."
UNITS = {
    GRADIENT: "logits, black to white",
    SMOOTHED: "logits, black to white",
    GRAD_CAM: "logits for each cell",
    COVER: "logits that are lost",
}
NO_CONVOLUTION = "It has no convolution, so there are no maps to weigh. Take the gradient, or cover it."
GONE = "It has left the race: its numbers are not finite any more."
NO_WEIGHTS = "No weights were recorded of this run, so nobody can be asked where it looks. Train it again."
NOT_FILLED = "Drag the square over the picture, or fill the whole map."
NO_PICTURE = "There is no picture to look at yet."


def explained(classes: tuple[int, int | None], names: tuple[str, ...], layer: str) -> tuple[str, ...]:
    """What is explained of a network, by which layer if by one, in many words or in fewer."""
    of, against = classes
    told = names[of] + (f" rather than {names[against]}" if against is not None else "")
    by = f" by {layer}" if layer else ""
    return f"explains {told}{by}", f"explains {told}", f"“{told}”"


def nothing(lens: int, largest: float) -> str:
    """Why there is no map to look at: its numbers are zero, or practically so."""
    return ZERO[lens] if largest == 0 else PRACTICALLY.format(number_text(largest))


def layer_text(contestant: Contestant, name: str) -> str:
    """A layer that Grad-CAM can weigh the maps of: "relu2, 16 maps of 14×14"."""
    shape = next(layer.shape for layer in contestant.layers if layer.name == name)
    return f"{name}, {shape[0]} maps of {shape[1]}×{shape[2]}"


def shown(lens: int, channels: int, one_scale: bool, classes: Classes) -> str:
    """What the lens shows, and on which scale."""
    coloured = LARGEST if channels > 1 and lens in (GRADIENT, SMOOTHED) else ""
    told = SHOWN[lens].replace("the class", "the difference") if classes.against is not None else SHOWN[lens]
    return f"{told}{coloured}. {ONE_SCALE if one_scale else OWN_SCALES}"
