from __future__ import annotations

import pytest

from scenes.glossary import TERMS, terms_in, used_in


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.term.name) for span in terms_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The same kernel visits 9 windows.", [("kernel", "kernel"), ("windows", "window")]),
        ("Strides and the jump", [("Strides", "stride"), ("jump", "jump")]),
        ("Same padding keeps the size.", [("Same padding", "same padding")]),
        ("Set padding to “same”, then “full”.", [
            ("padding", "padding"), ("“same”", "same padding"), ("“full”", "full padding"),
        ]),
        ("the same at full size, if valid", []),
        ("a depthwise separable convolution", [("depthwise separable convolution", "depthwise separable convolution")]),
        ("Batch normalization, or BN", [("Batch normalization", "batch normalisation"), ("BN", "batch normalisation")]),
        ("The gap between se and bn", []),
        ("GAP and SE", [("GAP", "global average pooling"), ("SE", "squeeze and excitation")]),
        ("1×1 convolution", [("1×1 convolution", "pointwise convolution")]),
        ("a max-pool, then ReLU", [("max-pool", "max pooling"), ("ReLU", "ReLU")]),
        ("ResNet-50 and a ResNet-like net", [("ResNet-50", "ResNet"), ("ResNet", "ResNet")]),
        ("cross-entropy loss of the cross", [("cross-entropy loss", "cross-entropy")]),
        ("a feature\n  map", [("feature\n  map", "feature map")]),
        ("The networks on the map and its maps", [("maps", "feature map")]),
        ("kernels, kernelsize, subkernel, non-kernel", [("kernels", "kernel")]),
        ("He weights, he weights", [("He weights", "He's rule"), ("weights", "weight")]),
        ("", []),
    ],
)  # fmt: skip
def test_the_longest_words_are_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_every_form_finds_its_term() -> None:
    for term in TERMS:
        for form in term.words:
            assert found(f"x {form}, y") == [(form, term.name)], form
            if form == form.casefold():
                assert [name for _, name in found(form.capitalize())] == [term.name], form


def test_the_terms_that_texts_use_come_once_and_by_the_alphabet() -> None:
    used = used_in(["Strides and kernels", "a kernel", "no term here", "BN"])
    assert [term.name for term in used] == ["batch normalisation", "kernel", "stride"]
    assert used_in([]) == ()
