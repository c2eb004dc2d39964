"""Squeeze and excitation: maps drain to their means, pass a waist, and come back as a dimmer on each map."""

from __future__ import annotations

from scenes.gates.computed import bill, worked
from scenes.gates.confusions import CONFUSIONS
from scenes.gates.draw_cost import draw_block, draw_cost
from scenes.gates.draw_digits import draw_digits, draw_other
from scenes.gates.draw_maps import draw_dimmed, draw_squeeze, draw_whole
from scenes.gates.draw_net import draw_net, draw_pull
from scenes.gates.draw_numbers import draw_excite, draw_means, draw_scale, draw_waist
from scenes.gates.draw_race import draw_race, draw_right
from scenes.gates.draw_shares import draw_shares
from scenes.gates.knobs import Knobs
from scenes.gates.shown import Net, scales
from scenes.gates.story import tell
from scenes.gates.view import View
from scenes.gates.words import Words
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(48.0, 222.0, 1130.0)
"""Six dimmers, and what they leave of their maps."""


@scene(
    chapter="Going small",
    title="Squeeze and excitation",
    short="Squeeze, excite",
    order=20,
    subtitle="a dimmer on every feature map, set anew for every picture",
    try_this=(
        "Drag a dimmer down to 0, then up to 1. What happens to its map?",
        "Pull one mean after the other. Which dimmers move with it, and which way?",
        "Make map 3 of the numbers brighter, one cell after another. Which gates move, and why not all?",
        "Set both weights of a score to 0. How large is its gate then?",
        "Choose the digits 3 and 8, then 0 and 7. Which pair shares more gates?",
        "Halve the reduction r in ResNet-50. What happens to the weights of the gates?",
    ),
    mistaken=(
        "Gates are no shares. Each has its own sigmoid, they need not add up to 1, and a score of 0 means one half.",
        "Squeezing keeps no place. A whole map becomes one number, but it only sets the gate, and the map keeps its "
        "size.",
        "Gates replace no convolution. They stand behind one and decide how bright each of its maps goes on.",
        "Gates are no attention to places. Every cell of a map is multiplied by the same number.",
    ),
    sources=(
        "Hu, Shen, Sun: Squeeze-and-excitation networks (CVPR 2018), section 3 and table 2",
        "Hu, Shen, Albanie, Sun, Wu: the same in the journal (TPAMI 2020, arXiv 1709.01507), section 4: what the gates "
        "of the last stage are worth in top-5 error. At the conference it was told in top-1 error.",
        "Digits: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
    ),
    preset=lambda knobs: "gates",
    confusions=CONFUSIONS,
)
def gates(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: gates of a trained net, the same in numbers by hand, what gates cost, and a race."""
    stage.scales = scales(knobs.stage)
    net, of, cost = Net(knobs), worked(knobs), bill(int(knobs.reduction))
    steps = tell(stage, Words(net, of, cost))
    view, now = View(stage, knobs, net, steps), steps.present
    stage.poster(steps.dim, KEY_PICTURE)
    of_net = {
        steps.maps: draw_whole, steps.squeeze: draw_squeeze, steps.net: draw_net, steps.dim: draw_dimmed,
        steps.pull: draw_pull, steps.other: draw_other, steps.digits: draw_digits, steps.block: draw_block,
        steps.race: draw_race, steps.right: draw_right,
    }  # fmt: skip
    by_hand = {
        steps.means: draw_means, steps.waist: draw_waist, steps.excite: draw_excite, steps.scale: draw_scale,
        steps.shares: draw_shares,
    }  # fmt: skip
    if now in of_net:
        of_net[now](view)
    elif now in by_hand:
        by_hand[now](view, of)
    else:
        draw_cost(view, cost)
