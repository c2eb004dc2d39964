"""The story of the dense scene: its steps and their captions."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.dense.computed import Layer, picture
from scenes.dense.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.draw.blocks import counted


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps of the scene: dense, local, shared, folded, sliding; then a shift, and the counts for pictures."""

    dense: Span
    local: Span
    share: Span
    fold: Span
    slide: Span
    shift: Span
    picture: Span
    larger: Span

    @property
    def small(self) -> float:
        """How visible the small layer is, which makes way for the shift and then for the picture."""
        return 1.0 - ease(self.shift.even * 6)

    @property
    def counts_known(self) -> int:
        """How many of the three counts are known."""
        return sum(step.t > 0 for step in (self.dense, self.local, self.share))


def one_by_one(step: Span) -> float:
    """How far a step has come with rows or blocks that come one after another: even, then a short rest."""
    return min(step.t / 0.85, 1.0)


def tell(stage: Stage, layer: Layer, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    return Steps(
        dense=stage.step("Every input to every output", _dense_caption(layer), 6.0),
        local=stage.step("Look only nearby", _local_caption(layer), 5.0),
        share=stage.step("Share the weights", _share_caption(layer), 6.0),
        fold=stage.step("Fold", _fold_caption(layer), 5.0),
        slide=stage.step("Slide", _slide_caption(layer), max(2.2 * layer.outputs, 4.0)),
        shift=stage.step("Shift the input", _shift_caption(layer), 8.0),
        picture=stage.step("The same for a picture", _picture_caption(knobs), 8.0),
        larger=stage.step("Larger pictures", _larger_caption(knobs), 6.0),
    )


def _dense_caption(layer: Layer) -> str:
    weights = counted(layer.counts[0], "weight")
    if layer.outputs == 1:
        return (
            f"A dense layer: its only output is a weighted sum of all {layer.inputs} inputs. The matrix has one row, "
            f"with a column for each input: {weights}."
        )
    return (
        f"A dense layer: each of the {layer.outputs} outputs is a weighted sum of all {layer.inputs} inputs. "
        f"A row of the matrix for each output, a column for each input: {weights}."
    )


def _local_caption(layer: Layer) -> str:
    if layer.size == layer.inputs:
        return "The window is as wide as the whole input: nothing is left out, and the layer stays dense."
    return (
        f"First constraint, local connectivity: each output sees a window of {counted(layer.size, 'input')} only. "
        f"The other weights are taken away; a band of {layer.counts[1]} is left."
    )


def _share_caption(layer: Layer) -> str:
    if layer.outputs == 1:
        return "There is only one output: nobody to share the weights with. This convolution is a dense layer."
    return (
        "Second constraint, weight sharing: every output uses the same weights, here those of the first one. "
        f"Equal colour means one and the same number: {counted(layer.counts[2], 'weight')} in all."
    )


def _fold_caption(layer: Layer) -> str:
    if layer.outputs == 1:
        return "The only row is the kernel already."
    return "All rows hold the same numbers, each a little further to the right. They fold into one: the kernel."


def _slide_caption(layer: Layer) -> str:
    if layer.outputs == 1:
        return "The kernel has nowhere to slide: one window covers the whole input, and makes the only output."
    step = "one input" if layer.stride == 1 else f"{layer.stride} inputs"
    return (
        f"The kernel slides on by {step} for each output. Its way draws the matrix again: a convolution is a dense "
        "layer whose weights outside the window are 0, and whose others are shared."
    )


def _shift_caption(layer: Layer) -> str:
    if not layer.pairs:
        if layer.shift % layer.stride:
            return (
                f"The input moves by {layer.shift}, the window by steps of {layer.stride}: no window meets the same "
                "inputs again. With a stride, only shifts by its multiples shift the map."
            )
        return "The shift is as long as the map: everything has left it. Take more inputs or a smaller kernel."
    same = layer.kept_by_chance
    by_chance = f" ({same} of {len(layer.pairs)} by chance the same)" if same else ""
    return (
        f"The input is shifted by {layer.shift}. With shared weights the outputs shift along: equivariance, "
        f"not invariance. A dense layer answers with other numbers{by_chance}."
    )


def _picture_caption(knobs: Knobs) -> str:
    counts = picture(knobs)
    alexnet = knobs == _as_alexnet(knobs)
    what = "the first layer of AlexNet" if alexnet else f"{counted(knobs.filters, 'filter')} on a picture"
    return (
        f"The same three layers between {counts.inputs:,} numbers and {counts.outputs:,} outputs: {what}. "
        "The shapes stay the same, only the weights become fewer. The + 1 is for the bias."
    )


def _as_alexnet(knobs: Knobs) -> Knobs:
    """The knobs with the picture's layer as AlexNet has it, which is the default."""
    default = Knobs()
    names = ("side", "channels", "window", "steps", "filters", "picked")
    return type(knobs)(**{**vars(knobs), **{name: getattr(default, name) for name in names}})


def _larger_caption(knobs: Knobs) -> str:
    counts = picture(knobs)
    larger = picture(knobs, 2 * counts.side)
    dense, local, _ = (after / before for after, before in zip(larger.all, counts.all, strict=True))
    return (
        f"Drag over the chart. Twice this side takes {dense:.3g} times the dense parameters and {local:.2g} times the "
        f"local ones; the convolution keeps its {counts.shared:,}, whatever the size of the picture."
    )
