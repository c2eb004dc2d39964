"""The steps of the AlexNet scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes import reference
from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, Build
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Told, ease, present
from scenes.stage.draw.blocks import brief

FLIGHT = 0.2
"""The share of the first filters' step in which the picture flies to its place."""


@dataclass(frozen=True, eq=False)
class Steps(Told):
    """The step being told, and how far every step has come."""

    PACE, PAUSE = 10.0, 0.6

    counts: tuple[float, ...]
    """How far the bars of each weight layer have grown."""

    @property
    def bars(self) -> float:
        """How visible layers and bars are."""
        return 1.0 - ease(self.spans["shares"].t / 0.06)

    @property
    def reached(self) -> int:
        """The index of the last layer that has begun to count; -1 before the first."""
        return sum(count > 0 for count in self.counts) - 1


def tell(stage: Stage, of: Build) -> Steps:
    """Lay out the steps."""
    spans = {
        "picture": stage.step("The picture", _picture_caption(of), 6.0),
        "conv1": stage.step("The first filters", _conv1_caption(of), 4.0),
        "conv": stage.step("Four more convolutions", _conv_caption(of), 7.0),
        "dense": stage.step("Three dense layers", _dense_caption(of), 6.0),
        "shares": stage.step("Work and weights", _shares_caption(of), 6.0),
        "gpus": stage.step("Two GPUs", _gpus_caption(of), 7.0),
        "result": stage.step("The result", RESULT, 7.0),
    }
    name = present(spans)
    return Steps(name, spans, _counts(of, spans))


def _counts(of: Build, spans: dict[str, Span]) -> tuple[float, ...]:
    later, dense = len(of.convolutions) - 1, len(of.dense)
    return (
        ease((spans["conv1"].t - FLIGHT) / 0.5),
        *(spans["conv"].part(index, later) for index in range(later)),
        *(spans["dense"].part(index, dense) for index in range(dense)),
    )


def _picture_caption(of: Build) -> str:
    side = of.network.shape[1]
    words = f"A colour picture of {side} × {side}: {3 * side * side:,} numbers."
    if side == 227:
        first = of.layers[0]
        assert first.kernel is not None
        less = reference.output_size(224, first.kernel[0], first.stride[0], first.padding[0])
        words += f" The paper says 224, but that would give maps of {less}; 227 gives the {first.shape[1]} it reports."
    return words


def _conv1_caption(of: Build) -> str:
    first = of.layers[0]
    assert first.kernel is not None
    return (
        f"{first.shape[0]} filters of {first.kernel[0]} × {first.kernel[0]} with stride {first.stride[0]}: few "
        f"parameters, but each is used at all {first.shape[1]} × {first.shape[2]} places. Two bars count along."
    )


def _conv_caption(of: Build) -> str:
    macs = sum(layer.macs for layer in of.convolutions)
    return (
        "ReLU follows every convolution, and behind three of them overlapping 3 × 3 windows at stride 2 are pooled. "
        f"So far {brief(macs)} multiply–accumulates."
    )


def _dense_caption(of: Build) -> str:
    first = of.dense[0]
    return (
        f"{first.label} reads all {of.before(first)[0]:,} numbers of the last maps with weights of their own: "
        f"{brief(first.parameters)} parameters, each used once. In training, dropout zeroes half of the numbers in two "
        "places here."
    )


def _shares_caption(of: Build) -> str:
    work, weights = _share(of, "macs"), _share(of, "parameters")
    if 2 * sum(layer.macs for layer in of.convolutions) < of.network.macs:
        return (
            f"In so small a picture a filter has few places: convolution takes only {work} of the multiply–"
            f"accumulates. The dense layers still own {weights} of the parameters."
        )
    return (
        f"Convolution owns the work: {work} of all multiply–accumulates. "
        f"The dense layers own the parameters: {weights} of them."
    )


def _share(of: Build, what: str) -> str:
    layers = of.convolutions if what == "macs" else of.dense
    return f"{100 * sum(getattr(layer, what) for layer in layers) / getattr(of.network, what):.0f} %"


def _gpus_caption(of: Build) -> str:
    if not of.grouped:
        return "In this build the maps are not divided: in every layer all maps read all maps before them."
    return (
        "One GPU had too little memory, so the maps were divided between two. In conv2, conv4 and conv5 a half "
        "reads only itself: half the weights. In conv3 and the dense layers it reads both."
    )


RESULT = (
    f"ILSVRC-2012 was won with a top-5 error of {RESULTS_2012[-1].top5} %, by seven networks together; one alone had "
    f"{RESULTS_2012[1].top5} % on the validation pictures. "
    f"The {RESULT_2010.top5} % that is often quoted is one network's error on the test pictures of the contest of "
    "2010, in which it took no part."
)
