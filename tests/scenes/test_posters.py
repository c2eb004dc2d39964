"""The key pictures of the scenes, as they stand on posters."""

from __future__ import annotations

import pytest

from scenes.stage.core.catalogue import Scene, catalogue, poster
from scenes.stage.core.marks import HEIGHT, WIDTH

LARGEST = 1250
"""Units across of a close-up: of more than that nothing can be made out at the size of a poster."""
LONGEST = 19
"""Letters of a name that has its room under a poster in a window of 1280x720."""


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_every_scene_has_a_close_up_of_its_key_step(scene: Scene) -> None:
    view = poster(scene).view
    assert view.width <= LARGEST
    assert view.x >= 0
    assert view.y >= 0
    assert view.x + view.width <= WIDTH
    assert view.y + view.width * HEIGHT / WIDTH <= HEIGHT


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_every_scene_has_a_name_that_fits_under_its_poster(scene: Scene) -> None:
    assert len(scene.short) <= LONGEST
