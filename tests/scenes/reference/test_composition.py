"""Two convolutions in a row are one, as torch computes it; the worked numbers of the curriculum."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from scenes.reference import composed

steadily = settings(derandomize=True, deadline=None, max_examples=40)


@steadily
@given(st.tuples(*(st.integers(1, 4) for _ in range(4))), st.integers(0, 3), st.integers(0, 2**32 - 1))
def test_one_kernel_does_what_two_do_one_after_the_other(sides, more, seed):
    kh, kw, lh, lw = sides
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(kh, kw)), rng.normal(size=(lh, lw))
    x = torch.tensor(rng.normal(size=(1, 1, kh + lh - 1 + more, kw + lw - 1 + more)))
    layers = [torch.tensor(kernel)[None, None] for kernel in (first, second, composed(first, second))]
    both = functional.conv2d(functional.conv2d(x, layers[0]), layers[1])
    assert functional.conv2d(x, layers[2]).numpy() == pytest.approx(both.numpy(), abs=1e-11)


def test_worked_example():
    assert composed([[1, 2]], [[1, -1]]).tolist() == [[1, 1, -2]]
    assert composed(np.ones((3, 3)), np.ones((3, 3))).shape == (5, 5)  # not 3, 6 or 9


def test_a_kernel_is_a_matrix():
    with pytest.raises(ValueError, match="The first kernel must have the axes"):
        composed([1, 2], [[1]])
    with pytest.raises(ValueError, match="The second kernel must have the axes"):
        composed([[1]], [1, 2])
