"""LeNet-5: a digit flows through a trained network, and what changed between 1998 and today."""

from __future__ import annotations

from scenes.lenet import computed
from scenes.lenet.draw_account import draw_account
from scenes.lenet.draw_bench import draw_bench, draw_digit
from scenes.lenet.draw_strip import draw_strip
from scenes.lenet.draw_table import draw_table
from scenes.lenet.formulas import set_formula
from scenes.lenet.knobs import Knobs
from scenes.lenet.story import FLIGHT, LEAVING, tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease


@scene(
    chapter="First networks",
    title="LeNet-5",
    order=8,
    subtitle="a digit through a network: the size falls, the number of maps rises",
    try_this=(
        "At The answer draw into the digit: how few strokes turn a 3 into an 8?",
        "Clear it there, and write a digit of your own: does the network read it?",
        "Shift the digit to the right. It was moved by at most 2 pixels in training: when does the network fail?",
        "Drag one weight of a filter in C1 to its end: which maps change, in C1 and after it?",
        "Click a column of the table: which maps does it read, and what does reading one map more cost?",
    ),
    mistaken=(
        "The network with 61,706 parameters that tutorials build is not LeNet-5 as it was published: that one has "
        "60,000. It had a table of connections in C3, trained subsampling and fixed codes at its output.",
        "No layer shrinks the picture itself: each makes new, smaller maps. Padding would have kept their size.",
        "More maps are not more information: how many there are is decided by whoever builds the network.",
        "AlexNet did not invent this pattern of convolution, pooling and dense layers: it stands here, in 1998. LeCun "
        "and others trained convolutional networks by backpropagation from 1989 on, and layers of shared local "
        "features are as old as Fukushima's Neocognitron (1980).",
    ),
    sources=(
        "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (Proc. IEEE 1998)",
        "LeCun et al.: Backpropagation applied to handwritten zip code recognition (Neural Computation 1989); "
        "Fukushima: Neocognitron (Biological Cybernetics 1980)",
        "Digits: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
    ),
)
def lenet(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the digit, the strip with a bench below it, the table, and the account."""
    stage.scales = computed.scales()
    flow = computed.flow(knobs)
    steps = tell(stage, flow, knobs)
    stage.poster(steps.c3, Box(50, 170, 1020))
    leaving = 1.0 - ease(steps.c1.t / FLIGHT)
    if leaving > 0.01:
        draw_digit(stage, flow, knobs, leaving)
    strip = 1.0 - ease(steps.table.t / LEAVING)
    if strip > 0.01:
        draw_strip(stage, flow, steps, strip)
    if steps.flows:
        draw_bench(stage, flow, knobs, steps)
    elif steps.table.active:
        draw_table(stage, flow, knobs, steps)
    elif steps.account.active:
        draw_account(stage, steps)
    set_formula(stage, flow, knobs, steps)
