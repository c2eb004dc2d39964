"""Residual block, backwards: the gradient splits at the plus, comes back along two roads, and runs through chains."""

from __future__ import annotations

from scenes.residual_backward.confusions import CONFUSIONS
from scenes.residual_backward.draw_chain import chain, draw_chain, nearest_block
from scenes.residual_backward.draw_inside import draw_inside
from scenes.residual_backward.draw_paper import draw_paper
from scenes.residual_backward.draw_roads import draw_gather, draw_split
from scenes.residual_backward.draw_twins import draw_twins
from scenes.residual_backward.knobs import Knobs
from scenes.residual_backward.story import tell
from scenes.residual_backward.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.residual.blocks import scales

KEY_PICTURE = Box(20.0, 110.0, 1250.0)
"""What came through F, what came straight, and both together."""

PULL_BACK = 1.4
"""The seconds in which the chain around one block comes into view."""


@scene(
    chapter="Going deeper",
    title="Residual block, backwards",
    short="Residual gradient",
    order=16,
    was=("residual",),
    subtitle="at + the gradient splits, and one copy comes straight back",
    try_this=(
        "Pull the lever of F, then that of the shortcut as well. What is left of the gradient?",
        "Drag the numbers of the gradient that arrives. Which of them reach the input along both roads?",
        "Set the chain's slope to −0.1, then to 0.9, and take 50 blocks. Which chain vanishes, which explodes?",
        "Choose twins of 8, 20 and 32 layers. Which twin gets worse with depth, and do the gradients tell why?",
    ),
    mistaken=(
        "Degradation is not overfitting, and not the same as vanishing gradients. The deeper plain net has the higher "
        "training error, and the paper's authors found healthy gradients in it. In the plain twins here the gradients "
        "grow towards the input, at 32 layers 109 times, in the residual twin 8 times (medians of 9 seeds). So "
        "these twins can't tell what the growth does from what depth does.",
        "The shortcut does not make gradients large. It hands on one copy as it is, beside what comes through F.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 3 and 4.1, table 2",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz: A mean field theory of batch normalization (ICLR 2019): "
        "how gradients grow in plain nets that have it",
        "The twins are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda knobs: f"twins-{knobs.depth}",
    confusions=CONFUSIONS,
)
def residual_backward(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the way back through one block, chains of blocks, the paper's networks, and trained twins."""
    stage.scales = scales(knobs.input, knobs.weights)
    of, line = knobs.block, chain(knobs.slope, knobs.blocks)
    steps = tell(stage, of, knobs)
    stage.poster(steps.gather, KEY_PICTURE)
    near = nearest_block(line)
    if near is not None:  # the block shrinks into the chain
        stage.look_at(near, steps.chain, lead=-steps.chain.lead, seconds=steps.chain.lead)
        stage.look_at(None, steps.chain, lead=0.2, seconds=PULL_BACK)
    view = View(stage, of, steps, knobs)
    if steps.split.active:
        draw_split(view)
    elif steps.gather.active:
        draw_gather(view)
    elif steps.chain.active:
        draw_chain(stage, line, (steps.chain.t - 0.24) / 0.6)
    elif steps.paper.active:
        draw_paper(stage, steps.paper.t / 0.8)
    elif steps.race.begun:
        draw_twins(stage, steps, knobs)
    else:
        draw_inside(view)
