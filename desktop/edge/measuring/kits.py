"""Networks that are described layer by layer, with the weights that ship, those of a kit, or some drawn by chance."""

from __future__ import annotations

from desktop.edge.measuring.words import OfKit
from scenes.stage.data import networks, published
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Kit, Whose

STANDARD = (127.0,), (128.0,)
"""Mean and deviation of bytes for weights drawn by chance, which know of no pictures."""


class KitError(ValueError):
    """A network whose weights can't be had; the text is one sentence for the user."""


def whose(source: OfKit) -> Whose:
    """The network with its weights, as scenes name it."""
    return Kit(source.network, source.folder) if source.folder else source.network


def classes(source: OfKit) -> tuple[str, ...]:
    """What its classes are called; () where its weights are drawn by chance, for then its answers mean nothing."""
    return () if source.drawn is not None else published.labels(whose(source))


def shape(source: OfKit) -> tuple[int, int, int]:
    """The shape of the pictures that it takes."""
    channels, height, width = networks.network(source.network).shape
    return channels, height, width


def layers(source: OfKit) -> tuple[str, ...]:
    """The layers that it is listed with, as far as they run."""
    return tuple(layer.name for layer in networks.network(source.network).inference)


def written(source: OfKit) -> bytes:
    """The network as the bytes of an ONNX file; raises KitError, and ImportError without the extra."""
    from desktop.model_files import described_onnx, needed

    try:
        if source.drawn is not None:
            network = networks.network(source.network)
            return described_onnx.model(network, needed.by_chance(network, source.drawn), *STANDARD)
        if not source.folder and source.network != LITE:
            title = networks.network(source.network).title
            raise KitError(f"No weights of {title} ship. Open a file with its weights.")
        its = whose(source)
        reads = published.reads(its)
        return described_onnx.model(
            published.described(its), lambda name: published.numbers(its, name), reads.mean, reads.deviation
        )
    except described_onnx.UnwritableLayerError as error:
        raise KitError(str(error)) from error
    except (KeyError, published.GoneError) as error:
        raise KitError(f"{error.args[0]} Open the network again.") from error
