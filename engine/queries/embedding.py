"""Points in a plane that stand for points in a space of many dimensions: principal components, and t-SNE.

t-SNE is the exact one of van der Maaten and Hinton (2008): every pair counts, which costs little for some hundred
points. It begins with the principal components, so that nothing in it is by chance. All tensors are float32 on the CPU.
"""

import math
from collections.abc import Generator, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

PERPLEXITY = 30.0
"""About so many neighbours count for each point; of few points a third of them..."""
FEWEST = 5
"""...and of fewer there is no map."""
WIDTHS, HALVINGS = 20.0, 20
"""So many powers of e a neighbourhood may be wider or narrower than usual, and how often this interval is halved."""
EXAGGERATION, EXAGGERATED, COLD, WARM = 12.0, 100, 300, 40
"""From nothing so many iterations, the first of them with attraction so many times as strong; and from another map."""
SLOWEST = 10.0
"""The rate of learning is the number of points over the exaggeration (Belkina et al. 2019), but not below this."""
FAR, MOVING_OUT, MOVING_OUT_EXAGGERATED = 1.0, 150, 50
"""From a map with a divergence beyond the first number, where hardly anything is in its place, it takes so many
iterations, and exaggeration again."""
MOMENTUM = 0.5, 0.8
BITE = 10
"""So many iterations are done between two pauses."""
TINY = 1e-12

Bites = Generator[None, None, Tensor]
"""Work that pauses now and then, and returns what comes of it."""


class Axes(NamedTuple):
    """Principal components: points (count, 2), and the share of all squared distances from the mean that they hold."""

    points: Tensor
    share: float


def products(rows: Tensor, block: int = 1024) -> Bites:
    """Return all scalar products (count, count) of rows (count, width), seen from their mean."""
    total = torch.zeros(len(rows), len(rows))
    for piece in torch.split(rows, block, 1):
        centred = piece - piece.mean(0)
        total.addmm_(centred, centred.T)
        yield
    return total


def distances(products: Tensor) -> Tensor:
    """Return the squared distances (count, count) of points from their scalar products."""
    squares = products.diagonal()
    found = (squares[:, None] + squares - 2 * products).clamp_(min=0.0)
    return found.fill_diagonal_(0.0)


def principal(products: Tensor) -> Axes:
    """Return the two principal components of points from their centred scalar products.

    Each axis points to where the point lies that is farthest along it.
    """
    values, vectors = torch.linalg.eigh(products)
    values, vectors = values.clamp(min=0.0), vectors[:, -2:].flip(1)
    points = vectors * values[-2:].flip(0).sqrt()
    farthest = points.gather(0, points.abs().argmax(0, keepdim=True))
    signs = torch.where(farthest < 0, -1.0, 1.0)
    whole = float(values.sum())
    return Axes(points * signs, float(values[-2:].sum()) / whole if whole > 0 else 0.0)


def affinities(squared: Tensor, perplexity: float) -> Bites:
    """Return how near all pairs (count, count) are by their squared distances; all together sum up to 1.

    A point's neighbourhood is a Gaussian as wide as gives it the wanted perplexity; both views of a pair are averaged.
    """
    given = yield from neighbourhoods(squared, perplexity)
    return (given + given.T) / (2 * len(given))


def neighbourhoods(squared: Tensor, perplexity: float) -> Bites:
    """Return for each point the probabilities (count, count) of its neighbours, which sum up to 1 in each row."""
    count = len(squared)
    alone = torch.eye(count, dtype=torch.bool)
    nearest = squared.masked_fill(alone, torch.inf).min(1, keepdim=True).values
    beyond = (squared - nearest).masked_fill_(alone, 0.0)
    usual = squared.sum(1, keepdim=True).clamp(min=TINY) / (count - 1)
    low, high = torch.full((count, 1), -WIDTHS), torch.full((count, 1), WIDTHS)
    for halving in range(HALVINGS):
        middle = (low + high) / 2
        sharpness = middle.exp() / usual
        weights = torch.exp(-sharpness * beyond).masked_fill_(alone, 0.0)
        total = weights.sum(1, keepdim=True)
        entropy = total.log() + sharpness * (weights * beyond).sum(1, keepdim=True) / total
        wide = entropy > math.log(perplexity)
        low, high = torch.where(wide, middle, low), torch.where(wide, high, middle)
        if halving % 5 == 4:
            yield
    return weights / total


def divergence(points: Tensor, near: Tensor) -> float:
    """Return the Kullback-Leibler divergence between `near` and the nearness on a map, which t-SNE makes small."""
    kernel = (1 + torch.cdist(points, points).square()).reciprocal().fill_diagonal_(0.0)
    own = (kernel / kernel.sum().clamp(min=TINY)).clamp(min=TINY)
    return float((near * (near.clamp(min=TINY) / own).log()).sum())


def gradient(points: Tensor, near: Tensor) -> Tensor:
    """Return the gradient (count, 2) of the Kullback-Leibler divergence between `near` and the map's own nearness."""
    squares = points.square().sum(1)
    kernel = torch.addmm(squares[:, None] + squares, points, points.T, alpha=-2).clamp_(min=0.0).add_(1.0)
    kernel.reciprocal_().fill_diagonal_(0.0)
    pull = torch.sub(near, kernel, alpha=1.0 / max(float(kernel.sum()), TINY)).mul_(kernel)
    slope: Tensor = pull.sum(1, keepdim=True) * points - pull @ points
    return 4 * slope


def descended(points: Tensor, near: Tensor, iterations: int, exaggerated: int = 0) -> Iterator[Tensor]:
    """Yield the map (count, 2) after every `BITE` iterations from where its points are; the first are exaggerated."""
    moved, gains = torch.zeros_like(points), torch.ones_like(points)
    rate = max(len(points) / EXAGGERATION, SLOWEST)
    strong = near * EXAGGERATION
    for iteration in range(iterations):
        early = iteration < exaggerated
        slope = gradient(points, strong if early else near)
        against = (slope > 0) != (moved > 0)
        gains = torch.where(against, gains + 0.2, gains * 0.8).clamp_(min=0.01)
        moved = MOMENTUM[0 if early else 1] * moved - rate * gains * slope
        points = points + moved
        points = points - points.mean(0)
        if (iteration + 1) % BITE == 0:
            yield points


def turned(points: Tensor, like: Tensor) -> Tensor:
    """Return points turned, and mirrored where need be, so that they lie as near as can be to those of another map.

    Orthogonal Procrustes: no distance changes.
    """
    left, _, right = torch.linalg.svd((points - points.mean(0)).T @ (like - like.mean(0)))
    found: Tensor = (points - points.mean(0)) @ (left @ right)
    return found
