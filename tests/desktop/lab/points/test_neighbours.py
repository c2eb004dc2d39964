"""Maps as numbers: who lies next to whom, and where classes have gathered."""

import numpy as np
import pytest

from desktop.lab.points.neighbours import Map


def two_groups(apart: float) -> Map:
    """Twenty points of class 0 and twenty of class 1, each in a group of its own, or all in one."""
    generator = np.random.default_rng(4)
    points = generator.normal(0.0, 1.0, (40, 2)).astype(np.float32)
    labels = np.repeat([0, 1], 20)
    points[labels == 1, 0] += apart
    return Map(7, points, labels)


def test_points_fit_into_their_square_and_keep_their_shape() -> None:
    found = Map(0, np.array([[10, 5], [14, 6], [12, 5.5]], np.float32), np.zeros(3, int))
    np.testing.assert_allclose(found.fitted, [[-1, -0.25], [1, 0.25], [0, 0]])
    alone = Map(0, np.full((6, 2), 3.0, np.float32), np.zeros(6, int))
    assert not alone.fitted.any()


def test_neighbours_are_the_nearest_others() -> None:
    found = two_groups(0.0)
    apart = np.linalg.norm(found.points[:, None] - found.points, axis=2)
    for index, row in enumerate(found.nearest):
        assert set(row) == set(np.argsort(apart[index])[1:11])
    few = Map(0, np.arange(10, dtype=np.float32).reshape(5, 2), np.arange(5))
    assert few.nearest.shape == (5, 4)


@pytest.mark.parametrize(("apart", "alike", "gathered"), [(50.0, 1.0, {0, 1}), (0.0, 0.48, set())])
def test_classes_gather_where_their_pictures_are_neighbours(apart: float, alike: float, gathered: set[int]) -> None:
    found = two_groups(apart)
    assert found.alike.mean() == pytest.approx(alike, abs=0.1)
    assert set(found.middles) == gathered
    for label, index in found.middles.items():
        assert found.labels[index] == label
        own = found.points[found.labels == label]
        assert np.linalg.norm(found.points[index] - own.mean(axis=0)) < 1.0
