"""Maps of points: what the arithmetic of t-SNE has to be, held to definitions and to torch's own gradients."""

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.queries import embedding


def result(work: embedding.Bites) -> Tensor:
    """What comes of work that pauses now and then."""
    pauses = 0
    while True:
        try:
            next(work)
        except StopIteration as end:
            assert pauses, "it pauses"
            found: Tensor = end.value
            return found
        pauses += 1


def cloud(count: int, width: int, seed: int = 0) -> Tensor:
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed))


def three_clouds() -> Tensor:
    """Ninety points in twelve dimensions, thirty about each of three places."""
    middles = 8 * cloud(3, 12, seed=1)
    return torch.cat([cloud(30, 12, seed=seed) + middle for seed, middle in enumerate(middles, 2)])


def test_products_and_distances_are_those_of_the_points() -> None:
    rows = cloud(40, 2500)
    products = result(embedding.products(rows))
    centred = rows - rows.mean(0)
    torch.testing.assert_close(products, centred @ centred.T, rtol=1e-4, atol=1e-2)
    wanted = torch.cdist(rows.double(), rows.double()).square().float()
    torch.testing.assert_close(embedding.distances(products), wanted, rtol=1e-4, atol=1e-2)


def test_principal_components_are_those_of_the_singular_value_decomposition() -> None:
    rows = cloud(50, 7) * torch.tensor([5.0, 3.0, 1.0, 1.0, 0.5, 0.2, 0.1])
    points, share = embedding.principal(result(embedding.products(rows)))
    left, stretches, _ = torch.linalg.svd(rows - rows.mean(0), full_matrices=False)
    torch.testing.assert_close(points.abs(), (left[:, :2] * stretches[:2]).abs(), rtol=1e-3, atol=1e-3)
    assert share == pytest.approx(float(stretches[:2].square().sum() / stretches.square().sum()), rel=1e-4)
    farthest = points.abs().argmax(0)
    assert (points.gather(0, farthest[None]) > 0).all(), "no axis is mirrored by chance"


@pytest.mark.parametrize("perplexity", [5.0, 30.0])
def test_each_neighbourhood_has_the_wanted_perplexity(perplexity: float) -> None:
    """Whatever the points' scale, and however much denser they are in one place than in another."""
    rows = torch.cat([cloud(60, 10), 30 + 50 * cloud(60, 10, seed=1)])
    for scale in (1e-4, 1.0, 1e4):
        squared = torch.cdist(scale * rows, scale * rows).square()
        given = result(embedding.neighbourhoods(squared, perplexity)).double()
        entropy = -(given * given.clamp(min=1e-300).log()).sum(1)
        np.testing.assert_allclose(entropy.exp(), perplexity, rtol=0.01)
        assert not given.diagonal().any()


def divergence(points: Tensor, near: Tensor) -> Tensor:
    """The Kullback-Leibler divergence from its definition."""
    kernel = 1 / (1 + (points[:, None] - points).square().sum(2))
    kernel = kernel * (1 - torch.eye(len(points)))
    pairs = near > 0
    return (near[pairs] * (near[pairs] / (kernel / kernel.sum())[pairs]).log()).sum()


def test_the_gradient_is_the_one_of_the_divergence() -> None:
    near = result(embedding.affinities(torch.cdist(three_clouds(), three_clouds()).square(), 20.0))
    assert float(near.sum()) == pytest.approx(1.0, rel=1e-5)
    torch.testing.assert_close(near, near.T)
    points = cloud(90, 2, seed=9).requires_grad_()
    (wanted,) = torch.autograd.grad(divergence(points, near), points)
    torch.testing.assert_close(embedding.gradient(points.detach(), near), wanted, rtol=1e-3, atol=1e-7)
    assert embedding.divergence(points.detach(), near) == pytest.approx(
        float(divergence(points, near).detach()), rel=1e-4
    )


def test_going_on_brings_the_divergence_down() -> None:
    near = result(embedding.affinities(torch.cdist(three_clouds(), three_clouds()).square(), 20.0))
    begun = 0.01 * cloud(90, 2)
    *_, cold = embedding.descended(begun, near, embedding.COLD, embedding.EXAGGERATED)
    *_, warm = embedding.descended(cold, near, embedding.WARM)
    found = [float(divergence(points, near)) for points in (begun, cold, warm)]
    assert found[0] > 4 * found[1]
    assert found[2] <= found[1] * 1.01
    apart = torch.cdist(cold, cold)
    own = torch.block_diag(*[torch.ones(30, 30)] * 3) > 0
    assert apart[own].max() < apart[~own].min(), "three clouds stay three"


def test_a_map_is_turned_and_mirrored_back_to_another() -> None:
    points = cloud(30, 2)
    points = points - points.mean(0)
    angle = torch.tensor(2.2)
    turn = torch.stack([torch.stack([angle.cos(), -angle.sin()]), torch.stack([angle.sin(), angle.cos()])])
    mirrored = points @ turn @ torch.diag(torch.tensor([1.0, -1.0])) + 3
    torch.testing.assert_close(embedding.turned(mirrored, points), points, rtol=1e-4, atol=1e-4)
    twice = embedding.turned(2 * mirrored, points)
    torch.testing.assert_close(twice, 2 * points, rtol=1e-4, atol=1e-4)


def test_points_that_are_all_alike_stay_together() -> None:
    products = result(embedding.products(torch.ones(20, 5)))
    points, share = embedding.principal(products)
    assert (share, float(points.abs().max())) == (0.0, 0.0)
    near = result(embedding.affinities(embedding.distances(products), 6.0))
    *_, found = embedding.descended(points, near, 20)
    assert torch.isfinite(found).all()
