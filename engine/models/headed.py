"""Published networks without their last layer, and with another one, for pictures of many sizes."""

import copy
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.contract.teaching import SIDES, Headed
from engine.models import networks
from engine.models.networks import Trained, UnfitWeightsError
from engine.models.published import published

LEAST, MOST = 16, 224
READY = 4
"""So many networks with heads are kept: while somebody looks at one, the same is asked again and again."""
UNFIT = "This head belongs to another network; choose the network that it was taught on, or teach it anew."
BROKEN = "This head holds what are no weights of a last layer; teach it anew."


def is_fit(shape: tuple[int, ...]) -> bool:
    """Whether a picture of a shape (channels, height, width) can be told anything about: grey or coloured, square."""
    return len(shape) == 3 and shape[0] in (1, 3) and shape[1] == shape[2] and LEAST <= shape[1] <= MOST


def bare(name: str, drawn: int | None = None) -> Trained:
    """Return a published network that ends in the means of its last maps, (pictures, features).

    It takes pictures as `is_fit` says. See `published` for `drawn`, and for errors.
    """
    net = published(name, drawn)
    return net._replace(module=_ended(net, nn.Identity()))


@lru_cache(READY)
def headed(head: Headed, shape: tuple[int, ...]) -> Trained:
    """Return a network with a head of one's own, for pictures of a shape as `is_fit` says.

    How the head brings means to a like range goes into its weights, so that it is one dense layer as any other.

    Raises:
        UnfitWeightsError: no weights of that network ship, or the head isn't one for it; the text is one sentence.
    """
    net = published(head.network)
    with torch.random.fork_rng(devices=[]):  # a run may go on beside this
        last = nn.Linear(_last(net.module)[1].in_features, len(head.classes)).requires_grad_(False)
    weights, bias, mean, spread = (
        one.numpy().astype(np.float64) for one in (head.weights, head.bias, head.mean, head.spread)
    )
    if (weights.shape, bias.shape) != (tuple(last.weight.shape), tuple(last.bias.shape)):
        raise UnfitWeightsError(UNFIT)
    if not mean.shape == spread.shape == weights.shape[1:]:
        raise UnfitWeightsError(UNFIT)
    if not (all(np.isfinite(one).all() for one in (weights, bias, mean, spread)) and spread.all()):
        raise UnfitWeightsError(BROKEN)
    folded = weights / spread
    last.weight.copy_(torch.from_numpy(folded))
    last.bias.copy_(torch.from_numpy(bias - folded @ mean))
    return net._replace(module=_ended(net, last), shape=shape)


def features(name: str) -> int:
    """Return how many means `bare` ends in; see there for errors."""
    return _last(published(name).module)[1].in_features


def _last(module: nn.Module) -> tuple[str, nn.Linear]:
    """The last layer of a network, and its name."""
    name, part = list(networks.leaves(module).items())[-1]
    assert isinstance(part, nn.Linear), "published networks end in a dense layer"
    return name, part


def _ended(net: Trained, last: nn.Module) -> nn.Module:
    """A network with another last layer; all else is shared with the one that it is made of, which stays as it is."""
    numbers = (*net.module.parameters(), *net.module.buffers())
    module = copy.deepcopy(net.module, {id(values): values for values in numbers})
    place, _, name = _last(module)[0].rpartition(".")
    setattr(module.get_submodule(place), name, last.eval())
    module.register_forward_pre_hook(lambda _module, inputs: (fitted(inputs[0]),))
    return module


def fitted(x: Tensor) -> Tensor:
    """Bring pictures (pictures, 1 or 3, side, side) to three channels and one of the `SIDES`."""
    side = SIDES[1] if x.shape[2] >= SIDES[1] else SIDES[0]
    if x.shape[2] != side:
        x = functional.interpolate(x, (side, side), mode="bilinear", antialias=x.shape[2] > side)
    return x.expand(-1, 3, -1, -1)
