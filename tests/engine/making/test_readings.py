from pathlib import Path

import numpy as np
import pytest

import assets
from engine.making import lenses, readings

LENSES = {
    "",  # the photo with a square held by hand
    *(f"{lens}:967::{layer}{'' if drawn is None else f' drawn {drawn}'}" for lens, layer, drawn in lenses.LENSES),
    f"cover:{lenses.SIDE}:{lenses.STRIDE}",
    f"ascent:{lenses.DENSE}:967:{lenses.STEPS}",
}
"""What else ships, in letters."""


def test_what_ships_is_what_the_command_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what lenses show, which takes longer: `test_lenses` has that."""
    monkeypatch.setattr(lenses, "arrays", lambda photo: {})
    assert readings.write(tmp_path) == 0
    name = f"{readings.NETWORK}.readings.npz"
    with (
        np.load(tmp_path / name, allow_pickle=False) as made,
        np.load(assets.path("published", name), allow_pickle=False) as stored,
    ):
        assert set(made.files) <= set(stored.files)
        assert {each.split("|")[1] for each in stored.files if each not in made.files} == LENSES
        for each in made.files:
            exact = made[each].dtype == np.float32
            assert stored[each].dtype == made[each].dtype
            np.testing.assert_allclose(
                made[each].astype(float), stored[each].astype(float), atol=1e-3 if exact else 0.02
            )


def test_each_photo_is_asked_about_as_it_is_covered_and_with_a_block_off() -> None:
    found = list(readings.answers())
    assert len(found) == 12
    assert [each.off for each in found[:3]] == ["", "", "stage3.2:"]
    top, left, side = readings.COVER
    assert (found[1].picture[:, top : top + side, left : left + side] == readings.GREY).all()
    assert np.abs(found[0].logits - found[2].logits).max() == pytest.approx(1.0, abs=0.999)
