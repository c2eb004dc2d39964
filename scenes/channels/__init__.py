"""Channels and filters: channels slide apart, kernels work in parallel, partial maps add up, filters make maps."""

from __future__ import annotations

from scenes.channels import computed
from scenes.channels.confusions import CONFUSIONS
from scenes.channels.draw_filters import draw_filters, draw_volumes
from scenes.channels.draw_one import draw_kernels, draw_opening, draw_slide
from scenes.channels.draw_real import draw_costs, draw_real
from scenes.channels.draw_sum import draw_add, draw_bias
from scenes.channels.knobs import Knobs
from scenes.channels.story import tell
from scenes.channels.view import View
from scenes.channels.words import Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(420.0, 150.0, 1150.0)
"""Partial maps that are added, and the sum of one cell: what the scene is about."""


@scene(
    chapter="Seeing with filters",
    title="Channels and filters",
    short="Channels",
    order=3,
    subtitle="a filter spans all channels and makes one map; a stack of filters makes a stack of maps",
    try_this=(
        "Choose a photograph and the filters “colours”: which map shows red against green, and where is it 0?",
        "Set one kernel to zeros: what does this filter no longer see?",
        "Predict parameters and MACs of a fourth filter, then add it.",
        "In the layer of real size, turn F, then C, from 64 to 512, then k from 1 to 3: by how much does each of the "
        "three counts grow?",
    ),
    mistaken=(
        "A filter on a colour picture does not make a colour picture: its partial maps are added up to one map.",
        "How many channels come out does not depend on how many go in: it is the number of filters.",
        "More channels do not mean more information: how many there are is a choice of design, and a layer can't know "
        "more about the picture than its input.",
        "The bias is one number for each filter, not one for each place and not one for each channel that goes in.",
    ),
    sources=(
        "Goodfellow, Bengio, Courville: Deep Learning (2016), section 9.5",
        "Stanford CS231n course notes: 96 filters of 11×11×3 as in AlexNet",
        "Photographs: Stefan van der Walt, Rachel Michetti, NASA",
    ),
    confusions=CONFUSIONS,
)
def channels(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: one filter closely, all filters, and a layer of real size."""
    layer, real = computed.layer(knobs), computed.real(knobs)
    stage.scales = computed.scales(knobs.picture, knobs.kernels, knobs.size, knobs.filters)
    steps = tell(stage, Words(layer, real))
    stage.poster(steps.add, KEY_PICTURE)
    if steps.costs.begun:
        draw_costs(stage, real, steps.costs)
    elif steps.real.begun:
        draw_real(stage, real, steps.real)
    else:
        view = View(stage, layer, steps, knobs.at)
        drawn = (
            (steps.maps, draw_volumes), (steps.filters, draw_filters), (steps.bias, draw_bias), (steps.add, draw_add),
            (steps.slide, draw_slide), (steps.kernels, draw_kernels), (steps.channels, draw_opening),
        )  # fmt: skip
        next(draw for span, draw in drawn if span.begun)(view)
