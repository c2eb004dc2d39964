"""The dense layer.

Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.1.
"""

from numpy.typing import ArrayLike

from scenes.stage.reference.arrays import Floats, as_floats


def dense(x: ArrayLike, weights: ArrayLike, bias: ArrayLike | None = None) -> Floats:
    """Every output a weighted sum of all inputs, plus its bias: y = W x + b.

    Args:
        x: (n_in,), the input.
        weights: (n_out, n_in), one row for each output.
        bias: (n_out,), or None for no bias.

    Returns:
        (n_out,).

    Raises:
        ValueError: the shapes don't belong together.
    """
    x = as_floats(x, "The input", ("inputs",))
    weights = as_floats(weights, "The weights", ("outputs", "inputs"))
    n_out, n_in = weights.shape
    if len(x) != n_in:
        raise ValueError(f"Weights for {n_in} inputs do not fit an input of {len(x)} values.")
    if bias is None:
        return weights @ x
    bias = as_floats(bias, "The bias", ("outputs",))
    if len(bias) != n_out:
        raise ValueError(f"{n_out} outputs need {n_out} biases, but {len(bias)} are given.")
    return weights @ x + bias
