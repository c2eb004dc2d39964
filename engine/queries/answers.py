"""Answers to questions about networks, a module for each kind of long question; they come in parts."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import torch
from torch import nn

from engine.contract import spec
from engine.contract.numbers import Array
from engine.contract.questions import (
    Answer,
    Ascend,
    CompareTeaching,
    Cover,
    CoverByRows,
    Explain,
    FindStrongest,
    Forward,
    Forwarded,
    Fresh,
    Headed,
    JudgeAll,
    MapGround,
    MapPoints,
    Present,
    Published,
    Query,
    ReadMaps,
    ReadMeans,
    Reply,
    Stored,
    SwitchOff,
    TeachHead,
    TimePasses,
    TryRates,
    Untrained,
)
from engine.models import headed, inside, networks, published
from engine.models.networks import Trained
from engine.queries import ascent, ground, judging, looking, passes, points, rates, reading, strongest, switching
from engine.queries.teaching import comparing, heads, means
from engine.queries.work import QuestionError, Work

Shape = tuple[int, int, int]
Find = Callable[[int], Trained | None]
"""Finds a contestant of the present run by its index, None where there is none."""
One = Present | Stored | Untrained | Published | Headed
"""A single network."""
READY = 8
"""So many networks are kept built: while somebody draws, the same ones are asked again and again."""


def replies(query: Query, present: Find) -> Iterator[Reply | None]:
    """Begin to answer a question; each step of the iterator is a short one, and None says no more than that it goes on.

    A long answer is about present contestants as they are now, whatever they learn while it is given. Raises
    `QuestionError`, at once or at any step, if there is no answer.
    """
    return _replies(query.token, _work(query, present))


def _replies(token: int, work: Work) -> Iterator[Reply | None]:
    part = 0
    for answer in work.steps:
        if answer is None:
            yield None
        else:
            yield Reply(token, part, work.parts, answer)
            part += 1


def _work(query: Query, present: Find) -> Work:
    """Return what it takes to answer a question; raises `QuestionError` if it can't be asked."""
    match query.question, query.about:
        case (Forward() | ReadMaps() | Explain() | Cover() | CoverByRows()) as question, (
            Present() | Stored() | Untrained() | Published() | Headed()
        ) as about:
            return _of_picture(question, about, present)
        case TryRates() as question, Fresh() as about:
            return rates.tried(question, about)
        case MapGround() as question, Stored() as about:
            return ground.mapped(question, own_network(about, spec.about(question.spec.data).shape, present))
        case MapPoints() as question, Present() | Stored() as about:
            return points.mapped(question, own_network(about, spec.about(question.data).shape, present))
        case (ReadMeans() | TeachHead() | CompareTeaching()) as question, Published() as about:
            return _of_teaching(question, about)
        case Ascend() as question, (Present() | Stored() | Untrained() | Published()) as about:
            return ascent.climbed(question, own_network(about, question.shape, present))
        case (TimePasses() | JudgeAll()) as question, (Stored() | Untrained() | Published() | Headed()) as about:
            return _on_the_edge(question, about, present)
        case (FindStrongest() | SwitchOff()) as question, Present() | Stored() | Untrained() as about:
            net = own_network(about, spec.about(question.spec.data).shape, present)
            return _of_unit(question, net)
    raise QuestionError("This can't be asked about such a network.")


def _of_picture(question: Forward | ReadMaps | Explain | Cover | CoverByRows, about: One, present: Find) -> Work:
    if isinstance(question, CoverByRows):
        picture = question.cover.picture
        net = own_network(about, picture.shape, present)
        return looking.covered_by_rows(question.cover, net, _seen(picture, net))
    net = network(about, question.picture.shape, present)
    x = _seen(question.picture, net)
    match question:
        case Forward():
            return Work(1, _forward(net, x, maps=not isinstance(about, Published | Headed)))
        case ReadMaps():
            return Work(1, reading.read(question, net, x))
        case Explain():
            return Work(1, looking.explained(question, net, x))
        case Cover():
            return Work(1, looking.covered(question, net, x))


def _on_the_edge(question: TimePasses | JudgeAll, about: One, present: Find) -> Work:
    if isinstance(question, JudgeAll):
        return judging.judged(question, own_network(about, question.pictures.shape[1:], present))
    if isinstance(about, Published) and about.drawn is not None:
        return passes.timed(question, passes.drawn(about.network, about.drawn))
    return passes.timed(question, own_network(about, question.shape, present))


def _of_teaching(question: ReadMeans | TeachHead | CompareTeaching, about: Published) -> Work:
    if about.folder:
        raise QuestionError("Classes of one's own can be taught to the network that ships only; choose that one.")
    with _refusing():
        match question:
            case ReadMeans():
                return means.read(question, headed.bare(about.network, about.drawn))
            case TeachHead():
                return heads.taught(question, about.network, headed.features(about.network))
            case CompareTeaching():
                return comparing.compared(question, headed.features(about.network))


def _of_unit(question: FindStrongest | SwitchOff, net: Trained) -> Work:
    match question:
        case FindStrongest():
            return strongest.found(question, net)
        case SwitchOff():
            return switching.switched_off(question, net)


def _forward(net: Trained, x: torch.Tensor, maps: bool) -> Iterator[Answer]:
    yield Forwarded(inside.look(net.module, x, maps))


def network(about: One, shape: tuple[int, ...], present: Find) -> Trained:
    """Return the network that is asked about, for pictures of that shape; it is good for one step.

    Raises `QuestionError` if it is gone, or can't be put together.
    """
    if isinstance(about, Stored):
        return _restored(about, shape)
    if isinstance(about, Published):
        with _refusing():
            return published.published(about.network, about.drawn, about.folder)
    if isinstance(about, Headed):
        return _headed(about, shape)
    if isinstance(about, Untrained):
        module = _built(about.network, _lengths(shape), about.classes, about.seed)
        return Trained(module, shape, about.mean, about.deviation)
    found = present(about.contestant)
    if found is None:
        raise QuestionError("This network is not in training any more; look back to a step where it was.")
    return found


@contextmanager
def _refusing() -> Iterator[None]:
    """Where weights don't fit, there is no answer."""
    try:
        yield
    except networks.UnfitWeightsError as error:
        raise QuestionError(str(error)) from error


def _headed(about: Headed, shape: tuple[int, ...]) -> Trained:
    means.require_fit(shape)
    with _refusing():
        return headed.headed(about, shape)


def own_network(about: One, shape: tuple[int, ...], present: Find) -> Trained:
    """Return a copy of the network that is asked about, which stays as it is whatever else happens; see `network`.

    The numbers of a published one, which may be many, never change, so that the copy shares them.
    """
    found = network(about, shape, present)
    shared = (*found.module.parameters(), *found.module.buffers()) if isinstance(about, Published | Headed) else ()
    return found._replace(module=copy.deepcopy(found.module, {id(values): values for values in shared}))


def _restored(stored: Stored, shape: tuple[int, ...]) -> Trained:
    """Return a network with the weights that it once had, for pictures of that shape."""
    module = _rebuilt(stored.network, _lengths(shape), stored.classes)
    with _refusing():
        networks.put(module, {name: values.numpy() for name, values in stored.weights.items()})
    return Trained(module, shape, stored.mean, stored.deviation)


def _lengths(shape: tuple[int, ...]) -> Shape:
    if len(shape) != 3:
        raise QuestionError(f"A picture has channels, rows and columns; this has the shape {shape}.")
    channels, height, width = shape
    return channels, height, width


@lru_cache(READY)
def _rebuilt(network: spec.Network, shape: Shape, classes: int) -> nn.Module:
    """A network whose weights are put into it each time."""
    return _seeded(network, shape, classes, 0)


@lru_cache(READY)
def _built(network: spec.Network, shape: Shape, classes: int, seed: int) -> nn.Module:
    """A network whose weights stay."""
    return _seeded(network, shape, classes, seed)


def _seeded(network: spec.Network, shape: Shape, classes: int, seed: int) -> nn.Module:
    module = networks.seeded(network, shape, classes, seed)
    networks.channels_last(module)  # as in training, to the last digit
    return module


def _seen(picture: Array, net: Trained) -> torch.Tensor:
    """Return a picture as the network sees it, (1, channels, height, width); raises `QuestionError` if it can't."""
    if picture.dtype != "uint8" or picture.shape != net.shape:
        wanted, given = ("×".join(map(str, shape)) for shape in (net.shape, picture.shape))
        raise QuestionError(f"This network takes pictures of {wanted} bytes, and this one has {given}.")
    device = next(net.module.parameters()).device
    return net.seen(torch.from_numpy(picture.numpy().copy()).float())[None].to(device)
