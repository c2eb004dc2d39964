"""The end of the maps: each becomes its mean."""

from __future__ import annotations

from functools import lru_cache

from scenes.real_network.computed import means, speaks_most
from scenes.real_network.knobs import HEAD
from scenes.real_network.stops import stops
from scenes.real_network.view import RECTIFIED, View, map_in
from scenes.stage.core.grips import PickNumber
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Arrow, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.published import guesses
from scenes.stage.draw.answers import empty
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values, format_number

OUT = "head.relu2"
CHOOSES = (("block", HEAD),)
CELL, TOP = 84.0, 172.0
SMALL, ACROSS = 15.5, 32
SMALL_X, SMALL_TOP = RIGHT - ACROSS * SMALL, 160.0


def draw_mean(view: View) -> None:
    """Draw the map that speaks most for the first answer, its mean, and the means of all maps."""
    step, reading = view.steps.mean, view.ask((OUT,))
    maps = reading.maps.get(OUT) if reading is not None else None
    middle = (LEFT + 7 * CELL + SMALL_X) / 2
    marks: list[AnyMark] = [heading(SMALL_X, SMALL_TOP - 32.0, "1,280 means", "", Role.OUTPUT, size=40.0)]
    if reading is None or maps is None:
        marks += [empty((LEFT, TOP), 7 * CELL, "map"), empty((SMALL_X, SMALL_TOP), ACROSS * SMALL, "means")]
        view.stage.add(*marks)
        return
    head = stops()[HEAD]
    index = view.index if view.stop is head else speaks_most(maps, guesses(reading)[0].label)[0]
    values, all_means, row = map_in(reading, OUT, index), means(maps), divmod(index, ACROSS)
    assert values is not None
    mean, share = float(all_means.array[index]), step.rise(0.1, 0.5)
    marks += [
        heading(LEFT, TOP - 36.0, f"map {index + 1}", "7×7", Role.OUTPUT, size=40.0),
        matrix(values, (LEFT, TOP), CELL, role=Role.OUTPUT, scale=RECTIFIED, decimals=1, name="map",
               grip=view.choosing(head, head.operations[0], index)),
        lettering(middle, TOP + 190.0, format_number(mean, 2), Role.OUTPUT, bold=True, size=112.0, anchor="middle",
                  opacity=share, name="mean"),
        lettering(middle, TOP + 280.0, "its mean", size=40.0, anchor="middle", opacity=share),
        Arrow(start=(middle - 80.0, TOP + 350.0), end=(middle + 80.0, TOP + 350.0), line=10.0, head=40.0,
              role=Role.OUTPUT, opacity=share),
        matrix(_folded(all_means), (SMALL_X, SMALL_TOP), SMALL, role=Role.OUTPUT, scale="means", numbers=False,
               gap=0.08, shown=round(1280 * step.rise(0.45)), name="means",
               highlighted=(row,) if step.done or step.motion >= 1.0 else (),
               grip=PickNumber("map", squares((SMALL_X, SMALL_TOP), SMALL, 1280 // ACROSS, ACROSS), 1, 1, CHOOSES)),
    ]  # fmt: skip
    view.stage.add(*marks)


@lru_cache(maxsize=8)
def _folded(values: Values) -> Values:
    return Values(values.array.reshape(-1, ACROSS))
