from __future__ import annotations

import numpy as np
import pytest

from desktop.theme.mistakes import FULL, coloured, strengths
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import rgb
from scenes.stage.output.theme import THEMES


def test_rows_are_compared_by_their_shares_and_the_diagonal_has_no_ink() -> None:
    found = strengths(np.array([[90, 10, 0], [2, 18, 0], [0, 0, 0]]))
    assert found[0, 1] == found[1, 0] == pytest.approx(np.sqrt(0.1 / FULL))
    assert np.diagonal(found).tolist() == [0, 0, 0]
    assert found[2].tolist() == [0, 0, 0], "there is no picture of this class"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_more_mistakes_the_more_colour(theme: object) -> None:
    counts = np.array([[5, 1, 4], [3, 5, 2], [0, 9, 1]])
    found = coloured(counts, theme)  # type: ignore[arg-type]
    full, empty = found[2, 1], found[0, 0]
    assert full.tolist() == rgb(theme.colour(Role.WARNING)).astype(int).tolist()  # type: ignore[attr-defined]
    assert empty.tolist() == rgb(theme.raised).astype(int).tolist()  # type: ignore[attr-defined]
    away = [np.abs(found[0, 1].astype(int) - empty).sum(), np.abs(found[0, 2].astype(int) - empty).sum()]
    assert 0 < away[0] < away[1]
