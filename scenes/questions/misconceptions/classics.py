"""Misconceptions about what units see, the classic networks, and softmax: concepts C7 to C11."""

from __future__ import annotations

from scenes.questions.misconceptions.misconception import Misconception
from scenes.questions.moments import Moment

CLASSICS: tuple[Misconception, ...] = (
    Misconception(
        "E02",
        "Softmax scales logits logarithmically.",
        "Softmax takes the exponential of each logit and divides by the sum. The logarithm is part of the loss.",
        Moment("softmax", {}, "Stretch by the exponential"),
    ),
    Misconception(
        "E03",
        "Softmax makes a map of probabilities.",
        "Softmax makes one number for each class. They have no places in the picture, and they add up to 1.",
        Moment("softmax", {}, "Cut into shares"),
    ),
    Misconception(
        "E04",
        "Late layers find edges, and early layers find objects.",
        "Early layers see few pixels and answer to edges. Late layers see much and answer to parts and objects.",
        Moment("silhouettes", {}, "What excites the maps"),
    ),
    Misconception(
        "E05",
        "AlexNet won in 2012 with an error of 17 %.",
        "It won with a top-5 error of 15.3 %, by seven networks. One network had 17.0 % on the test pictures of 2010.",
        Moment("alexnet", {}, "The result"),
    ),
    Misconception(
        "E06",
        "AlexNet was the first to stack convolutions, pooling and dense layers.",
        "LeNet had that order before. AlexNet made it work at the scale of ImageNet, with ReLU, dropout and two GPUs.",
        Moment("lenet", {}, "C5 and F6: dense"),
    ),
    Misconception(
        "E07",
        "Convolutional networks were proposed in 1990.",
        "Yann LeCun trained them by backpropagation in 1989, and LeNet-5 is of 1998.",
        Moment("lenet", {}, "Two networks, one name"),
    ),
    Misconception(
        "E08",
        "VGG-16 has 16 convolutions and 3 dense layers.",
        "VGG-16 has 16 layers with weights in all: 13 convolutions and 3 dense layers.",
        Moment("vgg", {}, "Three dense layers"),
    ),
    Misconception(
        "E09",
        "VGG is AlexNet with a few more layers.",
        "VGG has 13 convolutions or more instead of 5, and stacks of 3×3 kernels instead of large ones.",
        Moment("vgg", {}, "Three small windows"),
    ),
    Misconception(
        "E10",
        "Each convolution of VGG makes the maps smaller.",
        "With padding 1 a 3×3 convolution keeps the size. Only pooling halves it.",
        Moment("vgg", {}, "Inside a block"),
    ),
    Misconception(
        "E11",
        "More channels mean more information about the picture.",
        "The number of channels is chosen. A layer adds no information, and the maps hold fewer and fewer numbers.",
        Moment("vgg", {}, "Fewer and fewer numbers"),
    ),
    Misconception(
        "C7/no-jump",
        "Strides do not matter for what a unit sees.",
        "A stride makes each later layer add more to the receptive field.",
        Moment("receptive", {}, "Strides and the jump"),
    ),
    Misconception(
        "C7/side-by-side",
        "Windows lie side by side, so sizes are added.",
        "Windows overlap. Each layer adds its kernel size minus 1, times the jump.",
        Moment("receptive", {}, "The unit next to it"),
    ),
    Misconception(
        "C7/multiplied",
        "Kernel sizes are multiplied.",
        "Windows overlap. Each layer adds its kernel size minus 1, times the jump.",
        Moment("receptive", {}, "Layer by layer"),
    ),
    Misconception(
        "C7/last-kernel",
        "A unit sees as much as its own kernel.",
        "That is what it sees of the layer before, whose units see several inputs each.",
        Moment("receptive", {}, "The cone opens"),
    ),
    Misconception(
        "C7/added",
        "Strides add up.",
        "Strides multiply: a step of a late layer is many steps of the input.",
        Moment("receptive", {}, "Strides and the jump"),
    ),
    Misconception(
        "C7/last-stride",
        "Only the stride of the last layer counts.",
        "The strides of all layers multiply.",
        Moment("receptive", {"chain": "strides of 2", "unit": [3, 0]}, "Strides and the jump"),
    ),
    Misconception(
        "C7/other-layer",
        "What a unit answers to says nothing about its layer.",
        "The later a layer is, the more of the picture its units see.",
        Moment("silhouettes", {}, "Layer 2"),
    ),
    Misconception(
        "C7/whole-picture",
        "Each unit sees the whole picture.",
        "A unit sees its receptive field only.",
        Moment("silhouettes", {}, "Layer 3"),
    ),
    Misconception(
        "C8/every-map",
        "Each map of C3 reads all maps before it.",
        "In 1998 a map of C3 read three, four or all six of them. Today each reads all.",
        Moment("lenet", {}, "Who reads whom"),
    ),
    Misconception(
        "C9/other-layers",
        "The convolutions hold most parameters.",
        "Convolutions do the work, and dense layers hold the parameters.",
        Moment("alexnet", {}, "Work and parameters"),
    ),
    Misconception(
        "C9/work-for-weights",
        "Much work needs many parameters.",
        "A shared weight works at every place, so few parameters do much work.",
        Moment("alexnet", {}, "Weights times places"),
    ),
    Misconception(
        "C9/counted-layers",
        "All layers hold the same number of parameters.",
        "The first dense layer alone holds more than all convolutions.",
        Moment("alexnet", {}, "Three dense layers"),
    ),
    Misconception(
        "C9/one-network",
        "One network won in 2012.",
        "Seven networks together won. One had 18.2 % on the validation pictures.",
        Moment("alexnet", {}, "The result"),
    ),
    Misconception(
        "C9/runner-up",
        "The error of 26.2 % is AlexNet's.",
        "It is the runner-up's, which had no CNN.",
        Moment("alexnet", {}, "The result"),
    ),
    Misconception(
        "C10/takes-two",
        "Pooling takes 2 rows away.",
        "Pooling of 2×2 with stride 2 halves the rows.",
        Moment("vgg", {}, "Five blocks"),
    ),
    Misconception(
        "C10/one-division",
        "Halving m times is a division by 2m.",
        "Halving m times is a division by 2 to the power of m.",
        Moment("vgg", {}, "Five blocks"),
    ),
    Misconception(
        "C10/one-window",
        "Small windows need as many weights as one large window.",
        "Three 3×3 windows see as much as one of 7×7, with 55 % of the weights.",
        Moment("vgg", {}, "Three small windows"),
    ),
    Misconception(
        "C10/one-layer",
        "Layers one after the other share their weights.",
        "Each layer has weights of its own.",
        Moment("vgg", {}, "Three small windows"),
    ),
    Misconception(
        "C10/one-side",
        "A 3×3 kernel has 3 weights.",
        "A 3×3 kernel has 9 weights for each channel that it reads.",
        Moment("vgg", {}, "Three small windows"),
    ),
    Misconception(
        "C11/proportional",
        "Shares are proportional to logits.",
        "Shares are proportional to the exponentials of the logits.",
        Moment("softmax", {}, "Stretch by the exponential"),
    ),
    Misconception(
        "C11/equal",
        "All classes have the same share.",
        "Shares are equal only where the logits are.",
        Moment("softmax", {}, "Cut into shares"),
    ),
    Misconception(
        "C11/largest",
        "Shares are parts of the largest.",
        "Each exponential is divided by the sum of all.",
        Moment("softmax", {}, "Cut into shares"),
    ),
    Misconception(
        "C11/others",
        "A share compares a class with the others.",
        "The sum holds all classes, the class itself too.",
        Moment("softmax", {}, "Line them up"),
    ),
    Misconception(
        "C11/base",
        "Powers and logarithms here have the base 10.",
        "Softmax and the loss have the base e.",
        Moment("softmax", {}, "Stretch by the exponential"),
    ),
    Misconception(
        "C11/sharper",
        "Adding a constant sharpens the shares.",
        "Adding moves no share. Multiplying by more than 1 sharpens them.",
        Moment("softmax", {}, "Multiply by a constant"),
    ),
    Misconception(
        "C11/flatter",
        "Adding a constant flattens the shares.",
        "Adding moves no share. A temperature above 1 flattens them.",
        Moment("softmax", {}, "Add a constant"),
    ),
    Misconception(
        "C11/one-logit",
        "Adding a constant to all logits favours one class.",
        "All exponentials grow by the same factor, so no share moves.",
        Moment("softmax", {}, "Add a constant"),
    ),
    Misconception(
        "C11/missing",
        "The loss is what the share lacks to 1.",
        "The loss is minus the logarithm of the true class's share.",
        Moment("softmax", {}, "The loss"),
    ),
    Misconception(
        "C11/entropy",
        "The logarithm is weighted with the share.",
        "The truth gives the true class a weight of 1 and the others 0.",
        Moment("softmax", {}, "The loss"),
    ),
    Misconception(
        "C11/share",
        "The loss is the share.",
        "A larger share of the true class makes a smaller loss.",
        Moment("softmax", {}, "The loss"),
    ),
)
