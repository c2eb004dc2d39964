from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.words.plain_formulas import plain_formula


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        ("x_1^2", "x₁²"),
        (r"\frac{n + 2p - k}{s} + 1", "(n + 2p − k) / s + 1"),
        (r"\sqrt{a^2+b^2}", "√(a² + b²)"),
        (r"H \times W", "H × W"),
        (r"\lfloor x \rfloor", "⌊x⌋"),
        ("W^{out}", "W^out"),
        (r"\textcolor{kernel}{w} = 3", "w = 3"),
    ],
)
def test_a_formula_reads_as_one_would_type_it(tex: str, plain: str) -> None:
    assert plain_formula(tex) == plain


@given(st.text(st.sampled_from("xy12_^{}\\frac+- &$"), min_size=1, max_size=20))
def test_broken_latex_is_words_too(tex: str) -> None:
    assert isinstance(plain_formula(tex), str)
