"""Residual block: two lanes that meet at a plus, the gradient that splits there, and what depth asks for."""

from __future__ import annotations

from scenes.residual.computed import block, chain, scales
from scenes.residual.draw_backward import draw_backward
from scenes.residual.draw_chain import draw_chain
from scenes.residual.draw_depth import draw_depth
from scenes.residual.draw_forward import draw_forward
from scenes.residual.draw_twins import draw_twins
from scenes.residual.formulas import set_formula
from scenes.residual.knobs import Knobs
from scenes.residual.story import tell
from scenes.residual.view import View
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going deeper",
    title="Residual block",
    order=16,
    subtitle="the input goes through F and past it, and both are added: y = ReLU(F(x) + x)",
    try_this=(
        "Turn on “All weights of F are 0”, then turn the shortcut off as well. What is left of the block, and of the "
        "gradient?",
        "Set F's weights to “identity”: why is the output 2x? And what do weights that are all 1 make of x?",
        "With all weights at 0, type a negative number into x: is the block still the identity?",
        "Set the chain's slope to −0.1, then to 0.9, and take 50 blocks: which chain vanishes, which explodes?",
        "Choose twins of 8, 20 and 32 layers. Which twin minds the depth, and do the first layers' gradients tell why?",
    ),
    mistaken=(
        "The shortcut adds, it does not concatenate: the number of channels stays the same. Inception concatenates.",
        "Degradation is not overfitting, and not the same as vanishing gradients: the deeper plain net has the higher "
        "training error, and the paper's authors found healthy gradients in it. In the plain twins here the gradients "
        "grow towards the input, at 32 layers 109 times, in the residual twin 8 times (medians of 9 seeds): what "
        "growth does and what depth does, these twins can't tell apart.",
        "The shortcut has no weights, but where the shape changes: in ResNet-18 at 3 of 8 blocks (see the next scene).",
        "The shortcut does not go past the last ReLU: it comes after the sum, so F = 0 is the identity for x ≥ 0.",
    ),
    sources=(
        "He, Zhang, Ren, Sun: Deep residual learning for image recognition (CVPR 2016), sections 3 and 4.1, table 2",
        "He, Zhang, Ren, Sun: Identity mappings in deep residual networks (ECCV 2016): blocks without the last ReLU",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz: A mean field theory of batch normalization (ICLR 2019): "
        "how gradients grow in plain nets that have it",
        "The twins are trained on digits: UCI Optical Recognition of Handwritten Digits",
    ),
    preset=lambda knobs: f"twins-{knobs.depth}",
)
def residual(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: forwards, backwards, a chain of blocks, depth, and trained twins."""
    stage.scales = scales(knobs)
    of, line = block(knobs), chain(knobs.slope, knobs.blocks)
    now = tell(stage, of, line, knobs)
    stage.poster(now.spans["add"], Box(85, 130, 1220))
    view = View(stage, of, now, knobs)
    draw_forward(view)
    draw_backward(view)
    draw_chain(stage, line, (now.share("chain") - 0.15) / 0.8, now.seen("chain", "depth"))
    draw_depth(stage, (now.share("depth") - 0.2) / 0.8, now.seen("depth", "race"))
    draw_twins(stage, now, knobs)
    set_formula(stage, of, now, view.cell, line)
