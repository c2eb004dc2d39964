"""Padding and stride: ghost zeros, an odometer for the output size, and the positions that do not fit."""

from __future__ import annotations

from scenes.padding import computed
from scenes.padding.confusions import CONFUSIONS
from scenes.padding.draw_formula import draw_formula
from scenes.padding.draw_libraries import draw_libraries, draw_maps
from scenes.padding.draw_map import draw_slide, draw_thinned
from scenes.padding.draw_opening import draw_opening
from scenes.padding.draw_rules import draw_rules
from scenes.padding.draw_stairs import draw_stairs
from scenes.padding.draw_strip import draw_ghosts, draw_strip
from scenes.padding.knobs import Knobs
from scenes.padding.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(330.0, 30.0, 1172.0)
"""The window that does not fit, and what is too much of it."""


@scene(
    chapter="Seeing with filters",
    title="Padding and stride",
    short="Padding, stride",
    order=4,
    subtitle="in how many positions does the kernel fit?",
    try_this=(
        "Set n = 7, k = 3, p = 0 and try the strides 1, 2 and 3. Which of them leaves a cell over?",
        "Set the kernel to “blur” and the stride to 1: with padding, where are the map's smallest numbers, and why?",
        "Set dilation 2. How far does a kernel of 3 × 3 reach, and how many weights does it have?",
        "Which padding keeps the size for a kernel of 5? Guess, then look at the step “Same padding”.",
        "Set n = 6, k = 3, s = 2: where do the windows of the two libraries stand? And for n = 7?",
    ),
    mistaken=(
        "“Valid padding keeps the size” is wrong: valid means no padding, and height and width shrink by d (k − 1), "
        "that is k − 1 without dilation. “Same” keeps them, at stride 1.",
        "“Stride 2 halves the parameters” is wrong: the kernel keeps all its weights. There are fewer positions.",
        "Not every convolution shrinks the map: with p = (k − 1)/2 and stride 1 the size stays. And the picture "
        "itself never changes.",
    ),
    sources=(
        "Dumoulin, Visin: A guide to convolution arithmetic for deep learning (2016), sections 2 and 5",
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 9.5",
        'PyTorch 2.13: torch.nn.Conv2d, padding=0 by default, padding="same" at stride 1 only; Keras 3: Conv2D, '
        'padding="valid" by default; TensorFlow 2: tf.nn, “Notes on padding”, for “same” with a stride',
    ),
    confusions=CONFUSIONS,
)
def padding(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: count the positions along a row, slide over all, compare the rules, and look at other sizes."""
    stage.scales = computed.scales(knobs)
    layer = computed.layer(knobs)
    steps = tell(stage, layer)
    stage.poster(steps.misfit, KEY_PICTURE)
    parts = (
        (steps.picture, draw_opening),
        (steps.ghosts, draw_ghosts),
        (steps.first, draw_strip),
        (steps.formula, draw_formula),
        (steps.slide, draw_slide),
        (steps.thinned, draw_thinned),
        (steps.compare, draw_rules),
        (steps.libraries, draw_libraries),
        (steps.maps, draw_maps),
        (steps.stairs, draw_stairs),
    )
    now = steps.present.start
    draw = next(draw for last, draw in parts if last is not None and now <= last.start)
    draw(stage, layer, steps)
