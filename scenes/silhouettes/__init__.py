"""From edges to animals: what the layers of a small trained CNN see of a silhouette, and what excites their maps."""

from __future__ import annotations

from scenes.silhouettes import computed
from scenes.silhouettes.draw_answer import draw_answer
from scenes.silhouettes.draw_favourites import draw_favourites, draw_means
from scenes.silhouettes.draw_filter import draw_filter
from scenes.silhouettes.draw_maps import draw_maps
from scenes.silhouettes.knobs import Knobs
from scenes.silhouettes.story import tell
from scenes.stage.core.catalogue import scene
from scenes.stage.core.placing import Box
from scenes.stage.core.stage import Stage
from scenes.stage.data.trained import network

KEY_PICTURE = Box(170.0, 104.0, 1250.0)
"""A part of the drawing, and the maps of layer 3, in which a cell is lit by it."""


@scene(
    chapter="Seeing with filters",
    title="From edges to animals",
    short="Edges to animals",
    order=7,
    subtitle="the deeper a layer, the more its units see, and the more they can tell",
    was=("receptive",),
    try_this=(
        "Look at a map of layer 3 with other cats (drawings 13, 19), then with giraffes. Where is it strong each time?",
        "Click the strongest cell of a map. Which part of the animal does its unit see?",
        "Click another map of layer 3, then look at what excites it. Would you dare to name it?",
    ),
    mistaken=(
        "Early layers are the low-level ones, for edges and blobs. Deep layers have large receptive fields, and they "
        "are the high-level ones.",
        "A map gets no name from the few parts that excite it most. On average, other animals may excite it as much.",
    ),
    sources=(
        "The small CNN: trained by “python -m engine kernels” on Animal-Shape-MNIST, S. Mohammadi",
        "Araujo, Norris, Sim: Computing receptive fields of convolutional neural networks (Distill 2019)",
    ),
)
def silhouettes(stage: Stage, knobs: Knobs) -> None:
    """Draw the scene: three layers over a drawing, a filter taken apart, what excites the maps, and the answer."""
    stage.scales = computed.scales()
    drawing = knobs.animal, knobs.drawing
    seen = computed.look(*drawing)
    steps = tell(stage, network(), seen, knobs, new=computed.is_new(*drawing))
    stage.poster(steps.maps[2], KEY_PICTURE)
    if steps.answer.begun:
        draw_answer(stage, seen, steps.answer, knobs)
    elif steps.means.begun:
        draw_means(stage, seen, steps.means, knobs)
    elif steps.favourites.begun:
        draw_favourites(stage, seen, steps.favourites, knobs)
    elif steps.filter.begun:
        draw_filter(stage, seen, steps.filter, knobs)
    else:
        draw_maps(stage, seen, steps.maps, knobs)
