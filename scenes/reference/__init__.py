"""Reference operations: what the layers of a convolutional network compute, in plain numpy.

Every number that a scene shows comes from here. All take and return float64; pictures and feature maps are
(channels, height, width). Wrong shapes raise ValueError with one sentence that says what does not fit.
"""

from scenes.reference.activations import (
    ACTIVATIONS,
    Activation,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu6,
    relu6_derivative,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    silu,
    silu_derivative,
    tanh,
    tanh_derivative,
)
from scenes.reference.arrays import Floats, pad
from scenes.reference.classification import cross_entropy, cross_entropy_gradient, log_softmax, softmax
from scenes.reference.composition import composed
from scenes.reference.convolution import (
    READING_ORDER_LIMIT,
    cell_value,
    channel_maps,
    channel_sums,
    convolve,
    flipped,
    products,
    window,
)
from scenes.reference.dense import convolution_matrix, dense, neighbours
from scenes.reference.gating import Excitation, excitation, scaled
from scenes.reference.gradients import convolution_input_gradient, relu_gradient
from scenes.reference.initialisation import default_std, fans, glorot_std, he_std, uniform_bound, uniform_std
from scenes.reference.normalisation import batch_norm
from scenes.reference.pooling import (
    average_pool,
    average_pool_gradient,
    global_average_pool,
    max_pool,
    max_pool_gradient,
    max_pool_winners,
)
from scenes.reference.receptive_field import Layer, ReceptiveField, receptive_field, receptive_fields
from scenes.reference.resampling import enlarge, shift
from scenes.reference.scaling import (
    Convolutions,
    Factors,
    compound_factors,
    nearest_multiple,
    scaled_channels,
    scaled_cost,
    scaled_repeats,
)
from scenes.reference.separable import depthwise, pointwise, standard_filters
from scenes.reference.sizes import (
    KernelSize,
    Padding,
    batch_norm_parameters,
    convolution_macs,
    convolution_parameters,
    dense_parameters,
    local_parameters,
    output_size,
    padding_for,
    unreached,
    window_span,
)

__all__ = [
    "ACTIVATIONS",
    "READING_ORDER_LIMIT",
    "Activation",
    "Convolutions",
    "Excitation",
    "Factors",
    "Floats",
    "KernelSize",
    "Layer",
    "Padding",
    "ReceptiveField",
    "average_pool",
    "average_pool_gradient",
    "batch_norm",
    "batch_norm_parameters",
    "cell_value",
    "channel_maps",
    "channel_sums",
    "composed",
    "compound_factors",
    "convolution_input_gradient",
    "convolution_macs",
    "convolution_matrix",
    "convolution_parameters",
    "convolve",
    "cross_entropy",
    "cross_entropy_gradient",
    "default_std",
    "dense",
    "dense_parameters",
    "depthwise",
    "enlarge",
    "excitation",
    "fans",
    "flipped",
    "global_average_pool",
    "glorot_std",
    "he_std",
    "leaky_relu",
    "leaky_relu_derivative",
    "local_parameters",
    "log_softmax",
    "max_pool",
    "max_pool_gradient",
    "max_pool_winners",
    "nearest_multiple",
    "neighbours",
    "output_size",
    "pad",
    "padding_for",
    "pointwise",
    "products",
    "receptive_field",
    "receptive_fields",
    "relu",
    "relu6",
    "relu6_derivative",
    "relu_derivative",
    "relu_gradient",
    "scaled",
    "scaled_channels",
    "scaled_cost",
    "scaled_repeats",
    "shift",
    "sigmoid",
    "sigmoid_derivative",
    "silu",
    "silu_derivative",
    "softmax",
    "standard_filters",
    "tanh",
    "tanh_derivative",
    "uniform_bound",
    "uniform_std",
    "unreached",
    "window",
    "window_span",
]
