"""Terms of what networks cost, and of how good they are."""

from __future__ import annotations

from scenes.glossary.term import Page, Term
from scenes.questions.moments import Moment

ON_THE_EDGE = Page("edge", "On the edge")

MEASURES: tuple[Term, ...] = (
    Term(
        "parameter",
        ("parameters",),
        "A number that training finds: a weight or a bias, or γ and β of batch normalisation.",
        Moment("channels", {}, "A stack of filters"),
        also=("weight", "bias"),
    ),
    Term(
        "MAC",
        ("MACs", "multiply-accumulate", "multiply-accumulates", "multiply–accumulates", "mult-adds", "MADDs"),
        "One multiplication with its addition. The work of a network for one picture is counted in MACs.",
        Moment("depthwise", {}, "Two counters"),
        also=("FLOPs",),
    ),
    Term(
        "FLOPs",
        ("FLOP", "GFLOPs"),
        "Single operations: one MAC is two of them. Most papers print MACs under this name.",
        Moment("tradeoff", {}, "Best for their work"),
        seen="MACs",
        also=("MAC",),
    ),
    Term(
        "int8",
        ("quantisation", "quantised", "quantization", "quantized"),
        "Whole numbers of 8 bits in place of float32. A scale and a zero point say which numbers they stand for.",
        ON_THE_EDGE,
        also=("latency", "activation memory"),
        rare=True,
    ),
    Term(
        "activation memory",
        ("memory of activations",),
        "While a network answers, what a layer gives is kept until the last layer has read it. This is the most that "
        "all of it takes at once.",
        ON_THE_EDGE,
        also=("feature map", "int8"),
        rare=True,
    ),
    Term(
        "p95",
        ("95th percentile",),
        "Of 100 passes, 95 took no longer. The median alone hides the slow ones.",
        ON_THE_EDGE,
        also=("latency",),
        rare=True,
    ),
    Term(
        "latency",
        ("latencies",),
        "The time that a network takes for one picture on one machine. MACs alone do not tell it.",
        Moment("tradeoff", {}, "What runs here?"),
        seen="MACs are not seconds",
        also=("MAC",),
        rare=True,
    ),
    Term(
        "inference",
        (),
        "A trained network is used, and nothing is learned any more.",
        Moment("auxiliary", {}, "At inference the auxiliary heads fall off"),
    ),
    Term(
        "accuracy",
        ("accuracies",),
        "The share of pictures for which the network gives the right class. Say on which pictures it was measured.",
        Moment("tradeoff", {}, "The networks on the map"),
        seen="top-1 accuracy",
        also=("top-1 error",),
    ),
    Term(
        "top-1 error",
        ("top-1", "top-1 accuracy"),
        "The share of pictures whose right class is not the one with the largest logit.",
        Moment("tradeoff", {}, "Among the first k"),
        also=("top-5 error",),
    ),
    Term(
        "top-5 error",
        ("top-5", "top-5 accuracy", "top-k", "top-k error"),
        "The share of pictures whose right class is not among the five with the largest logits.",
        Moment("alexnet", {}, "The result"),
        also=("top-1 error",),
    ),
    Term(
        "crop",
        ("crops", "10-crop", "single crop", "ten crops", "single-crop"),
        "A part cut out of a picture. Ten crops of each picture give fewer errors, and take ten times the work.",
        Moment("tradeoff", {}, "Four numbers, one network"),
    ),
    Term(
        "ensemble",
        ("ensembles",),
        "Several networks answer together, by the mean of their probabilities.",
        Moment("alexnet", {}, "The result"),
        seen="networks",
    ),
    Term(
        "depth",
        (),
        "How many layers follow each other in a network.",
        Moment("scaling", {}, "Twice as deep"),
        seen="twice the layers",
        also=("compound scaling",),
    ),
    Term(
        "resolution",
        ("resolutions",),
        "How many pixels a picture has, or cells a map: height and width.",
        Moment("scaling", {}, "Twice the resolution"),
        also=("compound scaling",),
    ),
    Term(
        "width multiplier",
        ("width multiplier α",),
        "MobileNet's α: each layer gets α times the channels. Parameters and MACs fall to about α squared.",
        Moment("depthwise", {}, "Thinner, for smaller pictures"),
        seen="α",
        also=("resolution multiplier",),
    ),
    Term(
        "resolution multiplier",
        ("resolution multiplier ρ",),
        "MobileNet's ρ: pictures have ρ times the side. MACs fall to about ρ squared, and no parameter changes.",
        Moment("depthwise", {}, "Thinner, for smaller pictures"),
        seen="pixels",
        also=("width multiplier",),
    ),
    Term(
        "compound scaling",
        ("compound coefficient", "φ"),
        "EfficientNet's way to grow: depth, number of channels and resolution grow together, by one number φ.",
        Moment("scaling", {}, "All three at once"),
        also=("depth", "resolution"),
    ),
)
