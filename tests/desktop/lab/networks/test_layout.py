from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF

from desktop.lab.networks import layout
from desktop.lab.networks.layout import Band, Sheet
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import FILTERS, Net, operations
from desktop.lab.networks.painting import SMALL, class_rows, seen_classes
from desktop.theme import fonts
from desktop.widgets.box import Box
from engine.contract.spec.built.wiring import PICTURE

NetsOf = Callable[[str], tuple[Net, ...]]
ROOMS = [(330.0, 300.0), (940.0, 520.0), (1900.0, 950.0)]
PRESETS = ["race", "twins-20", "inception", "gates", "separable", "yellow", "vanishing"]


def apart(a: Box, b: Box) -> bool:
    beside = a.right <= b.x + 1e-6 or b.right <= a.x + 1e-6
    return beside or a.y + a.height <= b.y + 1e-6 or b.y + b.height <= a.y + 1e-6


def boxes(band: Band) -> Iterator[Box]:
    yield band.picture
    yield band.chances
    for stand in band.stands:
        yield stand.head
        yield from (tile.box for tile in stand.tiles)
        if stand.more is not None:
            yield stand.more


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("folded", [True, False])
def test_everything_lies_in_its_band_and_nothing_on_anything(
    preset: str, room: tuple[float, float], folded: bool, nets_of: NetsOf
) -> None:
    found = layout.sheet(nets_of(preset), room, 13.0, folded=folded)
    for band in found.bands:
        every = list(boxes(band))
        for box in every:
            assert box.x >= -1e-6
            assert box.right <= band.box.right + 1e-6
            assert box.y >= band.box.y - 1e-6
            assert box.y + box.height <= band.box.y + band.box.height + 1e-6
        if len(every) < 400:
            assert all(apart(a, b) for a, b in combinations(every, 2))
    for above, below in zip(found.bands, found.bands[1:], strict=False):
        assert above.box.y + above.box.height <= below.box.y


@pytest.mark.parametrize("preset", PRESETS)
def test_columns_go_from_left_to_right_as_the_numbers_do(preset: str, nets_of: NetsOf) -> None:
    nets = nets_of(preset)
    for band in layout.sheet(nets, (940.0, 520.0), 13.0, folded=False).bands:
        net, left = nets[band.contestant], {}
        for stand in band.stands:
            left[stand.column.shown] = stand.head.x
        for layer, x in left.items():
            if layer != FILTERS:
                assert all(left[source] < x for source in net.wire(layer).inputs if source != PICTURE)


def test_where_there_is_room_all_maps_are_seen_and_the_width_is_used(nets_of: NetsOf) -> None:
    found = layout.sheet(nets_of("race"), (1900.0, 950.0), 20.0, folded=True)
    for band in found.bands:
        assert band.box.width <= 1900
        assert all(stand.more is None and not stand.hidden for stand in band.stands)
    assert found.bands[1].box.width > 0.7 * 1900
    (larger,) = layout.sheet(nets_of("race"), (1900.0, 950.0), 20.0, folded=True, only=1).bands
    assert larger.stands[1].tiles[0].box.width > found.bands[1].stands[1].tiles[0].box.width


@pytest.mark.parametrize(("room", "letter"), [((975.0, 455.0), 13.0), ((957.0, 420.0), 15.0)], ids=["dark", "hall"])
def test_a_race_fits_a_small_window_with_every_class_in_letters_that_can_be_read(
    room: tuple[float, float], letter: float, nets_of: NetsOf
) -> None:
    found = layout.sheet(nets_of("race"), room, letter, folded=True)
    assert found.width <= room[0]
    assert found.height <= room[1] + 1e-6
    for band in found.bands:
        rows = class_rows(band, 10, letter)
        assert len(rows) == 10
        assert all(0.86 * height >= 12 for _, height in rows)
        assert rows[-1][0] + rows[-1][1] <= band.box.y + band.box.height
    cnn = found.bands[1].stands
    assert not any(stand.hidden for stand in cnn), "all maps of the CNN are seen"
    assert all(len(stand.tiles) >= 24 or not stand.hidden for stand in found.bands[0].stands)


def test_of_many_classes_the_right_one_and_the_strongest_have_room(nets_of: NetsOf) -> None:
    band = layout.sheet(nets_of("race"), (957.0, 420.0), 15.0, folded=True).bands[0]
    rows = class_rows(band, 30, 15.0)
    assert 10 <= len(rows) < 30
    shares = np.linspace(0.0, 1.0, 30)
    seen = seen_classes(shares, 2, len(rows))
    assert seen == [2, *range(31 - len(rows), 30)]
    assert seen_classes(shares, -1, 3) == [27, 28, 29], "a drawing has no right class"


def stand_of(sheet: Sheet, band: int, layer: int) -> layout.Stand:
    return next(stand for stand in sheet.bands[band].stands if stand.column.shown == layer)


def test_what_does_not_fit_is_told_and_can_be_opened_and_closed(nets_of: NetsOf) -> None:
    nets, room = nets_of("gates"), (700.0, 400.0)
    found = layout.sheet(nets, room, 13.0, folded=True)
    assert found.width > room[0]
    cut = next(stand for stand in found.bands[0].stands if stand.more and len(nets[0].shape(stand.column.shown)) == 3)
    layer = cut.column.shown
    assert len(cut.tiles) + cut.hidden == nets[0].shape(layer)[0]
    opened = stand_of(layout.sheet(nets, room, 13.0, folded=True, opened={(0, layer)}), 0, layer)
    assert len(opened.tiles) == nets[0].shape(layer)[0]
    assert opened.hidden == 0
    assert opened.more is not None, "the way back"


def test_a_shortcut_is_a_road_over_what_it_passes(nets_of: NetsOf) -> None:
    plain, residual = layout.sheet(nets_of("twins-8"), (940.0, 520.0), 13.0, folded=True).bands
    assert not plain.roads
    assert len(residual.roads) == 3, "one a block"
    for road in residual.roads:
        assert road.points[0][0] < road.points[-1][0]
        target = next(stand for stand in residual.stands if stand.column.shown == road.target)
        assert road.points[1][1] < target.tiles[0].box.y


def test_gates_and_side_classifiers_are_passed_by_roads(nets_of: NetsOf) -> None:
    _, gated = layout.sheet(nets_of("gates"), (940.0, 520.0), 13.0, folded=True).bands
    assert len(gated.roads) == 4
    _, helped = layout.sheet(nets_of("inception"), (940.0, 520.0), 13.0, folded=True).bands
    assert helped.roads


def test_lanes_lie_above_each_other(nets_of: NetsOf) -> None:
    nets = nets_of("inception")
    band = layout.sheet(nets, (940.0, 700.0), 13.0, folded=True).bands[0]
    firsts = [
        s for s in band.stands if nets[0].layers[s.column.head].name.startswith("module1.") and len(s.before) == 1
    ]
    lanes = [stand for stand in firsts if stand.before == firsts[0].before]
    assert len(lanes) == 4
    assert len({stand.head.x for stand in lanes}) == 1
    assert len({stand.head.y for stand in lanes}) == 4


def test_what_stands_at_a_point(nets_of: NetsOf) -> None:
    found = layout.sheet(nets_of("race"), (940.0, 520.0), 13.0, folded=True)
    tile = found.bands[1].stands[1].tiles[3]
    middle = tile.box.x + tile.box.width / 2, tile.box.y + tile.box.height / 2
    at = found.at(*middle)
    assert at is not None
    assert (at[0].contestant, at[2]) == (1, tile)
    picture = found.bands[0].picture
    at = found.at(picture.x + 1, picture.y + 1)
    assert at is not None
    assert at[2] is not None
    assert at[2].place == Place(PICTURE, 0)
    assert found.at(5, found.height + 100) is None


def test_each_class_has_its_unit_beside_it(nets_of: NetsOf) -> None:
    band = layout.sheet(nets_of("race"), (940.0, 520.0), 13.0, folded=True).bands[1]
    for tile, (y, height) in zip(band.stands[-1].tiles, class_rows(band, 10, 13.0), strict=True):
        assert y <= tile.box.y
        assert y + height >= tile.box.y + tile.box.height


def test_deep_nets_share_columns_by_themselves(nets_of: NetsOf) -> None:
    assert layout.is_long(nets_of("twins-20"), 1900, 13)
    assert not layout.is_long(nets_of("race"), 1900, 13)


@pytest.mark.parametrize("preset", ["race", "twins-20", "yellow"])
def test_words_over_a_column_have_room(preset: str, nets_of: NetsOf, qapp: object) -> None:
    nets, letter = nets_of(preset), 13.0
    metrics = QFontMetricsF(fonts.font(SMALL * letter))
    for band in layout.sheet(nets, (900.0, 520.0), letter, folded=True).bands:
        for stand in band.stands:
            if not stand.column.filters:
                words = operations([nets[band.contestant].layers[layer] for layer in stand.column.layers])
                assert metrics.horizontalAdvance(words) <= stand.head.width + 2 * layout.INTO_GAP * letter, words
