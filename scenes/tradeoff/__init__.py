"""The trade-off map: what accuracy costs in work, in storage, and in time on this computer."""

from __future__ import annotations

from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.tradeoff.computed import LOGIT_SCALES, guess, measured
from scenes.tradeoff.confusions import CONFUSIONS
from scenes.tradeoff.draw_four import four
from scenes.tradeoff.draw_here import here
from scenes.tradeoff.draw_map import drop, unbeaten_map
from scenes.tradeoff.draw_pair import pair
from scenes.tradeoff.draw_topk import top_k
from scenes.tradeoff.knobs import Knobs
from scenes.tradeoff.story import tell

KEY_PICTURE = Box(60.0, 100.0, 1100.0)
"""The map, with all networks on it."""


@scene(
    chapter="Going small",
    title="The trade-off map",
    short="The trade-off",
    order=22,
    subtitle="accuracy against work, storage and time",
    try_this=(
        "Put the accuracies of torchvision in place of the papers' ones. Which networks move, and which way?",
        "Click VGG-16 and then MobileNet v1. How many megabytes are their parameters?",
        "Make the right class the third of the sorted ones. Is it a miss for k = 1, and for k = 3?",
        "Measure on this computer, then raise the number of pictures a second. Which network keeps up longest?",
        "Click two measured networks. Which does more MACs in a second here, and why might that be?",
    ),
    mistaken=(
        "Fewer parameters are not fewer MACs. SqueezeNet 1.0 has 1.25 M parameters and 819 M MACs, AlexNet 61 M "
        "parameters and fewer MACs.",
        "Fewer parameters or MACs make a step cheaper and the file smaller. They say nothing about how many steps "
        "training takes to converge.",
        "MobileNet v1 (70.6 % top-1 on ImageNet) does not match Inception v3 (78.8 %). It comes near GoogLeNet "
        "(69.8 %) and VGG-16 (71.5 %), both as the MobileNet paper quotes them. VGG's own paper has 74.4 % for VGG-16, "
        "the number on the map. It comes near Inception v3 on Stanford Dogs only.",
        "An error must say top-1 or top-5, how many networks and crops, and on which pictures: AlexNet won in 2012 "
        "with 15.3 % top-5 error of seven networks; 17.0 % is one network's on the test pictures of 2010.",
    ),
    sources=(
        "Each network's paper, as its card says: Krizhevsky et al. (NIPS 2012), Simonyan, Zisserman (ICLR 2015), "
        "Szegedy et al. (CVPR 2016), He et al. (CVPR 2016), Iandola et al. (2016), Howard et al. (2017), Sandler et "
        "al. (CVPR 2018), Hu et al. (CVPR 2018), Tan, Le (ICML 2019)",
        "Accuracies of torchvision: the metadata of the weights in torchvision 0.28",
        "Released weights of ResNet-50: He, deep-residual-networks (2016), 24.7 % error with one crop",
        "Parameters and MACs: counted by us",
    ),
    measures=lambda knobs: measured(knobs.source),
    confusions=CONFUSIONS,
)
def tradeoff(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: one guess, the map, three looks at it, and the times on this computer."""
    stage.scales = LOGIT_SCALES
    steps = tell(stage, knobs)
    stage.poster(steps.networks, KEY_PICTURE)
    now = steps.present
    if now is steps.top_k:
        stage.add(*top_k(now, guess(knobs)))
    elif now is steps.networks:
        stage.add(*drop(now, knobs))
    elif now is steps.pair:
        stage.add(*pair(now, knobs))
    elif now is steps.four:
        stage.add(*four(now))
    elif now is steps.front:
        stage.add(*unbeaten_map(now, knobs))
    else:
        stage.add(*here(now, knobs))
