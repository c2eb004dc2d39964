"""What the scene about real networks can be asked: two networks, a layer, a photo and a place on it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core import knobs
from scenes.stage.core.knobs import cell, choice, integer, picture
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture

NETWORKS = ("vgg-16", "resnet-18", "vgg-11", "vgg-19", "alexnet")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """Two networks, and a layer of both; the `spot` on the photo is that whose unit is looked at."""

    first: str = choice("vgg-16", *NETWORKS, label="A network", given=True)
    second: str = choice("resnet-18", *NETWORKS, label="Another network", given=True)
    depth: int = integer(25, 1, 25, label="Layer of the networks", help="A click on a bar chooses it as well.")
    photo: Picture = picture("cat", "cat", "coffee", "astronaut", label="Photo")
    spot: Cell = cell((7, 7))

    def problem(self) -> str | None:
        """Why this can't be shown, in one sentence."""
        return None if self.photo.bundled else "The networks read photos of 224×224 pixels: take a bundled one."
