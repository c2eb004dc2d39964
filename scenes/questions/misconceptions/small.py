"""Misconceptions about small networks, scaling, and accuracies: concepts C18 to C22."""

from __future__ import annotations

from scenes.questions.misconceptions.misconception import Misconception
from scenes.questions.moments import Moment

SMALL: tuple[Misconception, ...] = (
    Misconception(
        "E23",
        "A ResNet has a map for each class, and the means of these maps enter the softmax.",
        "That is Network in Network. A ResNet's means go through one dense layer, which makes the logits.",
        Moment("gap", {}, "ResNet's head: then one dense layer"),
    ),
    Misconception(
        "E24",
        "After global average pooling the maps go on to the softmax.",
        "Only their means go on, one number for each map.",
        Moment("gap", {}, "Four maps, four numbers"),
    ),
    Misconception(
        "E25",
        "A depthwise filter is one-dimensional.",
        "It has rows and columns, k×k weights, and each channel has another one.",
        Moment("depthwise", {}, "A kernel each"),
    ),
    Misconception(
        "E26",
        "The pointwise filters come one after the other and end in one feature.",
        "Each of them reads all maps and makes a map, so N of them make N maps.",
        Moment("depthwise", {}, "All needles at once"),
    ),
    Misconception(
        "E27",
        "Fewer parameters let a net learn in fewer steps.",
        "They make a step cheaper and the file smaller. How many steps it takes is another question.",
        Moment("depthwise", {}, "Two nets race"),
    ),
    Misconception(
        "E28",
        "MobileNet is as accurate on ImageNet as Inception v3.",
        "MobileNet v1 has 70.6 % top-1, near GoogLeNet's 69.8 %, and Inception v3 has 78.8 %.",
        Moment("tradeoff", {}, "The networks on the map"),
    ),
    Misconception(
        "E29",
        "Squeeze and excitation is a few dense layers, and their output scales the maps.",
        "Two dense layers with a ReLU between them make a score, and a sigmoid makes the score a gate.",
        Moment("gates", {}, "Excite: a gate for each map"),
    ),
    Misconception(
        "C18/max",
        "Global average pooling takes the largest number of a map.",
        "It takes the mean.",
        Moment("gap", {}, "The columns level out"),
    ),
    Misconception(
        "C18/sum",
        "Global average pooling adds up a map.",
        "It also divides by the number of cells.",
        Moment("gap", {}, "The columns level out"),
    ),
    Misconception(
        "C18/one-number",
        "Global average pooling makes one number of all maps.",
        "It makes one number of each map.",
        Moment("gap", {}, "Four maps, four numbers"),
    ),
    Misconception(
        "C18/flatten",
        "The dense layer reads every number of every map.",
        "Behind global average pooling it reads one number of each map.",
        Moment("gap", {}, "What a head costs"),
    ),
    Misconception(
        "C18/no-bias",
        "A dense layer has weights only.",
        "It also has a bias for each class.",
        Moment("gap", {}, "What a head costs"),
    ),
    Misconception(
        "C18/weight-per-mean",
        "A dense layer has one weight for each number that it reads.",
        "It has one for each pair: every class weighs every mean.",
        Moment("gap", {}, "ResNet's head: then one dense layer"),
    ),
    Misconception(
        "C19/no-depthwise",
        "A separable layer is a 1×1 convolution.",
        "Its depthwise part comes before that, and takes 1/N of the standard layer's work.",
        Moment("depthwise", {}, "A row and a column"),
    ),
    Misconception(
        "C19/no-pointwise",
        "A separable layer is a depthwise convolution.",
        "Its pointwise part mixes the maps, and takes 1/k² of the standard layer's work.",
        Moment("depthwise", {}, "A row and a column"),
    ),
    Misconception(
        "C19/multiplied",
        "The shares of both parts are multiplied.",
        "Both parts have to be computed, so their shares add up.",
        Moment("depthwise", {}, "A row and a column"),
    ),
    Misconception(
        "C19/savings-added",
        "The savings of both parts add up.",
        "Their shares of the work add up. The larger share decides.",
        Moment("depthwise", {}, "At real size"),
    ),
    Misconception(
        "C19/all-channels",
        "A depthwise filter spans all channels.",
        "It lies on one channel. The channels are mixed later, by the pointwise part.",
        Moment("depthwise", {}, "Slide"),
    ),
    Misconception(
        "C19/pointwise",
        "A depthwise filter is one weight for each channel.",
        "It is k×k weights for each channel. One weight for each channel is what a pointwise filter has.",
        Moment("depthwise", {}, "A kernel each"),
    ),
    Misconception(
        "C20/neutral",
        "A score of 0 leaves its map as it is.",
        "The sigmoid of 0 is one half, so the map is dimmed to one half.",
        Moment("gates", {"restore": [[[0, 0], 0.0]]}, "Scale: the maps come back dimmed"),
    ),
    Misconception(
        "C20/softmax",
        "Gates are shares that add up to 1.",
        "Each gate looks at its own score only, so all maps may stay bright.",
        Moment("gates", {}, "Gates are no shares"),
    ),
    Misconception(
        "C20/one-layer",
        "One dense layer makes the gates.",
        "There are two, one into the waist and one out of it.",
        Moment("gates", {}, "The waist"),
    ),
    Misconception(
        "C20/no-waist",
        "The dense layers of the gates are as wide as the block.",
        "Between them is a waist of C / r numbers, which saves most of the weights.",
        Moment("gates", {}, "A small net"),
    ),
    Misconception(
        "C20/vector",
        "Each unit of the waist has one weight.",
        "It has one for each channel, since it looks at all means.",
        Moment("gates", {}, "The waist"),
    ),
    Misconception(
        "C20/one-block",
        "A stage has one set of gates.",
        "Each block has its own.",
        Moment("gates", {}, "In ResNet-50"),
    ),
    Misconception(
        "C21/all-once",
        "Twice the width and twice the resolution each take twice the work.",
        "They take four times the work, and only depth takes twice.",
        Moment("scaling", {}, "Twice as wide"),
    ),
    Misconception(
        "C21/depth-squared",
        "Twice the layers take four times the work.",
        "Each layer costs as much as before, so they take twice the work.",
        Moment("scaling", {}, "Twice as deep"),
    ),
    Misconception(
        "C21/one-side",
        "Pictures of twice the side have twice the pixels.",
        "They are twice as high and twice as wide, so they have four times the pixels.",
        Moment("scaling", {}, "Twice the resolution"),
    ),
    Misconception(
        "C21/one-end",
        "Twice the channels take twice the work.",
        "Each layer reads twice as many and writes twice as many.",
        Moment("scaling", {}, "Twice as wide"),
    ),
    Misconception(
        "C21/added",
        "The costs of depth, width and resolution add up.",
        "They are multiplied: d · w² · r².",
        Moment("scaling", {}, "All three at once"),
    ),
    Misconception(
        "C21/plain-product",
        "A widened layer has exactly w times the channels.",
        "EfficientNet rounds to a multiple of eight.",
        Moment("scaling", {}, "Channels in eights"),
    ),
    Misconception(
        "C21/down",
        "Channels are rounded down.",
        "The nearest multiple of eight is taken, or the next if that takes more than a tenth away.",
        Moment("scaling", {}, "Channels in eights"),
    ),
    Misconception(
        "C21/up",
        "Channels are rounded up.",
        "The nearest multiple of eight is taken, or the next if that takes more than a tenth away.",
        Moment("scaling", {"channels": 208}, "Channels in eights"),
    ),
    Misconception(
        "C21/unchanged",
        "Widening changes the kernels, not the number of channels.",
        "A wider net has more channels in each layer. Its kernels stay as large as they are.",
        Moment("scaling", {}, "Twice as wide"),
    ),
    Misconception(
        "C22/only-the-first",
        "A picture counts as right only if its class has the largest logit.",
        "That is top-1. For top-k it must be among the k largest.",
        Moment("tradeoff", {"k": 3}, "Among the first k"),
    ),
    Misconception(
        "C22/from-below",
        "The rank of a class is counted from the smallest logit.",
        "It is counted from the largest.",
        Moment("tradeoff", {"k": 3}, "Among the first k"),
    ),
    Misconception(
        "C22/before-it",
        "The rank is how many classes come before.",
        "The class itself is counted, too.",
        Moment("tradeoff", {"k": 2}, "Among the first k"),
    ),
    Misconception(
        "C22/one-more",
        "The rank must be smaller than k.",
        "It may be k.",
        Moment("tradeoff", {"k": 2}, "Among the first k"),
    ),
    Misconception(
        "C22/more-weights",
        "A network with more weights is more accurate.",
        "AlexNet has 61 M parameters and is less accurate than MobileNet v1 with 4.2 M.",
        Moment("tradeoff", {}, "The networks on the map"),
    ),
    Misconception(
        "C22/all-small-alike",
        "Small networks are all about as accurate.",
        "At about as many MACs, newer networks are more accurate by several points.",
        Moment("tradeoff", {}, "Best for their work"),
    ),
)
