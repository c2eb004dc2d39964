"""Where a sweep can be trained."""

import builtins
from typing import Any

import pytest

from engine.contract.spec import DenseNet
from engine.sweeping import on_ray, places
from engine.sweeping.places import PlaceError
from tests.engine.sweeping.trained import spec


def test_a_place_that_is_none() -> None:
    with pytest.raises(PlaceError, match="no place 'mars'"):
        list(places.train_all([spec(DenseNet())], "mars", lambda: None))


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name == "ray":
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(PlaceError, match="get cluster"):
        list(places.train_all([spec(DenseNet())], "ray", lambda: None))


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        ({"convoscope": "1", "python": "3.11.9", "torch": "2.13.0"}, ""),
        ({"convoscope": "1", "python": "3.12.1", "torch": "2.13.0"}, "has python 3.12 and this one has 3.11"),
        ({"convoscope": "1", "python": "3.11.2", "torch": "2.6.0"}, "has torch 2.6.0 and this one has 2.13.0"),
        ({"convoscope": "0", "python": "3.11.2", "torch": "2.13.0"}, "has convoscope 0 and this one has 1"),
        ({}, "has no Convoscope"),
    ],
)
def test_other_versions_are_told(theirs: dict[str, str], sentence: str) -> None:
    own = {"convoscope": "1", "python": "3.11.2", "torch": "2.13.0+cpu"}
    found = on_ray.difference("far", own, theirs)
    assert sentence in found
    assert bool(found) == bool(sentence)
