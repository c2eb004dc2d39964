"""Terms of layers: what they are made of, how far they see, and what comes between and behind them."""

from __future__ import annotations

from scenes.glossary.term import Term
from scenes.questions.moments import Moment

LAYERS: tuple[Term, ...] = (
    Term(
        "layer",
        ("layers",),
        "One stage of a network. It turns the numbers that come in into those that go to the next layer.",
        Moment("activation", {}, "Two layers"),
    ),
    Term(
        "unit",
        ("units", "neuron", "neurons"),
        "What makes one number of a layer: a cell of a feature map, or one output of a dense layer.",
        Moment("receptive", {}, "One unit"),
    ),
    Term(
        "dense layer",
        ("dense layers", "dense", "fully connected layer", "fully connected layers", "fully connected", "FC"),
        "Each output is a weighted sum of all inputs. Each connection has a weight of its own.",
        Moment("dense", {}, "Every input to every output"),
    ),
    Term(
        "receptive field",
        ("receptive fields",),
        "The cells of the input that can change one unit. It grows from layer to layer, and faster after strides.",
        Moment("receptive", {}, "The cone opens"),
        also=("jump",),
    ),
    Term(
        "jump",
        (),
        "How far a unit stands from its neighbour, in cells of the input. It is the product of all strides so far.",
        Moment("receptive", {}, "Strides and the jump"),
        also=("receptive field", "stride"),
    ),
    Term(
        "activation function",
        ("activation functions", "activation", "non-linearity", "non-linearities", "nonlinearity"),
        "A curve that each number goes through by itself, such as ReLU. Without one, many layers are worth one.",
        Moment("activation", {}, "The curve"),
        also=("ReLU", "activations"),
    ),
    Term(
        "activations",
        (),
        "The numbers that a layer gives out. Activation functions are called activations for short, too.",
        Moment("channels", {}, "What it costs"),
        also=("activation function",),
    ),
    Term(
        "ReLU",
        ("ReLUs", "rectified linear unit"),
        "The activation function max(0, z). Negative numbers become 0, all others stay.",
        Moment("activation", {}, "Apply ReLU"),
    ),
    Term(
        "leaky ReLU",
        (),
        "A ReLU that multiplies negative numbers by a small slope. So it passes some gradient there, too.",
        Moment("activation", {"function": "leaky ReLU"}, "Side by side"),
        also=("ReLU",),
    ),
    Term(
        "ReLU6",
        (),
        "A ReLU that is cut off at 6: min(max(0, z), 6).",
        Moment("activation", {"function": "ReLU6"}, "Side by side"),
        also=("ReLU",),
    ),
    Term(
        "sigmoid",
        ("sigmoids", "sigmoid function"),
        "An activation function between 0 and 1. Its slope is at most 0.25, and nearly 0 far away from zero.",
        Moment("activation", {"function": "sigmoid"}, "Side by side"),
    ),
    Term(
        "tanh",
        (),
        "An activation function between −1 and 1. Its slope is at most 1, and nearly 0 far away from zero.",
        Moment("activation", {"function": "tanh"}, "Side by side"),
    ),
    Term(
        "SiLU",
        ("Swish",),
        "The activation function z times sigmoid of z. EfficientNet uses it.",
        Moment("activation", {"function": "SiLU"}, "Side by side"),
    ),
    Term(
        "pooling",
        ("pooled map", "pooled maps", "pooled", "pool", "subsampling"),
        "Each window of a map becomes one number. It works on each channel by itself and has no weights.",
        Moment("pooling", {}, "The windows"),
        also=("max pooling", "average pooling"),
    ),
    Term(
        "max pooling",
        ("max-pooling", "max pool", "max-pool"),
        "Pooling that keeps the largest number of each window.",
        Moment("pooling", {}, "The largest wins"),
        seen="The largest value wins.",
        also=("pooling",),
    ),
    Term(
        "average pooling",
        ("average-pooling", "mean pooling"),
        "Pooling that takes the mean of each window.",
        Moment("pooling", {"kind": "average"}, "Write the cell"),
        seen="mean",
        also=("pooling",),
    ),
    Term(
        "global average pooling",
        ("GAP", "global average"),
        "Each map becomes one number, its mean. C maps give C numbers, however large the maps are.",
        Moment("gap", {}, "Four maps, four numbers"),
        also=("head",),
    ),
    Term(
        "batch normalisation",
        ("batch normalization", "batch norm", "BatchNorm", "BN", "normalisation"),
        "Each channel gets mean 0 and variance 1 over the batch. Then it is multiplied by a learned γ, and β is added.",
        Moment("vanishing", {}, "Batch norm in the chain"),
        also=("batch",),
    ),
    Term(
        "dropout",
        (),
        "In training, some numbers are set to 0 by chance, so that a network does not depend on single ones.",
        Moment("auxiliary", {}, "Inside an auxiliary head"),
        also=("overfitting",),
    ),
    Term(
        "concatenation",
        ("concatenations", "concatenate", "concatenated", "concatenates"),
        "Maps are stacked along the channels, and nothing is added. They must have the same height and width.",
        Moment("inception", {}, "Concatenate"),
        also=("Inception module",),
    ),
    Term(
        "head",
        ("heads", "main head"),
        "The end of a network. It turns the last maps into logits, one for each class.",
        Moment("gap", {}, "Heads of real networks"),
    ),
    Term(
        "bottleneck",
        ("bottlenecks", "bottleneck block", "bottleneck blocks"),
        "A 1×1 convolution makes the channels few before a large kernel. In general some information is lost there.",
        Moment("projection", {}, "The bottleneck block"),
        also=("pointwise convolution",),
    ),
)
