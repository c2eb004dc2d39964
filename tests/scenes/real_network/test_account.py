"""One cell of the real network: the account in numpy is the number that the engine has in the map."""

from __future__ import annotations

import numpy as np
import pytest

from scenes import reference
from scenes.real_network.account import STRONGEST, account, corner, picture_maps, read_of
from scenes.real_network.operations import Operation
from scenes.real_network.stops import Stop, network, stops
from scenes.real_network.view import inside_of
from scenes.stage.data.networks import INPUT
from scenes.stage.data.pictures import Picture
from scenes.stage.data.published import LITE, read_as
from scenes.stage.data.reading import Inquiry, Maps
from tests.scenes.real_network.answering import answer

CELLS = (0, 0.4, 0.999)
"""Where the cells are that are looked at: in a corner, inside, and in the opposite corner."""
OPERATIONS = [
    pytest.param(stop, operation, id=f"{stop.name}-{operation.kind}")
    for stop in stops()
    if stop.number in (0, 1, 2, 4, 5, 9, 12, 16, 17)
    for operation in stop.operations
]


@pytest.mark.parametrize(("stop", "operation"), OPERATIONS)
def test_a_cell_is_the_number_that_the_engine_has(stop: Stop, operation: Operation) -> None:
    picture = read_as(Picture("coffee"))
    reading = answer(Inquiry(LITE, Maps(picture, inside_of(stop))))
    inputs = (picture_maps(picture),) if operation.reads == (INPUT,) else read_of(reading, operation)
    assert inputs is not None
    maps = reading.maps[operation.out.name].array
    for index in (0, operation.channels // 2, operation.channels - 1):
        for share in CELLS:
            cell = int(share * operation.side), int((1 - share) * (operation.side - 1))
            found = account(operation, inputs, index, cell)
            assert found is not None
            assert found.value == pytest.approx(float(maps[index, cell[0], cell[1]]), abs=1e-4)
            assert found.products.sum() == pytest.approx(found.total)
            folded = float((found.under * found.folded).sum()) + found.shift
            assert folded == pytest.approx(found.scaled, abs=1e-9)
            after = found.scaled if operation.linear else float(reference.relu6(found.scaled))
            assert found.value == after


def test_the_strongest_products_are_the_largest_ones() -> None:
    operation = stops()[5].operation("project")
    reading = answer(Inquiry(LITE, Maps(read_as(Picture("cat")), inside_of(stops()[5]))))
    inputs = read_of(reading, operation)
    assert inputs is not None
    found = account(operation, inputs, 3, (10, 10))
    assert found is not None
    sizes = np.sort(np.abs(found.products).ravel())[::-1][:STRONGEST]
    assert [abs(found.products[place]) for place in found.strongest] == pytest.approx(sizes.tolist())


def test_what_is_not_at_hand_makes_no_account() -> None:
    operation = stops()[5].operation("depthwise")
    reading = answer(Inquiry(LITE, Maps(read_as(Picture("cat")), (operation.out.name,))))
    assert read_of(reading, operation) is None


def test_a_window_begins_where_its_stride_and_its_padding_say() -> None:
    first, strided = stops()[5].operation("depthwise"), stops()[4].operation("depthwise")
    assert corner(first, (0, 3)) == (-2, 1)
    assert corner(strided, (0, 3)) == (-1, 5)


def test_the_stops_are_the_whole_network() -> None:
    assert [stop.name for stop in stops()] == ["stem", *(f"block {number}" for number in range(1, 17)), "head"]
    dense = network().layer("head.fc")
    assert sum(stop.parameters for stop in stops()) + dense.parameters == network().parameters == 4_652_008
    assert sum(stop.macs for stop in stops()) + dense.macs == network().macs == 385_187_552
    assert [stop.number for stop in stops() if stop.shortcut] == [3, 5, 7, 8, 10, 11, 13, 14, 15]
