"""What a described network has learned, as arrays with their names and shapes: what a file has to fit."""

from __future__ import annotations

from scenes.stage.data.networks import INPUT, Layer, Network, Shape


def tensors(net: Network) -> dict[str, Shape]:
    """The shapes of all arrays of a network, by the name that we give them, in the order of its layers."""
    return {f"{layer.name}.{part}": shape for layer in net.layers for part, shape in _arrays(net, layer).items()}


def _arrays(net: Network, layer: Layer) -> dict[str, Shape]:
    """The arrays of one layer."""
    units = layer.shape[:1]
    biases: dict[str, Shape] = {"bias": units} if layer.bias else {}
    match layer.kind:
        case "batch norm":
            return {"weight": units, "bias": units, "running_mean": units, "running_var": units}
        case "subsampling":
            return {"weight": units, "bias": units}
        case "table conv":
            links = sum(map(len, layer.connections))
            return {"weight": (links, *(layer.kernel or ())), **biases}
        case "radial basis":
            return {"codes": (*units, *_read(net, layer)[:1])}
        case "dense":
            return {"weight": (*units, *_read(net, layer)[:1]), **biases}
    if layer.convolves:
        return {"weight": (*units, _read(net, layer)[0] // layer.groups, *(layer.kernel or ())), **biases}
    return {}


def _read(net: Network, layer: Layer) -> Shape:
    """The shape of what a layer reads."""
    return net.shape if layer.inputs == (INPUT,) else net.read_by(layer)[0]
