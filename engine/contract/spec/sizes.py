"""How large networks may be, and how many parameters their parts have."""

from itertools import pairwise

from engine.contract.spec.choices import Normalisation
from engine.contract.spec.refusal import require

MAX_WIDTH = 1024
MAX_HIDDEN_LAYERS = 32
MAX_CONV_LAYERS = 6
MAX_STAGES = 4
MAX_BLOCKS = 32
MAX_CHANNELS = 256
MAX_KERNEL = 11
MAX_STRIDE = 4


def check_kernel(kernel: int) -> None:
    """Raise `SpecError` unless a kernel of that side can keep the size of a picture."""
    require(
        1 <= kernel <= MAX_KERNEL and kernel % 2 == 1,
        f"A kernel of size {kernel} can't be used here; choose an odd size from 1 to {MAX_KERNEL}.",
    )


def check_channels(what: str, channels: tuple[int, ...]) -> None:
    """Raise `SpecError` unless `what` can have convolutions with so many filters, one behind the other."""
    require(
        1 <= len(channels) <= MAX_CONV_LAYERS and all(1 <= count <= MAX_CHANNELS for count in channels),
        f"{what} has 1 to {MAX_CONV_LAYERS} convolutions of 1 to {MAX_CHANNELS} filters each.",
    )


def convolutions(channels: tuple[int, ...], kernel: int, norm: Normalisation) -> int:
    """Return the parameters of convolutions from each of `channels` to the next, with what stands behind each."""
    return sum(before * after * kernel**2 + behind(after, norm) for before, after in pairwise(channels))


def dense(inputs: int, outputs: int) -> int:
    """Return the weights and biases of a dense layer."""
    return (inputs + 1) * outputs


def behind(channels: int, norm: Normalisation) -> int:
    """Return what a layer's channels have beside its weights: a bias each, or a normalisation's scale and shift."""
    return channels if norm == "none" else 2 * channels
