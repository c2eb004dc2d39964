"""The bar that is cut into shares: its pieces, and where what belongs to them is written."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.reference import Floats
from scenes.stage.charts.cut_bar import GAP, ROOM, WIDE, CutBar
from scenes.stage.core.marks import AnyMark, Rect, Role, Text
from scenes.stage.core.stage import LEFT, RIGHT

BAR = CutBar(top=200, height=300, outside=560)
NAMES = ("a", "b", "c", "d", "e")


def drawn(p: Floats, bar: CutBar = BAR, **fields: float) -> dict[str, AnyMark]:
    texts = [f"{share:.3f}" for share in p]
    return {mark.name: mark for mark in bar.marks(NAMES[: len(p)], p, texts, Role.OUTPUT, **fields)}


def test_the_pieces_are_as_wide_as_their_shares_and_fill_the_bar() -> None:
    p = np.array([0.5, 0.3, 0.2])
    pieces = BAR.pieces(p)
    assert [width for _, width in pieces] == pytest.approx((RIGHT - LEFT) * p)
    assert pieces[0][0] == LEFT
    assert all(x + width == pytest.approx(following) for (x, width), (following, _) in pairwise(pieces))
    assert sum(pieces[-1]) == pytest.approx(RIGHT)


def test_a_cut_opens_gaps_between_the_pieces() -> None:
    whole, cut = (drawn(np.array([0.5, 0.5]), cut=cut)["share of a"] for cut in (0.5, 1.0))
    assert isinstance(whole, Rect)
    assert isinstance(cut, Rect)
    assert (whole.opacity, cut.opacity, cut.value) == (0.5, 1.0, 0.5)
    assert whole.width - cut.width == pytest.approx(GAP)


def test_what_has_room_is_written_inside_and_the_rest_outside() -> None:
    found = drawn(np.array([0.9, 0.1]))
    inside, beside = found["number of a"], found["beside b"]
    assert isinstance(inside, Text)
    assert isinstance(beside, Text)
    assert (inside.text, beside.text) == ("0.900", "b 0.100")
    assert BAR.top < inside.y < BAR.top + BAR.height < beside.y
    assert "beside a" not in found
    assert "number of b" not in found
    above = drawn(np.array([0.9, 0.1]), CutBar(top=200, height=300, outside=150))["beside b"]
    assert isinstance(above, Text)
    assert above.y < BAR.top


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=5))
def test_what_stands_outside_is_apart_within_the_margins(parts: list[float]) -> None:
    p = (np.array(parts) + 1e-6) / (sum(parts) + 1e-6 * len(parts))
    places = [mark.x for name, mark in drawn(p).items() if isinstance(mark, Text) and name.startswith("beside")]
    assert len(places) == sum(width < WIDE for _, width in BAR.pieces(p))
    assert all(other - one >= ROOM - 1e-6 for one, other in pairwise(places))
    assert all(LEFT + ROOM / 2 - 1e-6 <= place <= RIGHT - ROOM / 2 + 1e-6 for place in places)
