"""What the concepts of the course are called, in its order."""

from __future__ import annotations

CONCEPTS = {
    "C1": "From dense layers to convolution",
    "C2": "The convolution step",
    "C3": "Channels, parameters and MACs",
    "C4": "Padding and stride",
    "C5": "Activation",
    "C6": "Pooling",
    "C7": "Receptive field and features",
    "C8": "LeNet-5",
    "C9": "AlexNet",
    "C10": "VGG: depth from small kernels",
    "C11": "Softmax and cross-entropy",
    "C12": "1×1 convolution",
    "C13": "Inception module",
    "C14": "Auxiliary classifiers",
    "C15": "Vanishing and exploding signals",
    "C16": "Degradation and residual learning",
    "C17": "Projection and bottleneck",
    "C18": "Global average pooling",
    "C19": "Depthwise separable convolution",
    "C20": "Squeeze-and-excitation",
    "C21": "Compound scaling",
    "C22": "Reading numbers of efficiency",
}
"""The title of each concept that items are about."""
