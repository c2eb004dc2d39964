"""The publications that the architectures follow, as they are cited on screen."""

LENET = "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, Proc. IEEE 1998"
ALEXNET = "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks, NIPS 2012"
ONE_TOWER = "Krizhevsky: One weird trick for parallelizing convolutional neural networks, 2014"
VGG = "Simonyan, Zisserman: Very deep convolutional networks for large-scale image recognition, ICLR 2015"
GOOGLENET = "Szegedy et al.: Going deeper with convolutions, CVPR 2015"
INCEPTION = (
    "Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception architecture for computer vision, CVPR 2016"
)
RESNET = "He, Zhang, Ren, Sun: Deep residual learning for image recognition, CVPR 2016"
SQUEEZENET = "Iandola et al.: SqueezeNet: AlexNet-level accuracy with 50x fewer parameters, 2016"
MOBILENET = "Howard et al.: MobileNets: efficient convolutional neural networks for mobile vision applications, 2017"
MOBILENET_2 = "Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2: inverted residuals and linear bottlenecks, CVPR 2018"
SENET = "Hu, Shen, Sun: Squeeze-and-excitation networks, CVPR 2018"
EFFICIENTNET = "Tan, Le: EfficientNet: rethinking model scaling for convolutional neural networks, ICML 2019"
EFFICIENTNET_LITE = "Liu: Higher accuracy on vision models with EfficientNet-Lite, TensorFlow blog 2020"
