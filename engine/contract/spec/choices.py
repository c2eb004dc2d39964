"""What every kind of network lets one choose: activation, normalisation, initial weights."""

from typing import Literal, get_args

from engine.contract.spec.refusal import require

Activation = Literal["relu", "leaky-relu", "sigmoid", "tanh", "gelu"]
Normalisation = Literal["none", "batch"]
Initialisation = Literal["default", "he", "glorot"] | float
"""How weights start.

"default" is PyTorch's: uniform weights and biases of standard deviation 1 / sqrt(3 * inputs). All others set
biases to 0. "he" is normal with variance 2 / inputs (He et al. 2015), "glorot" uniform with variance 2 /
(inputs + outputs) (Glorot and Bengio 2010, who are also called Xavier), and a number is a gain: normal with
standard deviation gain / sqrt(inputs). Inputs and outputs count those of one unit: kernel height * width *
channels for a convolution.
"""

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
ACTIVATION_TITLES: dict[Activation, str] = {
    "relu": "ReLU",
    "leaky-relu": "leaky ReLU",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "gelu": "GELU",
}
MAX_GAIN = 10.0


def check_initialisation(how: Initialisation) -> None:
    """Raise `SpecError` unless weights can start like that."""
    require(
        isinstance(how, str) or 0 < how <= MAX_GAIN,
        f"The initial gain {how} is out of range; choose more than 0 and at most {MAX_GAIN:g}.",
    )


def choices_in_words(activation: Activation, norm: Normalisation, init: Initialisation) -> str:
    """Say what is chosen where it isn't what one expects (ReLU, nothing, PyTorch's default); else nothing."""
    said = [] if activation == "relu" else [f"{ACTIVATION_TITLES[activation]} instead of ReLU"]
    said += [] if norm == "none" else ["batch normalisation"]
    said += [] if init == "default" else [f"its random weights start {_start_in_words(init)}"]
    return "".join(f"; {each}" for each in said)


def _start_in_words(init: Initialisation) -> str:
    return f"with gain {init:g}" if isinstance(init, float | int) else f"as {init.capitalize()} proposed"
