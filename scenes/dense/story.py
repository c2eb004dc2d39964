"""The steps of the dense scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.dense.computed import Layer, picture
from scenes.dense.knobs import Knobs
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, present
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import Walk, walk


@dataclass(frozen=True)
class Moment:
    """What is going on. The shares run from 0 (not begun) to 1 (done)."""

    name: str
    dense: float
    local: float
    share: float
    fold: float
    slide: Walk
    sliding: bool
    shift: float
    picture: float
    larger: float

    @property
    def small(self) -> float:
        """How visible the small layer is, which makes way for the shift and then for the picture."""
        return 1.0 - ease(self.shift * 6)

    @property
    def stage_of_count(self) -> int:
        """How many of the three counts are known."""
        return (self.dense > 0) + (self.local > 0) + (self.share > 0)


def tell(stage: Stage, of: Layer, knobs: Knobs) -> Moment:
    """Lay out the steps: dense, local, shared, folded, sliding; then a shift, and the counts for pictures."""
    spans = {
        "dense": stage.step("Every input to every output", _dense_caption(of), 6.0),
        "local": stage.step("Look only nearby", _local_caption(of), 5.0),
        "share": stage.step("Share the weights", _share_caption(of), 6.0),
        "fold": stage.step("Fold", _fold_caption(of), 5.0),
        "slide": stage.step("Slide", _slide_caption(of), max(2.2 * of.outputs, 4.0)),
        "shift": stage.step("Shift the input", _shift_caption(of), 8.0),
        "picture": stage.step("The same for a picture", _picture_caption(knobs), 8.0),
        "larger": stage.step("Larger pictures", _larger_caption(knobs), 6.0),
    }
    share = {name: span.motion for name, span in spans.items()}
    return Moment(
        name=present(spans),
        dense=min(spans["dense"].t / 0.85, 1.0),
        local=share["local"],
        share=min(spans["share"].t / 0.85, 1.0),
        fold=share["fold"],
        slide=walk(spans["slide"], of.outputs, 1, (0, 0), rest=0.12),
        sliding=spans["slide"].begun,
        shift=spans["shift"].t / 0.8,
        picture=min(spans["picture"].t / 0.85, 1.0),
        larger=share["larger"],
    )


def _dense_caption(of: Layer) -> str:
    return (
        f"A dense layer: each of the {counted(of.outputs, 'output')} is a weighted sum of all {of.inputs} inputs. "
        f"A row of the matrix for each output, a column for each input: {of.counts[0]} weights."
    )


def _local_caption(of: Layer) -> str:
    if of.size == of.inputs:
        return "The window is as wide as the whole input: nothing is left out, and the layer stays dense."
    return (
        f"First constraint, local connectivity: each output sees a window of {counted(of.size, 'input')} only. "
        f"The other weights are taken away; a band of {of.counts[1]} is left."
    )


def _share_caption(of: Layer) -> str:
    if of.outputs == 1:
        return "There is only one output: nobody to share the weights with. This convolution is a dense layer."
    return (
        "Second constraint, weight sharing: every output uses the same weights, here those of the first one. "
        f"Equal colour means one and the same number: {counted(of.counts[2], 'weight')} in all."
    )


def _fold_caption(of: Layer) -> str:
    if of.outputs == 1:
        return "The only row is the kernel already."
    return "All rows hold the same numbers, each a little further to the right. They fold into one: the kernel."


def _slide_caption(of: Layer) -> str:
    step = "one input" if of.stride == 1 else f"{of.stride} inputs"
    return (
        f"The kernel slides on by {step} for each output. Its way draws the matrix again: a convolution is a dense "
        "layer whose weights outside the window are 0, and whose others are shared."
    )


def _shift_caption(of: Layer) -> str:
    if not of.pairs:
        if of.shift % of.stride:
            return (
                f"The input moves by {of.shift}, the window by steps of {of.stride}: no window meets the same inputs "
                "again. With a stride, only shifts by its multiples shift the map."
            )
        return "The shift is as long as the map: everything has left it. Take more inputs or a smaller kernel."
    same = of.kept_by_chance
    by_chance = f" ({same} of {len(of.pairs)} by chance the same)" if same else ""
    return (
        f"The input is shifted by {of.shift}. With shared weights the outputs shift along: equivariance, "
        f"not invariance. A dense layer answers with other numbers{by_chance}."
    )


def _picture_caption(knobs: Knobs) -> str:
    of = picture(knobs)
    alexnet = knobs == _as_alexnet(knobs)
    what = "the first layer of AlexNet" if alexnet else f"{counted(knobs.filters, 'filter')} on a picture"
    return (
        f"The same three layers between {of.inputs:,} numbers and {of.outputs:,} outputs: {what}. "
        "The shapes stay the same, only the weights become fewer. The + 1 is for the bias."
    )


def _as_alexnet(knobs: Knobs) -> Knobs:
    """The knobs with the picture's layer as AlexNet has it, which is the default."""
    default = Knobs()
    names = ("side", "channels", "window", "steps", "filters", "picked")
    return type(knobs)(**{**vars(knobs), **{name: getattr(default, name) for name in names}})


def _larger_caption(knobs: Knobs) -> str:
    now = picture(knobs)
    dense, local, _ = (after / before for after, before in zip(picture(knobs, 2 * now.side).all, now.all, strict=True))
    return (
        f"Drag over the chart. Twice this side takes {dense:.3g} times the dense parameters and {local:.2g} times the "
        f"local ones; the convolution keeps its {now.shared:,}, whatever the size of the picture."
    )
