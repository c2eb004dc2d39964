"""A real network on anybody's picture, the one that ships or an opened one, from the photo down to one cell."""

from __future__ import annotations

from scenes.real_network.drawings import road
from scenes.real_network.drawings.answer import draw_answer, draw_logits
from scenes.real_network.drawings.block import draw_inside, draw_linear, draw_shortcut
from scenes.real_network.drawings.cell import draw_cell
from scenes.real_network.drawings.change import draw_cover, draw_off
from scenes.real_network.drawings.maps import draw_sight, draw_sizes, draw_stem
from scenes.real_network.drawings.means import draw_mean
from scenes.real_network.drawings.norm import draw_norm
from scenes.real_network.knobs import Knobs
from scenes.real_network.story import tell
from scenes.real_network.view import View
from scenes.real_network.words import CONFUSIONS, MISTAKEN, SOURCES, TRY_THIS, headline, words_for
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage

KEY_PICTURE = Box(40.0, 96.0, 1210.0)
"""The photo, and many of the first maps that are made of it."""


@scene(
    chapter="Going small",
    title="A real network",
    order=23,
    subtitle="EfficientNet-Lite0 on any picture, from the photo down to one cell",
    try_this=TRY_THIS,
    mistaken=MISTAKEN,
    sources=SOURCES,
    confusions=CONFUSIONS,
    words_for=words_for,
)
def real_network(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: the answer, the way to it from far, from near and down to one cell, and what changes it."""
    steps = tell(stage, knobs)
    view = View(stage, knobs, steps)
    stage.scales = view.scales()
    stage.title, stage.about = headline(knobs.of)
    road.look(view)
    stage.poster(steps.stem, KEY_PICTURE)
    stage.enter(steps.answer)
    drawings = (
        (steps.off, draw_off), (steps.cover, draw_cover), (steps.logits, draw_logits), (steps.mean, draw_mean),
        (steps.norm, draw_norm), (steps.cell, draw_cell), (steps.shortcut, draw_shortcut), (steps.linear, draw_linear),
        (steps.inside, draw_inside), (steps.sight, draw_sight), (steps.sizes, draw_sizes), (steps.road, road.draw_road),
        (steps.stem, draw_stem),
    )  # fmt: skip
    draw = next((draw for span, draw in drawings if span is not None and span.begun), draw_answer)
    draw(view)
