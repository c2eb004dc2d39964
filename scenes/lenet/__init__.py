"""LeNet-5: a digit flows through a trained network, and what changed between 1998 and today."""

from __future__ import annotations

from collections.abc import Callable

from scenes.lenet import computed, words
from scenes.lenet.confusions import CONFUSIONS
from scenes.lenet.draw_account import difference
from scenes.lenet.draw_digit import answer, digit
from scenes.lenet.draw_layers import flown_through, read_by_units
from scenes.lenet.draw_maps import combined, filtered, pooled
from scenes.lenet.draw_table import table
from scenes.lenet.knobs import Knobs
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import AnyMark
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, latest

Told = tuple[str, words.Said, float, tuple[str, ...], Callable[[Span], list[AnyMark]]]
"""A step: its title, what is said, its seconds, the knobs that change its picture, and what draws that."""
THROUGH = ("digit", "sample", "shift")
"""The knobs that change what goes through the network."""
KEY_PICTURE = Box(50.0, 100.0, 1030.0)
"""Maps of C1, and beside each what S2 keeps of it."""


@scene(
    chapter="First networks",
    title="LeNet-5",
    order=8,
    subtitle="a digit through a network: the size falls, the number of maps rises",
    try_this=(
        "At “The answer”, draw on the digit. How few strokes turn a 3 into an 8?",
        "Clear the digit there, and write one of your own. Does the network read it?",
        "Shift the digit to the right. In training it was moved by at most 2 pixels. When does the network fail?",
        "Drag one weight of a filter in C1 to its end. Which maps change, in C1 and after it?",
        "Click a column of the table. Which maps does it read, and what does it cost to read one more?",
    ),
    mistaken=(
        "The network with 61,706 parameters that tutorials build is not LeNet-5 as it was published. That one has "
        "60,000. It had a table of connections in C3, trained subsampling and fixed codes at its output.",
        "No layer shrinks the picture itself. Each makes new, smaller maps. Padding would have kept their size.",
        "More maps are not more information. Whoever builds the network decides how many there are.",
        "AlexNet did not invent this pattern of convolution, pooling and dense layers. LeNet-5 had it in 1998. LeCun "
        "and others trained convolutional networks by backpropagation from 1989 on. Layers of shared local features "
        "are as old as Fukushima's Neocognitron (1980).",
    ),
    sources=(
        "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (Proc. IEEE 1998)",
        "LeCun et al.: Backpropagation applied to handwritten zip code recognition (Neural Computation 1989); "
        "Fukushima: Neocognitron (Biological Cybernetics 1980)",
        "Digits: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
    ),
    confusions=CONFUSIONS,
)
def lenet(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the digit on its way through the layers, C3's table, the account: a picture for each step."""
    stage.scales = computed.scales()
    flow = computed.flow(knobs)
    told: tuple[Told, ...] = (
        ("A digit", words.digit(flow), 4.0, THROUGH, lambda span: digit(span, flow, knobs)),
        ("C1: six filters", words.c1(), 5.6, THROUGH, lambda span: filtered(span, flow)),
        ("S2: half the size", words.s2(), 5.0, THROUGH, lambda span: pooled(span, flow)),
        ("C3: sixteen maps", words.c3(), 6.0, THROUGH, lambda span: combined(span, flow)),
        ("S4: half again", words.s4(flow), 5.6, THROUGH, lambda span: flown_through(span, flow)),
        ("C5 and F6: dense", words.dense(), 5.6, THROUGH, lambda span: read_by_units(span, flow)),
        ("The answer", words.answer(flow, knobs), 4.0, THROUGH, lambda span: answer(span, flow, knobs)),
        (
            "Who reads whom",
            words.table(knobs.table),
            6.0,
            ("table",),
            lambda span: table(span, flow, knobs),
        ),
        ("Two networks, one name", words.two_networks(), 6.0, (), difference),
    )
    spans = [
        stage.step(title, caption, seconds, more=more, knobs=asked)
        for title, (caption, more), seconds, asked, _ in told
    ]
    stage.poster(spans[2], KEY_PICTURE)
    *_, draw = told[latest(spans)]
    stage.add(*draw(spans[latest(spans)]))
