from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, KnobError, as_edits, edits, from_plain, to_plain
from scenes.stage.numbers.full_grids import MANY


@dataclass(frozen=True)
class Edited(knobs.Knobs):
    """Numbers changed by hand, in a grid of any size or of one."""

    changed: Edits = edits()
    small: Edits = edits((1, 2, 2), 10.0)


def grid(*shape: int) -> Edits:
    return as_edits(np.random.default_rng(3).normal(size=shape))


def test_a_grid_of_which_all_is_set_takes_few_letters_and_comes_back_to_the_last_bit() -> None:
    full = Edited(changed=grid(1, 40, 30))
    written = json.dumps(to_plain(full))
    assert len(written) < 12 * 1200
    assert from_plain(Edited, json.loads(written)) == full


@pytest.mark.parametrize(
    "changed",
    [
        grid(1, 40, 30)[:-1],
        grid(1, 40, 30)[1:],
        grid(2, 3),
        (*grid(1, 40, 30)[:5], ((0, 0, 29, 1), 1.0), *grid(1, 40, 30)[6:]),
    ],
    ids=["its end is missing", "its begin is missing", "small", "one lies elsewhere"],
)
def test_others_are_lists_of_places(changed: Edits) -> None:
    written = to_plain(Edited(changed=changed))
    assert isinstance(written["changed"], list)
    assert from_plain(Edited, json.loads(json.dumps(written))) == Edited(changed=tuple(sorted(changed)))


@pytest.mark.parametrize(
    "damage",
    [
        {"data": "???"},
        {"data": "AAAA"},
        {"shape": [1, 40, 31]},
        {"shape": "wide"},
        {"shape": []},
        {"data": None},
    ],
    ids=str,
)
def test_a_damaged_grid_is_refused(damage: dict[str, Any]) -> None:
    written = to_plain(Edited(changed=grid(1, 40, 30)))
    written["changed"] |= damage
    with pytest.raises(KnobError, match="The stored value of 'changed' can't be read"):
        from_plain(Edited, written)


@pytest.mark.parametrize("odd", [np.nan, np.inf, 1e300])
def test_numbers_that_there_can_not_be_are_refused(odd: float) -> None:
    numbers = np.zeros((1, 40, 30))
    numbers[0, 3, 3] = odd
    with pytest.raises(KnobError, match="can't be read"):
        from_plain(Edited, to_plain(replace(Edited(), changed=as_edits(numbers))))


def test_a_grid_beside_which_there_is_none_is_refused() -> None:
    written = to_plain(Edited(changed=grid(1, 40, 30)))
    with pytest.raises(KnobError, match="can't be read"):
        from_plain(Edited, {"small": written["changed"]})
    assert len(grid(1, 40, 30)) > MANY
