"""The ground that a run walked on: the loss over a plane through the space of all parameters of a network.

Along the run's own path the plane is the one through its end that holds most of it (after Li et al. 2018, section 7).
By chance it is spanned by two directions whose filters are as long as the network's own, and in which biases and batch
normalisation stay (the same, section 4).
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.contract.numbers import Weights
from engine.contract.questions import GroundPlane, GroundRow, MapGround
from engine.contract.spec import SpecError
from engine.data import altering
from engine.models import inside
from engine.models.networks import Trained
from engine.queries.work import QuestionError, Work

SIDES = (2, 101)
MARGIN = 0.25
"""So much of the path's own extent the map reaches beyond it, at each end."""
TOO_SHORT = "A plane along the path takes the weights of three steps at least, at different places; this run has fewer."
Direction = list[Tensor]
"""One tensor for each parameter of a network, of its shape."""


class Plane(NamedTuple):
    """Two directions, how far the map reaches along each, and the path with the share of it that lies in the plane."""

    directions: tuple[Direction, Direction]
    x: tuple[float, ...]
    y: tuple[float, ...]
    path: tuple[tuple[float, float], ...]
    share: float


def mapped(question: MapGround, net: Trained) -> Work:
    """Map the ground around a network that is nobody else's; raises `QuestionError` where that can't be done."""
    low, high = SIDES
    if not low <= question.side <= high or question.pictures < 1:
        raise QuestionError(f"A map has {low} to {high} rows and at least one picture; this one has not.")
    return Work(1 + question.side, _parts(question, net))


def _parts(question: MapGround, net: Trained) -> Iterator[GroundPlane | GroundRow | None]:
    module = net.module.eval()
    parameters = list(module.parameters())
    if question.plane == "path":
        plane = along_path(_places(module, question.path), question.side)
    else:
        plane = by_chance(parameters, question.side, question.spec.seed)
    yield GroundPlane(plane.x, plane.y, plane.path, plane.share, sum(each.numel() for each in parameters))
    x, y = _pictures(question)
    yield None
    centre = [each.detach().clone() for each in parameters]
    for row, up in enumerate(plane.y):
        losses = []
        for right in plane.x:
            losses.append(_loss_at(module, centre, plane.directions, (right, up), x, y))
            yield None
        yield GroundRow(row, inside.array(torch.tensor(losses)))


@torch.no_grad()
def _loss_at(
    module: nn.Module,
    centre: Direction,
    directions: tuple[Direction, Direction],
    place: tuple[float, float],
    x: Tensor,
    y: Tensor,
) -> float:
    moved = torch._foreach_add(centre, directions[0], alpha=place[0])
    torch._foreach_add_(moved, directions[1], alpha=place[1])
    torch._foreach_copy_(list(module.parameters()), moved)
    return float(nn.functional.cross_entropy(module(x), y))


def _pictures(question: MapGround) -> tuple[Tensor, Tensor]:
    """Return some of the training pictures of the run, drawn by chance, as the network sees them."""
    spec = question.spec
    try:
        used = altering.pictures_of(spec)
    except SpecError as error:
        raise QuestionError(str(error)) from error
    chosen = torch.randperm(len(used.train_x), generator=torch.Generator().manual_seed(spec.seed))[: question.pictures]
    return used.train_x[chosen], used.train_y[chosen]


def _places(module: nn.Module, path: Sequence[Weights]) -> list[Direction]:
    """Return the parameters at each step of a path; raises `QuestionError` where they are another network's."""
    wanted = {name: tuple(values.shape) for name, values in module.named_parameters()}
    for weights in path:
        if any(name not in weights or weights[name].shape != shape for name, shape in wanted.items()):
            raise QuestionError("The path is another network's; choose the weights that were recorded of this one.")
    return [[torch.from_numpy(weights[name].numpy().copy()) for name in wanted] for weights in path]


def along_path(places: Sequence[Direction], side: int) -> Plane:
    """Return the plane through the end of a path that holds most of it.

    It maximises the share of all squared distances from the end: its directions are the first two right singular
    vectors of the differences. The walk goes from left to right, and up where it turns most. Raises `QuestionError`
    where the path has no two directions.
    """
    ways = torch.stack([torch.cat([values.flatten() for values in place]) for place in places]).double()
    ways = ways - ways[-1]
    _, stretches, directions = torch.linalg.svd(ways, full_matrices=False)
    if len(places) < 3 or not torch.isfinite(stretches).all() or stretches[1] <= 1e-9 * stretches[0]:
        raise QuestionError(TOO_SHORT)
    coordinates = ways @ directions[:2].T
    signs = torch.tensor([-_sign(coordinates[0, 0]), _sign(coordinates[coordinates[:, 1].abs().argmax(), 1])])
    coordinates, plane = coordinates * signs, directions[:2] * signs[:, None]
    along, up = (_reached(coordinates[:, axis].tolist(), side) for axis in (0, 1))
    share = float(stretches[:2].square().sum() / stretches.square().sum())
    path = tuple((first, second) for first, second in coordinates.tolist())
    return Plane((_shaped(plane[0], places[0]), _shaped(plane[1], places[0])), along, up, path, share)


def by_chance(parameters: Sequence[Tensor], side: int, seed: int) -> Plane:
    """Return a plane of two directions by chance: each filter as long as the network's own, one-dimensional ones 0."""
    generator = torch.Generator().manual_seed(seed)
    first, second = ([_like(each.detach(), generator) for each in parameters] for _ in range(2))
    reach = tuple(torch.linspace(-1, 1, side, dtype=torch.float64).tolist())
    return Plane((first, second), reach, reach, ((0.0, 0.0),), 0.0)


def _like(parameter: Tensor, generator: torch.Generator) -> Tensor:
    if parameter.ndim < 2:
        return torch.zeros_like(parameter)
    drawn = torch.randn(parameter.shape, generator=generator)
    over = tuple(range(1, parameter.ndim))
    lengths = [values.square().sum(over, keepdim=True).sqrt() for values in (parameter, drawn)]
    return drawn * lengths[0] / lengths[1]


def _reached(values: Sequence[float], side: int) -> tuple[float, ...]:
    low, high = min(values), max(values)
    margin = MARGIN * (high - low)
    return tuple(torch.linspace(low - margin, high + margin, side, dtype=torch.float64).tolist())


def _shaped(direction: Tensor, like: Direction) -> Direction:
    """Cut a direction into parameters."""
    pieces = torch.split(direction.float(), [values.numel() for values in like])
    return [piece.reshape(values.shape) for piece, values in zip(pieces, like, strict=True)]


def _sign(value: Tensor) -> float:
    return math.copysign(1.0, float(value))
