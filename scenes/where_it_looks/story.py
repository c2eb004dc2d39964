"""The story of where a network looks: its steps, their captions, and what more there is to say."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.where_it_looks.computed import places
from scenes.where_it_looks.knobs import Knobs


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps: an answer, five ways to ask for its places, and two checks; then what a unit likes, and the limits."""

    answer: Span
    cam: Span
    weighed: Span
    slopes: Span
    cover: Span
    all_places: Span
    chance: Span
    rather: Span
    climb: Span
    limits: Span


def tell(stage: Stage, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    what, place = ("picture", "of"), places()[knobs.block]
    return Steps(
        answer=stage.step("What is explained", ANSWER, 4.0, more=ANSWER_MORE, knobs=what),
        cam=stage.step("Class activation map", CAM, 5.0, more=CAM_MORE, knobs=what),
        weighed=stage.step(
            "Grad-CAM", f"Grad-CAM weighs the maps of any layer, here of {_said(place.name)}.", 4.0,
            more=WEIGHED_MORE, knobs=(*what, "block"),
        ),
        slopes=stage.step("The gradient", SLOPES, 4.0, more=SLOPES_MORE, knobs=what),
        cover=stage.step("Cover by hand", COVER, 4.0, more=COVER_MORE, knobs=("picture", "cover")),
        all_places=stage.step("Cover every place", ALL, 5.0, more=ALL_MORE, knobs=(*what, "filling")),
        chance=stage.step("Weights by chance", CHANCE, 4.0, more=CHANCE_MORE, knobs=(*what, "lens")),
        rather=stage.step("One class or another", RATHER, 4.5, more=RATHER_MORE, knobs=(*what, "against")),
        climb=stage.step("What a unit likes", CLIMB, 4.0, more=CLIMB_MORE, knobs=("of", "climb", "block", "map")),
        limits=stage.step("What this does not prove", LIMITS, 5.0, more=LIMITS_MORE, knobs=what),
    )  # fmt: skip


def _said(name: str) -> str:
    return name if name.startswith("block") else f"the {name}"


ANSWER = "The network names the photo, and we ask which part it looked at."
CAM = "The cells of the class activation map add up to the logit."
SLOPES = "The gradient says how much each pixel would change the logit."
COVER = "Drag the grey square, and watch how the answer changes."
ALL = "The square goes everywhere, and each place says what is lost."
CHANCE = "With weights drawn by chance, a lens must show something else."
RATHER = "The difference of two maps shows what decides between them."
CLIMB = "From noise grows a picture that makes one unit strong."
LIMITS = "A map of an answer is not a reason for it."

ANSWER_MORE = (
    "Choose one of the five most probable classes by a click on it: all lenses then explain its logit. One that is not "
    "in the photo has a map, too. The lenses ask what the logit hangs on, not whether it is right."
)
CAM_MORE = (
    "After the last maps this network takes the mean of each of the 1,280 and one dense layer. So a logit is a bias "
    "and a sum over 7 × 7 cells of weights times maps: this map is exact, and nothing in it is estimated (Zhou et al. "
    "2016). Each cell has still seen much more of the photo than the part under it."
)
WEIGHED_MORE = (
    "The maps of a layer are weighed by the mean slope of the logit over each map, added up, and cut off below 0 "
    "(Selvaraju et al. 2017). At the head that is the class activation map without what is negative. Early layers give "
    "finer maps, but mean slopes say less about them."
)
SLOPES_MORE = (
    "The slope of the logit over each pixel, of the three colours the largest (Simonyan et al. 2014). The right one is "
    "the mean of 25 slopes of the photo under noise (SmoothGrad, Smilkov et al. 2017). Both are in logits for a step "
    "from black to white, and each has a scale of its own."
)
COVER_MORE = (
    "The square has the grey that is 0 for the network. Where the class loses most, its logit hung on what was there. "
    "The network never saw such pictures while it learned, so what it says of them is a guess."
)
ALL_MORE = (
    "At 225 places the network answers anew, row by row (Zeiler and Fergus 2014). A filled cell is a place whose "
    "covering takes logits from the class, a ring one where it adds some. It ends when you leave this step, and goes "
    "on when you come back. The size of the square is a choice, and another one gives another map."
)
CHANCE_MORE = (
    "Adebayo and others (2018) drew all weights by chance and asked the same lenses. What still looks alike is the "
    "photo, its edges say, and not what the network has learned. The number is a rank correlation of both maps: 1 is "
    "the same order of all places, 0 none in common. Each map has a scale of its own."
)
RATHER_MORE = (
    "The two class activation maps are subtracted cell by cell. With the difference of the biases the cells add up to "
    "the difference of the logits. A filled cell speaks for the first class, a ring for the second. What both classes "
    "share, cups say, is not in it."
)
CLIMB_MORE = (
    "The picture is changed along its gradient, so that the unit gets stronger (Erhan et al. 2009). It is shifted and "
    "smoothed on the way, or it would end as noise. Another beginning or other smoothing gives another picture: it "
    "shows one thing that the unit likes, not all, and not what a person would call it."
)
LIMITS_MORE = (
    "These pictures show where an answer is sensitive, for this photo and this network. They show neither a reason "
    "nor whether the answer is right, nor what happens on other photos. People see sense in such maps easily, so "
    "compare them with weights by chance before you believe them."
)
