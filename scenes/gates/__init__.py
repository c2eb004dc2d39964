"""Squeeze and excitation: maps drain to their means, pass a waist, and come back as a dimmer on each map."""

from __future__ import annotations

from scenes.gates.computed import bill, scales, worked
from scenes.gates.draw_apart import draw_apart
from scenes.gates.draw_cost import draw_cost
from scenes.gates.draw_digits import draw_digit, draw_digits
from scenes.gates.draw_race import draw_race
from scenes.gates.draw_worked import draw_worked
from scenes.gates.formulas import set_formula
from scenes.gates.knobs import Knobs
from scenes.gates.story import WORKED, tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage


@scene(
    chapter="Going small",
    title="Squeeze and excitation",
    short="Squeeze, excite",
    order=20,
    subtitle="a dimmer on every feature map, set anew for every picture",
    try_this=(
        "Type into a gate: 1 lets its map through untouched, 0 switches it off. What does a score of 0 give?",
        "Make map 3 brighter, one cell after another: which gates move, and why not all?",
        "Choose the digits 3 and 8, then 0 and 7: which pair shares more gates?",
        "Halve the reduction r in ResNet-50: what happens to the weights of the gates?",
    ),
    mistaken=(
        "Gates are no shares: each has its own sigmoid, they needn't add up to 1, and a score of 0 means one half.",
        "Squeezing keeps no place: a whole map becomes one number. It only sets the gate; the map keeps its size.",
        "It replaces no convolution: it stands behind one and decides how bright each of its maps goes on.",
        "It is no attention to places: every cell of a map is multiplied by the same number.",
    ),
    sources=(
        "Hu, Shen, Sun: Squeeze-and-excitation networks (CVPR 2018), section 3 and table 2",
        "Hu, Shen, Albanie, Sun, Wu: the same in the journal (TPAMI 2020, arXiv 1709.01507), section 4: what the gates "
        "of the last stage are worth in top-5 error. At the conference it was told in top-1 error.",
        "Digits: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository",
    ),
    preset=lambda knobs: "gates",
)
def gates(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the worked example, the bill, and gates of trained nets."""
    stage.scales = scales(knobs.stage)
    of, cost = worked(knobs), bill(int(knobs.reduction))
    now = tell(stage, of, cost, knobs)
    stage.poster(now.spans["digit"], Box(20, 115, 1110))
    if now.name in WORKED or (now.name == "apart" and now.spans["apart"].t < 0.06):
        draw_worked(stage, of, now)
    if now.name == "apart":
        draw_apart(stage, of, now)
    elif now.name == "cost":
        draw_cost(stage, cost, knobs, now)
    elif now.name == "digit":
        draw_digit(stage, knobs, now)
    elif now.name == "digits":
        draw_digits(stage, knobs, now)
    elif now.name == "race":
        draw_race(stage, now)
    set_formula(stage, of, cost, now)
