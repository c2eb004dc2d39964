from __future__ import annotations

from desktop.words.cutting import cut, fitted, telling

FIRES = [f"fire{number}.expand.expand{side}x{side}.conv" for number in (2, 3) for side in (1, 3)]
FEATURES = [f"/features/features.{number}/{part}/Conv" for number in range(4) for part in ("squeeze", "expand")]


def test_a_cut_name_has_so_many_letters() -> None:
    assert cut("conv", 4, 0.5) == "conv"
    assert cut("layer1.1.shortcut", 9, 0.5) == "laye…tcut"
    assert cut("layer1.1.shortcut", 9, 0.0) == "…shortcut"


def test_names_are_cut_where_they_tell_layers_apart() -> None:
    for names, count in ((FIRES, 18), (FEATURES, 18)):
        head = telling(names, count)
        assert len({cut(name, count, head) for name in names}) == len(names)
    assert len({cut(name, 18, 0.0) for name in FIRES}) < len(FIRES), "the end alone doesn't tell"
    assert len({cut(name, 18, 0.5) for name in FEATURES}) < len(FEATURES), "nor do both for others"


def test_all_names_have_the_same_number_of_letters_and_stay_apart() -> None:
    shown = fitted(FEATURES, lambda name: len(name) <= 18)
    assert len(set(shown)) == len(FEATURES)
    assert {len(name) for name in shown} == {18}
    assert fitted(["fc", "layer1.1.shortcut"], lambda name: len(name) <= 9) == ("fc", "laye…tcut")


def test_where_nothing_fits_two_letters_are_left() -> None:
    assert fitted(["conv1", "fc"], lambda _: False) == ("…1", "fc")
    assert fitted([], lambda _: False) == ()


def test_what_differs_in_the_middle_is_not_cut_out() -> None:
    names = [f"/features/features.{place}/conv/conv.0/conv.0.0/Conv" for place in range(4)]
    assert len(set(fitted(names, lambda name: len(name) <= 26))) == len(names)
