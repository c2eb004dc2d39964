"""Maps of pictures as a network's layers have them: what is near in a layer shall be near in its map."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.contract.pictures import Pictures
from engine.contract.questions import PIXELS, MapPoints, PointsMapped
from engine.contract.spec import Data, SpecError
from engine.data import data
from engine.models import inside, networks
from engine.models.networks import Trained
from engine.queries import embedding
from engine.queries.embedding import COLD, WARM
from engine.queries.work import QuestionError, Work

MOST = 1000
"""So many pictures a map has at most: every pair of them counts."""
AT_ONCE = 50
"""So many pictures go through the network between two pauses."""
WIDEST = 4096
"""Of so many numbers a picture has at most in a layer; larger maps are averaged over blocks until they are that few."""
SPREAD = 0.01
"""The standard deviation of a map along its first axis as t-SNE begins."""
SHOWN = 100
"""After so many iterations a map that begins afresh is shown on its way."""
NOT_FINITE = "The numbers of this network are not finite any more, so its pictures lie nowhere."


class _Wanted(NamedTuple):
    """A map that is wanted, and the one that it goes on from."""

    layer: str
    start: Tensor | None


def mapped(question: MapPoints, net: Trained) -> Work:
    """Map pictures by a network that is nobody else's; raises `QuestionError` where that can't be done."""
    seen = _pictures(question.data, question.pictures)
    if not embedding.FEWEST <= len(seen) <= MOST:
        raise QuestionError(
            f"A map takes {embedding.FEWEST} to {MOST} validation pictures; these are {len(seen)}. Choose another set."
        )
    known = networks.leaves(net.module)
    for layer in question.layers:
        if layer != PIXELS and layer not in known:
            raise QuestionError(f"This network has no layer {layer!r}; choose one of {', '.join(known)}.")
    starts = question.starts or (None,) * len(question.layers)
    if len(starts) != len(question.layers) or any(each and each.shape != (len(seen), 2) for each in starts):
        raise QuestionError("Each map goes on from another one of the same pictures, or from none; these don't fit.")
    wanted = [
        _Wanted(layer, torch.from_numpy(start.numpy().copy()) if start else None)
        for layer, start in zip(question.layers, starts, strict=True)
    ]
    parts = sum(_parts(each, question.method) for each in wanted)
    return Work(parts, _maps(wanted, question.method, seen, net))


def _parts(wanted: _Wanted, method: str) -> int:
    """How many parts the answer has for one map."""
    return COLD // SHOWN if method == "t-sne" and wanted.start is None else 1


@lru_cache(2)
def _pictures(which: Data, count: int) -> Pictures:
    try:
        return data.load(which).pictures[:count].copy()
    except SpecError as error:
        raise QuestionError(str(error)) from error


def _maps(wanted: Sequence[_Wanted], method: str, seen: Pictures, net: Trained) -> Iterator[PointsMapped | None]:
    rows: dict[str, list[Tensor]] = {each.layer: [] for each in wanted}
    for first in range(0, len(seen), AT_ONCE):
        for layer, values in _given(rows, seen[first : first + AT_ONCE], net).items():
            rows[layer].append(values)
        yield None
    for each in wanted:
        yield from _map(each, method, torch.cat(rows.pop(each.layer)))


def _given(layers: Sequence[str] | dict[str, list[Tensor]], seen: Pictures, net: Trained) -> dict[str, Tensor]:
    """Return what each layer gives for some pictures, as rows of numbers (pictures, numbers)."""
    x = net.seen(torch.from_numpy(seen).float())
    device = next(net.module.parameters()).device
    outputs = networks.outputs(net.module, x.to(device)) if any(layer != PIXELS for layer in layers) else {}
    return {layer: reduced(outputs.get(layer, x)).flatten(1).cpu().clone() for layer in layers}


def reduced(values: Tensor) -> Tensor:
    """Average maps (pictures, channels, height, width) over blocks of two by two until a picture has few numbers."""
    while values.ndim == 4 and values[0].numel() > WIDEST and min(values.shape[2:]) > 1:
        values = nn.functional.avg_pool2d(values, 2, ceil_mode=True)
    return values


def _map(wanted: _Wanted, method: str, rows: Tensor) -> Iterator[PointsMapped | None]:
    """Map rows of numbers (pictures, numbers): from where they lay, or from their principal components."""
    if not torch.isfinite(rows).all():
        raise QuestionError(NOT_FINITE)
    products, start = (yield from embedding.products(_scaled(rows))), wanted.start
    if method == "components":
        points, share = embedding.principal(products)
        found = points if start is None else embedding.turned(points, start)
        yield PointsMapped(wanted.layer, inside.array(found), share=share)
        return
    perplexity = min(embedding.PERPLEXITY, (len(rows) - 1) / 3)
    near = yield from embedding.affinities(embedding.distances(products), perplexity)
    if start is None:
        points = embedding.principal(products).points
        yield None
        points = points * (SPREAD / max(float(points[:, 0].std()), embedding.TINY))
        yield from _moved(wanted.layer, embedding.descended(points, near, COLD, embedding.EXAGGERATED), COLD, SHOWN)
    else:
        far = embedding.divergence(start, near) > embedding.FAR
        yield None
        iterations, strong = (embedding.MOVING_OUT, embedding.MOVING_OUT_EXAGGERATED) if far else (WARM, 0)
        moved = (embedding.turned(points, start) for points in embedding.descended(start, near, iterations, strong))
        yield from _moved(wanted.layer, moved, iterations, iterations)


def _moved(layer: str, maps: Iterator[Tensor], iterations: int, every: int) -> Iterator[PointsMapped | None]:
    """Show a map that gets better bite by bite, after every so many of its iterations."""
    for bite, points in enumerate(maps, 1):
        done = bite * embedding.BITE
        yield None if done % every else PointsMapped(layer, inside.array(points), done / iterations)


def _scaled(rows: Tensor) -> Tensor:
    """Rows of numbers in a unit of their own, so that no square of them is too large or too small."""
    largest = float((rows - rows.mean(0)).abs().max())
    return rows / largest if largest > 0 else rows
