"""The scales of all maps of the scene, each after the numbers that have come: a step changes none of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from scenes.stage.data.reading import Covering
from scenes.stage.numbers.scales import Scales, nice
from scenes.stage.numbers.values import Values
from scenes.where_it_looks.computed import difference, lost, steepest
from scenes.where_it_looks.knobs import HEAD
from scenes.where_it_looks.view import ASKED, BY_CHANCE, SQUARE, STRIDE, View

FINE, MOSTLY = 100, 0.95
"""Of maps with more rows a scale holds so much of the numbers, of others all."""


def scales(view: View) -> Scales:
    """A scale for each map by its name, as far as its numbers have come; none of them is asked for."""
    there = replace(view, asks=False)
    knobs, guess = view.knobs, there.explained
    one, other = there.cam(knobs.of), there.cam(knobs.against)
    covered = there.ask(Covering(view.picture, SQUARE, STRIDE))
    lens = ASKED[knobs.lens]
    maps = {
        "class map": one,
        "difference": difference(one, other) if one is not None and other is not None else None,
        "Grad-CAM": _sizes(there.seen("grad-cam", knobs.block)),
        "gradient": _sizes(there.seen("gradient")),
        "smoothed": _sizes(there.seen("smoothed")),
        "lost": lost(covered, guess.label) if covered is not None and guess is not None else None,
        "learned weights": _sizes(there.seen(lens)),
        "weights by chance": _sizes(there.seen(lens, HEAD, BY_CHANCE)),
        "chance": _sizes(there.seen("gradient", HEAD, BY_CHANCE)),
    }
    return Scales(1.0, tuple((name, 1.0 if found is None else _limit(found)) for name, found in maps.items()))


def _sizes(found: Values | None) -> Values | None:
    return steepest(found) if found is not None else None


@lru_cache(maxsize=32)
def _limit(found: Values) -> float:
    return nice(found.array, MOSTLY if len(found.array) > FINE else 1.0)
