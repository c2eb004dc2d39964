"""The end of the maps: each becomes its mean."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np

from scenes.real_network.computed import means, speaks_most
from scenes.real_network.drawings.figures import figure
from scenes.real_network.stops import end, last, layer_before
from scenes.real_network.view import View, map_in
from scenes.stage.core.grips import PickNumber
from scenes.stage.core.lattice import squares
from scenes.stage.core.marks import AnyMark, Arrow, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.draw.answers import empty
from scenes.stage.draw.blocks import heading, shape_text
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

MAP, TOP = 588.0, 172.0
"""The side of the large map, and where it begins."""
READABLE = 64.0
"""A cell of it has a number in it from this side on."""
WIDTH, SMALL_TOP = 496.0, 160.0
"""The width of the small cells together, and where they begin."""
HEIGHT, SMALL = 620.0, 15.5
"""The height that they have, and the side of each where there are 1,280."""
LARGEST = 24.0


def laid_out(count: int) -> tuple[int, int, float]:
    """The rows and the columns of so many small cells, and the side of each."""
    side = min(LARGEST, float(np.sqrt(WIDTH * HEIGHT / count)))
    wanted = max(1, min(count, round(WIDTH / side)))
    whole = [each for each in range(wanted // 2 + 1, 2 * wanted) if count % each == 0]
    columns = min(whole, key=lambda each: abs(each - wanted), default=wanted)
    return ceil(count / columns), columns, min(WIDTH / columns, HEIGHT / ceil(count / columns))


def draw_mean(view: View) -> None:
    """Draw the map that speaks most for the first answer, its mean, and the means of all maps."""
    name = end(view.of).mean_of
    step, reading, final = view.steps.mean, view.ask((name,)), last(view.of)
    assert step is not None
    maps = reading.maps.get(name) if reading is not None else None
    count, side, _ = layer_before(name, view.of).shape
    rows, columns, small = laid_out(count)
    x, cell = RIGHT - columns * small, MAP / side
    middle = (LEFT + MAP + x) / 2
    marks: list[AnyMark] = [heading(x, SMALL_TOP - 32.0, f"{count:,} means", "", Role.OUTPUT, size=40.0)]
    if reading is None or maps is None:
        marks += [empty((LEFT, TOP), MAP, "map"), empty((x, SMALL_TOP), columns * small, "means")]
        view.stage.add(*marks)
        return
    chosen = view.stop is final and view.operation is final.operations[-1]
    index = view.index if chosen else speaks_most(maps, view.guesses(reading)[0].label, view.of)[0]
    values, all_means, row = map_in(reading, name, index), means(maps), divmod(index, columns)
    assert values is not None
    mean, share = float(all_means.array[index]), step.rise(0.1, 0.5)
    scale = view.scale_of(final.operations[-1])
    chooses = (("block", final.number), *((("layer", final.kinds[-1]),) if view.knobs.foreign else ()))
    marks += [
        heading(LEFT, TOP - 36.0, f"map {index + 1}", shape_text((side, side)), Role.OUTPUT, size=40.0),
        matrix(values, (LEFT, TOP), cell, role=Role.OUTPUT, scale=scale, decimals=view.decimals(scale, 1),
               name="map", numbers=cell >= READABLE, grip=view.choosing(final, final.operations[-1], index)),
        figure(middle, TOP + 190.0, mean, Role.OUTPUT, size=112.0, room=x - LEFT - MAP - 48.0, anchor="middle",
               opacity=share, name="mean"),
        lettering(middle, TOP + 280.0, "its mean", size=40.0, anchor="middle", opacity=share),
        Arrow(start=(middle - 80.0, TOP + 350.0), end=(middle + 80.0, TOP + 350.0), line=10.0, head=40.0,
              role=Role.OUTPUT, opacity=share),
        matrix(_folded(all_means, rows, columns), (x, SMALL_TOP), small, role=Role.OUTPUT, scale="means",
               numbers=False, gap=0.08, shown=round(count * step.rise(0.45)), name="means",
               highlighted=(row,) if step.done or step.motion >= 1.0 else (),
               grip=PickNumber("map", squares((x, SMALL_TOP), small, rows, columns), 1, 1, chooses)),
    ]  # fmt: skip
    view.stage.add(*marks)


@lru_cache(maxsize=8)
def _folded(values: Values, rows: int, columns: int) -> Values:
    """The means in rows; behind the last one there are zeros, which are not shown."""
    found = np.zeros(rows * columns)
    found[: values.shape[0]] = values.array
    return Values(found.reshape(rows, columns))
