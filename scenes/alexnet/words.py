"""All that the AlexNet scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

from dataclasses import dataclass

from scenes import reference
from scenes.alexnet.computed import RESULT_2010, RESULTS_2012, Build, Result
from scenes.stage.data.networks import Layer
from scenes.stage.draw.blocks import brief


@dataclass(frozen=True)
class Words:
    """The sentences about a build; `layer` is the one whose account is given."""

    of: Build
    layer: Layer

    def picture(self) -> tuple[str, str]:
        """The picture, and how often the first window fits."""
        first, side = self.of.layers[0], self.of.network.shape[1]
        assert first.kernel is not None
        k, s, p, places = first.kernel[0], first.stride[0], first.padding[0], first.shape[1]
        exact = (side + 2 * p - k) / s
        rounded = "" if exact == int(exact) else f" The division is rounded down to {int(exact)}."
        more = f"The picture has 3 × {side} × {side} = {3 * side * side:,} numbers.{rounded}"
        if side == 227:
            less = reference.output_size(224, k, s, p)
            more += f" The paper says 224, but that would give maps of {less}. 227 gives the {places} that it reports."
        return f"A window of {k} × {k} pixels fits {places} times across the photo.", more

    def first(self) -> tuple[str, str]:
        """The first block."""
        layer = self.of.layers[0]
        return f"{layer.shape[0]} filters make {layer.shape[0]} maps of {layer.shape[1]} × {layer.shape[2]}.", (
            f"{_amounts(layer)} All blocks have one scale, and a channel is drawn a third as deep as a cell is wide. "
            "On the front stands the photo at the resolution of the maps, not a map. Three channels are too thin to be "
            "seen."
        )

    def convolutions(self) -> tuple[str, str]:
        """Four more blocks."""
        layers = self.of.convolutions
        macs = sum(layer.macs for layer in layers)
        parameters = sum(layer.parameters for layer in layers)
        share = 100 * parameters / self.of.network.parameters
        caption = f"The convolutions do {100 * self.of.work:.0f} % of the work with {share:.0f} % of the parameters."
        if self.of.work < 0.5:
            caption = "In so small a picture the convolutions have little work."
        return caption, (
            f"So far {brief(macs)} multiply-accumulates and {brief(parameters)} parameters. ReLU follows every "
            "convolution. Behind three of them overlapping 3 × 3 windows are pooled at stride 2, and so the blocks get "
            "smaller. There is a line round a block after every 64 channels."
        )

    def dense(self) -> tuple[str, str]:
        """Three dense layers."""
        first = self.of.dense[0]
        share = 100 * sum(layer.parameters for layer in self.of.dense) / self.of.network.parameters
        return f"Three dense layers hold {share:.0f} % of the parameters.", (
            f"{first.label} reads all {self.of.before(first)[0]:,} numbers of the last maps with weights of its own. "
            f"{_amounts(first)} Its {first.shape[0]:,} numbers have no place in the picture, so their row is drawn "
            "folded, to the scale of the blocks. In training, dropout zeroes half of the numbers in two places here."
        )

    def shares(self) -> tuple[str, str]:
        """Where work and parameters are."""
        of = self.of
        taken, held = sum(layer.macs for layer in of.convolutions), sum(layer.parameters for layer in of.dense)
        more = (
            f"In all there are {of.network.macs:,} multiply-accumulates and {of.network.parameters:,} parameters. "
            f"The convolutions take {taken:,} of the first, and the dense layers "
            f"have {held:,} of the second."
        )
        if of.work < 0.5:
            return f"In so small a picture convolutions do only {100 * of.work:.0f} % of the work.", more
        return "Convolutions do the work, and dense layers hold the parameters.", more

    def account(self) -> tuple[str, str]:
        """Why: a weight works at every place."""
        layer = self.layer
        factors = "·".join(str(n) for n in self.of.weights(layer))
        more = (
            f"{layer.label} has {factors} + {layer.shape[0]} = {layer.parameters:,} parameters with its biases. "
            f"The work is its weights times its places. {_amounts(layer)} Click another layer to see its account."
        )
        if not layer.convolves:
            return f"Each weight of {layer.label} works only once.", more
        return f"Each weight of {layer.label} works at every place of its maps.", more

    def gpus(self) -> tuple[str, str]:
        """The halves pulled apart."""
        if not self.of.grouped:
            return "In this build all maps read all maps before them.", (
                "The maps are drawn in two halves, as in the build of 2012, but nothing is divided."
            )
        return "In conv2, conv4 and conv5 each GPU reads only its own half.", (
            "One GPU had too little memory, so the maps were divided between two. In conv3 and in the dense layers a "
            "half reads both halves. In conv2, conv4 and conv5 a half reads only itself, with half the weights."
        )

    def halved(self) -> tuple[str, str]:
        """What the division saves."""
        of, layer = self.of, self.of.divided
        factors = "·".join(str(n) for n in of.weights(layer))
        whole = of.ungrouped_parameters(layer)
        more = (
            f"{layer.label} has {factors} + {layer.shape[0]} = {layer.parameters:,} parameters. If all its maps read "
            f"all maps before them, it has {whole:,}."
        )
        if layer.groups == 1:
            return f"In this build every map of {layer.label} reads every map.", more
        return "Two halves that don't read each other need half the weights.", more

    def result(self) -> tuple[str, str]:
        """The contest."""
        return f"Seven networks together won with a top-5 error of {RESULTS_2012[-1].top5} %.", (
            "Top-5 error is the share of pictures whose label is not among the five likeliest. "
            + " ".join(_told(each) for each in (*RESULTS_2012, RESULT_2010))
            + f" The {RESULT_2010.top5} % that is often quoted is one network's error on the test pictures of the "
            "contest of 2010, in which it took no part."
        )


def _amounts(layer: Layer) -> str:
    return f"{layer.label} has {brief(layer.parameters)} parameters and takes {brief(layer.macs)} multiply-accumulates."


def _told(result: Result) -> str:
    who = result.who[0].upper() + result.who[1:]
    return f"{who}: {result.models}, {result.crops}, {result.split}, {result.top5} %."
