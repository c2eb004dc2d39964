"""What lenses show of a photo: what ships is what the command makes."""

from __future__ import annotations

import numpy as np
import pytest

import assets
from engine.making import lenses, readings


def stored() -> lenses.Arrays:
    """What ships of the answers."""
    with np.load(assets.path("published", f"{lenses.NETWORK}.readings.npz"), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_no_lens_is_forgotten() -> None:
    asked = {name.split("|")[1] for name in stored()}
    for lens, layer, drawn in lenses.LENSES:
        assert f"{lens}:967::{layer}{'' if drawn is None else f' drawn {drawn}'}" in asked
    assert f"cover:{lenses.SIDE}:{lenses.STRIDE}" in asked
    assert f"ascent:{lenses.DENSE}:967:{lenses.STEPS}" in asked


def test_five_classes_are_kept_of_each_covered_photo() -> None:
    (found,) = (each for name, each in stored().items() if name.endswith("|covered"))
    known = np.isfinite(found)
    assert (known.sum(2) == lenses.BEST).all()
    assert (known == known[0, 0]).all()


@pytest.mark.slow
def test_what_ships_is_what_the_command_makes() -> None:
    """By chance weights and on a long climb a rounding may open another way: there nearly the same will do."""
    there = stored()
    for name, made in lenses.arrays(readings.photo("coffee")).items():
        one, other = there[name].astype(float), made.astype(float)
        if "drawn" in name:
            assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.98, name
        elif "|ascent:" in name and name.endswith("logits"):
            assert one[0] == pytest.approx(other[0], rel=0.25), name
        elif not name.endswith("climbed"):
            np.testing.assert_allclose(one, other, atol=0.01 * float(np.nanmax(np.abs(other))), err_msg=name)
