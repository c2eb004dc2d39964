"""Auxiliary classifiers: two heads on GoogLeNet's way that send gradients of their own, and fall off at inference."""

from __future__ import annotations

from scenes.auxiliary.confusions import CONFUSIONS
from scenes.auxiliary.draw_live import draw_live
from scenes.auxiliary.draw_loss import one_loss
from scenes.auxiliary.draw_network import falling, growing, inside
from scenes.auxiliary.draw_pulses import back
from scenes.auxiliary.knobs import NETS, Knobs
from scenes.auxiliary.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(30.0, 110.0, 1180.0)
"""The pulses of all heads, from the module 4e to the stem."""


@scene(
    chapter="Going deeper",
    title="Auxiliary classifiers",
    short="Auxiliary heads",
    order=14,
    subtitle="two more heads help GoogLeNet to train; at inference they are gone",
    try_this=(
        "Type other losses on the plates. Which of the three changes the whole loss most?",
        "Switch the first auxiliary head off. How much less gradient arrives at the stem, in the toy model?",
        "Set the factor of the pulses to 1. Is there anything left for the auxiliary heads to do?",
        "Change the live nets to “healthy”. Does the auxiliary head still make a difference?",
    ),
    mistaken=(
        "The auxiliary heads are not used for the prediction, not even as an ensemble. At inference they are removed.",
        "They are not the branches of an Inception module. Those are concatenated, these have losses of their own.",
        "The weight of 0.3 belongs to their losses in training. It does not weigh any prediction.",
        "They are no proven cure for vanishing gradients. The authors of Inception-v3 later found no faster start of "
        "the training, and that the lower head could be left out. They saw them as regularisers and kept one.",
    ),
    sources=(
        "Szegedy et al.: Going deeper with convolutions (CVPR 2015), section 5",
        "Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception architecture (CVPR 2016), section 4",
        "Parameters counted in GoogLeNet as published, without batch normalisation",
        "The nets are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda knobs: NETS[knobs.nets],
    confusions=CONFUSIONS,
)
def auxiliary(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the network with its heads, their losses and pulses, the end of training, and trained nets."""
    steps = tell(stage, knobs)
    stage.poster(steps.pulses, KEY_PICTURE)
    now = steps.present
    if now is steps.classifiers:
        stage.add(*growing(now, knobs))
    elif now is steps.inside:
        stage.add(*inside(now, knobs))
    elif now is steps.loss:
        stage.add(*one_loss(now, knobs))
    elif now is steps.pulses:
        stage.add(*back(now, knobs))
    elif now is steps.inference:
        stage.add(*falling(now, knobs))
    else:
        draw_live(stage, steps, knobs)
