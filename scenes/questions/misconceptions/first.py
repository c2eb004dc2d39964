"""Misconceptions of the first chapters: concepts C1 to C6."""

from __future__ import annotations

from scenes.questions.misconceptions.misconception import Misconception
from scenes.questions.moments import Moment

FIRST: tuple[Misconception, ...] = (
    Misconception(
        "E01",
        "Valid padding keeps the size of the picture.",
        "Valid padding adds no zeros, so the map shrinks by k − 1. Same padding keeps the size.",
        Moment("padding", {}, "Valid padding"),
    ),
    Misconception(
        "E30",
        "Pooling mixes channels, or it learns weights.",
        "Pooling works on each channel by itself. It has no weights, and it keeps the number of channels.",
        Moment("pooling", {"picture": "channels", "channels": "3", "size": 2, "stride": 1}, "Every window"),
    ),
    Misconception(
        "E31",
        "ReLU is added to the numbers.",
        "ReLU is applied to each number: it keeps those above 0 and makes the others 0.",
        Moment("activation", {}, "Apply ReLU"),
    ),
    Misconception(
        "E32",
        "Pooling is a layer that learns.",
        "Max pooling and average pooling are fixed functions without parameters.",
        Moment("pooling", {}, "One window"),
    ),
    Misconception(
        "E33",
        "A filter looks at one channel at a time.",
        "A filter has a kernel for each channel that it reads, and what they make is added.",
        Moment("channels", {}, "Add the maps"),
    ),
    Misconception(
        "E34",
        "Each window, each channel or the whole layer has a bias of its own.",
        "A filter has one bias, which is added at all places of its map.",
        Moment("channels", {}, "Add the bias"),
    ),
    Misconception(
        "C1/dense",
        "All layers connect each output with each input.",
        "A convolution connects an output only with the inputs under its kernel.",
        Moment("dense", {}, "Look only nearby"),
    ),
    Misconception(
        "C1/not-shared",
        "Each place has weights of its own.",
        "All places use the same kernel, so its weights count once.",
        Moment("dense", {}, "Share the weights"),
    ),
    Misconception(
        "C1/weight-per-input",
        "Each input has one weight.",
        "The weights belong to the kernel, which slides over all inputs.",
        Moment("dense", {}, "Slide"),
    ),
    Misconception(
        "C1/weight-per-pixel",
        "A larger picture needs more weights in a convolution.",
        "The kernel does not change with the picture. Only a dense layer needs more weights.",
        Moment("dense", {}, "Larger pictures"),
    ),
    Misconception(
        "C1/smaller-map",
        "A larger picture leaves fewer weights.",
        "Sizes of pictures and maps have no part in the number of weights.",
        Moment("dense", {}, "Larger pictures"),
    ),
    Misconception(
        "C2/no-bias",
        "The sum of the products is the cell of the map.",
        "The bias of the filter is added to the sum.",
        Moment("convolution", {}, "Add the bias"),
    ),
    Misconception(
        "C2/flipped",
        "The kernel is turned by 180° first.",
        "Networks use the kernel as it is written. That is cross-correlation.",
        Moment("convolution", {"flip": True}, "One window"),
    ),
    Misconception(
        "C2/added-first",
        "The numbers are added, and the sums are multiplied.",
        "Each number is multiplied by the weight on it. Then the products are added.",
        Moment("convolution", {}, "Multiply"),
    ),
    Misconception(
        "C2/one-row",
        "One row of the kernel gives the answer.",
        "The products of all rows are added.",
        Moment("convolution", {}, "Add"),
    ),
    Misconception(
        "C2/zero-weight",
        "A weight of 0 changes nothing, so the number counts.",
        "A number under a weight of 0 is not counted.",
        Moment("convolution", {}, "Multiply"),
    ),
    Misconception(
        "C3/no-biases",
        "Parameters are the weights alone.",
        "Each filter has a bias too, and it is a parameter.",
        Moment("channels", {}, "A stack of filters"),
    ),
    Misconception(
        "C3/roles-swapped",
        "Input channels have biases.",
        "A bias belongs to a filter, and so to a channel that comes out.",
        Moment("channels", {}, "A stack of filters"),
    ),
    Misconception(
        "C3/largest-channel",
        "A filter keeps the strongest channel.",
        "A filter adds what its kernels make of the channels.",
        Moment("channels", {}, "Add the maps"),
    ),
    Misconception(
        "C3/channels-apart",
        "A filter makes a map for each channel that it reads.",
        "One filter makes one map, however many channels it reads.",
        Moment("channels", {}, "Add the maps"),
    ),
    Misconception(
        "C4/fencepost",
        "So many steps make so many positions.",
        "The first position counts too, so there is one more than there are steps.",
        Moment("padding", {}, "And the first position"),
    ),
    Misconception(
        "C4/no-padding",
        "Padding does not count.",
        "The window also goes over the zeros on both sides.",
        Moment("padding", {}, "Padding with zeros"),
    ),
    Misconception(
        "C4/one-side",
        "Padding p adds p cells to a row.",
        "Padding lies on both sides, so a row has 2p more cells.",
        Moment("padding", {}, "Padding with zeros"),
    ),
    Misconception(
        "C4/no-stride",
        "The window moves one cell at a time.",
        "The stride says how many cells it moves, and the map is smaller by so much.",
        Moment("padding", {}, "Every second cell"),
    ),
    Misconception(
        "C4/same-rule",
        "The map has n/s rows, whatever the padding is.",
        "That holds for “same” padding alone. Else the size follows from the padding that is given.",
        Moment("padding", {}, "The formula"),
    ),
    Misconception(
        "C4/full",
        "Padding k − 1 keeps the size.",
        "That is full padding, and the map grows by k − 1.",
        Moment("padding", {}, "Full padding"),
    ),
    Misconception(
        "C4/kernel-size",
        "The padding is as large as the kernel.",
        "Padding (k − 1)/2 keeps the size at stride 1.",
        Moment("padding", {}, "Same padding"),
    ),
    Misconception(
        "C5/absolute",
        "ReLU takes the minus sign away.",
        "ReLU makes every negative number 0.",
        Moment("activation", {}, "Apply ReLU"),
    ),
    Misconception(
        "C5/forgotten",
        "ReLU leaves the map as it is.",
        "ReLU makes every negative number 0.",
        Moment("activation", {}, "Apply ReLU"),
    ),
    Misconception(
        "C5/step",
        "ReLU makes every positive number 1.",
        "ReLU keeps positive numbers as they are.",
        Moment("activation", {}, "The curve"),
    ),
    Misconception(
        "C5/wrong-side",
        "ReLU keeps the negative numbers.",
        "ReLU keeps positive numbers and makes the others 0.",
        Moment("activation", {}, "The curve"),
    ),
    Misconception(
        "C5/same-size",
        "Two kernels make one of the same size.",
        "The second kernel reads neighbours of the first, so the one kernel is larger.",
        Moment("activation", {}, "They collapse"),
    ),
    Misconception(
        "C5/one-more",
        "A further layer sees one input more.",
        "It sees as many more as its kernel has weights, minus 1.",
        Moment("activation", {"taps": 3}, "They collapse"),
    ),
    Misconception(
        "C6/other-kind",
        "Max pooling and average pooling are the same.",
        "Max pooling keeps the largest number of a window, and average pooling makes the mean.",
        Moment("pooling", {"kind": "average"}, "Every window"),
    ),
    Misconception(
        "C6/sums",
        "Average pooling adds the numbers up.",
        "The sum is divided by how many numbers there are.",
        Moment("pooling", {"kind": "average"}, "Every window"),
    ),
    Misconception(
        "C6/first-number",
        "Pooling keeps one number at a fixed place of each window.",
        "Pooling looks at all numbers of the window.",
        Moment("pooling", {}, "Every window"),
    ),
    Misconception(
        "C6/smallest",
        "Pooling keeps the smallest number.",
        "Max pooling keeps the largest number.",
        Moment("pooling", {}, "The largest wins"),
    ),
    Misconception(
        "C6/area",
        "Pooling of 2×2 divides the sides by 4.",
        "It halves rows and columns, so a quarter of the cells is left.",
        Moment("vgg", {}, "Inside a block"),
    ),
)
