"""AlexNet: five convolutions and three dense layers.

Sources: Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks (NIPS, 2012);
the single tower follows Krizhevsky, One weird trick for parallelizing convolutional neural networks (2014).
"""

from torch import nn

from engine.models.architectures.parts import conv, dense_head, row


def alexnet(groups: int = 2) -> nn.Module:
    """Return the network of 2012, whose conv2, conv4 and conv5 each see their own GPU's maps only; takes 227x227."""
    return row(
        features=row(
            conv1=nn.Conv2d(3, 96, 11, stride=4),
            relu1=nn.ReLU(),
            norm1=_response_norm(),
            pool1=nn.MaxPool2d(3, 2),
            conv2=conv(96, 256, 5, groups=groups),
            relu2=nn.ReLU(),
            norm2=_response_norm(),
            pool2=nn.MaxPool2d(3, 2),
            conv3=conv(256, 384, 3),
            relu3=nn.ReLU(),
            conv4=conv(384, 384, 3, groups=groups),
            relu4=nn.ReLU(),
            conv5=conv(384, 256, 3, groups=groups),
            relu5=nn.ReLU(),
            pool5=nn.MaxPool2d(3, 2),
        ),
        classifier=dense_head(256 * 6 * 6),
    )


def alexnet_torchvision() -> nn.Module:
    """Return the single tower of 2014 as torchvision builds it: fewer maps, no response normalisation; 224x224."""
    return row(
        features=row(
            conv1=nn.Conv2d(3, 64, 11, stride=4, padding=2),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(3, 2),
            conv2=conv(64, 192, 5),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(3, 2),
            conv3=conv(192, 384, 3),
            relu3=nn.ReLU(),
            conv4=conv(384, 256, 3),
            relu4=nn.ReLU(),
            conv5=conv(256, 256, 3),
            relu5=nn.ReLU(),
            pool5=nn.MaxPool2d(3, 2),
            avgpool=nn.AdaptiveAvgPool2d(6),
        ),
        classifier=row(
            flatten=nn.Flatten(),
            drop6=nn.Dropout(0.5),
            fc6=nn.Linear(256 * 6 * 6, 4096),
            relu6=nn.ReLU(),
            drop7=nn.Dropout(0.5),
            fc7=nn.Linear(4096, 4096),
            relu7=nn.ReLU(),
            fc8=nn.Linear(4096, 1000),
        ),
    )


def _response_norm() -> nn.Module:
    """Return the paper's normalisation by the responses of neighbouring maps; torch divides its alpha by the size."""
    return nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)
