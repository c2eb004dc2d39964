"""Where it looks: what of a photo an answer hangs on, by several lenses, and what these do not prove."""

from __future__ import annotations

from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.where_it_looks.draw_checks import draw_chance, draw_climb, draw_limits
from scenes.where_it_looks.draw_cover import draw_all, draw_cover
from scenes.where_it_looks.draw_maps import draw_answer, draw_cam, draw_rather, draw_slopes, draw_weighed
from scenes.where_it_looks.knobs import Knobs
from scenes.where_it_looks.scaling import scales
from scenes.where_it_looks.story import tell
from scenes.where_it_looks.view import View
from scenes.where_it_looks.words import CONFUSIONS, MISTAKEN, SOURCES, TRY_THIS

KEY_PICTURE = Box(40.0, 96.0, 1160.0)
"""The photo, bright where the network looked, and a part of the map."""


@scene(
    chapter="Going small",
    title="Where it looks",
    order=24,
    subtitle="which part of a photo an answer hangs on, and what that proves",
    try_this=TRY_THIS,
    mistaken=MISTAKEN,
    sources=SOURCES,
    confusions=CONFUSIONS,
)
def where_it_looks(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: an answer, lenses that explain it, and what to hold against them."""
    steps = tell(stage, knobs)
    view = View(stage, knobs, steps)
    stage.scales = scales(view)
    stage.poster(steps.cam, KEY_PICTURE)
    stage.enter(steps.answer)
    drawings = (
        (steps.limits, draw_limits), (steps.climb, draw_climb), (steps.rather, draw_rather),
        (steps.chance, draw_chance), (steps.all_places, draw_all), (steps.cover, draw_cover),
        (steps.slopes, draw_slopes), (steps.weighed, draw_weighed), (steps.cam, draw_cam),
    )  # fmt: skip
    draw = next((draw for span, draw in drawings if span.begun), draw_answer)
    draw(view)
