"""Sizes and counts of convolution and pooling layers: whole numbers only, along one axis at a time.

Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (arXiv 1603.07285);
Goodfellow, Bengio and Courville, Deep Learning, section 9.5.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Padding: TypeAlias = int | Literal["valid", "same", "full"]
"""Cells added on each side, or the rule that gives their number."""

Sides: TypeAlias = tuple[int, int]
"""Cells added along an axis, before the input and behind it."""

Margins: TypeAlias = tuple[Sides, Sides]
"""Cells added above and below, and at the left and at the right."""

KernelSize: TypeAlias = int | tuple[int, int]
"""The side of a square kernel, or its (height, width)."""


def window_span(kernel: int, dilation: int = 1) -> int:
    """Cells from the first to the last that a dilated kernel touches: d (k - 1) + 1.

    Raises:
        ValueError: the kernel or the dilation is smaller than 1.
    """
    _at_least(1, kernel=kernel, dilation=dilation)
    return dilation * (kernel - 1) + 1


def output_size(
    n: int, kernel: int, stride: int = 1, padding: int | Sides = 0, dilation: int = 1, *, ceil: bool = False
) -> int:
    """Positions of a window along one axis: floor((n + 2p - d (k - 1) - 1) / s) + 1.

    Where the sides differ, what they add together stands for 2p.

    Args:
        n: cells of the input along the axis.
        kernel: cells of the kernel along the axis.
        stride: cells from one window to the next.
        padding: cells added on each side, or (before, behind).
        dilation: cells from one kernel weight to the next; 1 leaves no gaps.
        ceil: round up instead, so that a last window may hang over the far edge, as some pooling layers do;
            that window counts only if it starts before the padding on that edge (the rule of torch's `ceil_mode`).

    Raises:
        ValueError: a size is out of range, or not even one window fits.
    """
    before, behind = sides(padding)
    _at_least(1, n=n, stride=stride)
    _at_least(0, padding=min(before, behind))
    span, padded = window_span(kernel, dilation), n + before + behind
    if span > padded:
        raise ValueError(f"A window that spans {span} cells does not fit into {padded} padded cells.")
    steps, rest = divmod(padded - span, stride)
    hangs_over = ceil and rest > 0 and (steps + 1) * stride < n + before
    return steps + 1 + hangs_over


def unreached(n: int, kernel: int, stride: int = 1, padding: int | Sides = 0, dilation: int = 1) -> int:
    """Cells at the far end of the padded axis that come after the last window.

    They are the remainder that the floor in `output_size` drops: (n + 2p - d (k - 1) - 1) mod s.

    Raises:
        ValueError: as `output_size`.
    """
    windows = output_size(n, kernel, stride, padding, dilation)
    return n + sum(sides(padding)) - ((windows - 1) * stride + window_span(kernel, dilation))


def sides(padding: int | Sides) -> Sides:
    """Cells before and behind the input, of a number for both sides or of both."""
    return (padding, padding) if isinstance(padding, int) else padding


def margins(padding: int | Margins) -> Margins:
    """Cells on all four sides, of a number for each of them or of all."""
    return ((padding, padding), (padding, padding)) if isinstance(padding, int) else padding


def padding_for(rule: Padding, n: int, kernel: int, stride: int = 1, dilation: int = 1) -> Sides:
    """Cells of padding before and behind an input of n cells that a rule asks for along one axis.

    "valid" adds none and the output shrinks; "full" adds span - 1 on each side, so that every window that touches the
    input counts; a number stands for itself. "same" gives ceil(n / s) positions, which at stride 1 keeps the size: it
    adds max((ceil(n / s) - 1) s + span - n, 0) cells, and where that is odd one more behind than before. So Keras and
    TensorFlow do ("Notes on padding" of tf.nn); PyTorch does too at stride 1, and refuses the word otherwise.

    Raises:
        ValueError: the rule is unknown, or the number is negative.
    """
    span = window_span(kernel, dilation)
    if rule == "valid":
        return 0, 0
    if rule == "full":
        return span - 1, span - 1
    if rule == "same":
        _at_least(1, n=n, stride=stride)
        total = max((-(-n // stride) - 1) * stride + span - n, 0)
        return total // 2, total - total // 2
    if not isinstance(rule, int):
        raise ValueError(f"Padding must be valid, same, full or a number of cells, not {rule!r}.")
    _at_least(0, padding=rule)
    return rule, rule


def rule_for(
    margins: Margins, size: tuple[int, int], kernel: int, stride: int = 1, dilation: int = 1, *, most: int
) -> Padding | None:
    """The rule that adds just these cells around an input of (height, width); None where there is none.

    It is a number of cells up to `most`, or else "same".
    """
    (cells, behind), across = margins
    if cells == behind and across == (cells, cells) and cells <= most:
        return cells
    same = tuple(padding_for("same", n, kernel, stride, dilation) for n in size)
    return "same" if margins == same else None


def convolution_parameters(c_in: int, c_out: int, kernel: KernelSize, groups: int = 1, *, bias: bool = True) -> int:
    """Trainable numbers of a convolution layer: c_out (k k c_in / g), and c_out biases.

    The height and width of the input do not matter: the weights are shared by all positions.

    Raises:
        ValueError: a number is smaller than 1, or the groups divide the channels unevenly.
    """
    return c_out * (_weights_per_filter(c_in, c_out, kernel, groups) + bias)


def convolution_macs(h_out: int, w_out: int, c_in: int, c_out: int, kernel: KernelSize, groups: int = 1) -> int:
    """Multiply-accumulates of a convolution layer for one picture: h_out w_out c_out (k k c_in / g).

    The additions of the bias are not counted, as is usual.

    Raises:
        ValueError: as `convolution_parameters`.
    """
    _at_least(1, h_out=h_out, w_out=w_out)
    return h_out * w_out * c_out * _weights_per_filter(c_in, c_out, kernel, groups)


def batch_norm_parameters(channels: int) -> int:
    """Trainable numbers of batch normalisation: a scale and a shift for each channel.

    The running means and variances are not trained, so they don't count.

    Raises:
        ValueError: the number is smaller than 1.
    """
    _at_least(1, channels=channels)
    return 2 * channels


def dense_parameters(n_in: int, n_out: int, *, bias: bool = True) -> int:
    """Trainable numbers of a dense layer: n_in n_out weights, and n_out biases.

    Raises:
        ValueError: a number is smaller than 1.
    """
    _at_least(1, n_in=n_in, n_out=n_out)
    return n_out * (n_in + bias)


def local_parameters(h_out: int, w_out: int, c_in: int, c_out: int, kernel: KernelSize, *, bias: bool = True) -> int:
    """Trainable numbers of a locally connected layer: windows as in a convolution, but no weight is shared.

    Every one of the h_out w_out c_out outputs has k k c_in weights of its own, and a bias.

    Raises:
        ValueError: a number is smaller than 1.
    """
    _at_least(1, h_out=h_out, w_out=w_out)
    return h_out * w_out * convolution_parameters(c_in, c_out, kernel, bias=bias)


def _weights_per_filter(c_in: int, c_out: int, kernel: KernelSize, groups: int) -> int:
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    _at_least(1, c_in=c_in, c_out=c_out, kernel=min(height, width), groups=groups)
    check_groups(c_in, c_out, groups)
    return height * width * (c_in // groups)


def check_groups(c_in: int, c_out: int, groups: int) -> None:
    """Make sure that the groups share the input channels and the filters evenly.

    Raises:
        ValueError: they don't.
    """
    if groups < 1 or c_in % groups or c_out % groups:
        raise ValueError(f"{groups} groups cannot share {c_in} input channels and {c_out} filters evenly.")


def _at_least(smallest: int, **numbers: int) -> None:
    for name, number in numbers.items():
        if number < smallest:
            raise ValueError(f"The number {name} must be at least {smallest}, but is {number}.")
