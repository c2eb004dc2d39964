"""Knobs: what can be asked is checked, parsed, stored and read back; what can't is refused in a sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core import knobs
from scenes.stage.core.knobs import (
    Edits,
    KnobError,
    as_edits,
    cell,
    change,
    choice,
    edits,
    following,
    forms_for,
    from_plain,
    index,
    integer,
    knob,
    knobs_of,
    parse,
    picture,
    real,
    refusal,
    to_plain,
    toggle,
    with_defaults,
    with_edit,
)
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import BUNDLED, Picture, from_array

steadily = settings(derandomize=True, deadline=None, max_examples=60)
OWN = from_array("cat.png", np.linspace(-1, 1, 2 * 3, dtype=np.float32).reshape(1, 2, 3))


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """One knob of every kind; a mode brings its count along, and some counts are impossible."""

    look: Picture = picture("example", "example", "digit", label="Picture")
    mode: str = choice("plain", "plain", "double", "triple", label="Mode", help="How many.")
    count: int = integer(2, 1, 9, label="Count")
    rate: float = real(0.5, -1.0, 1.0, 0.25, label="Rate")
    wild: bool = toggle(False, label="Wild")
    at: Cell = cell()
    changed: Edits = edits()

    def problem(self) -> str | None:
        """Thirteen is unlucky here."""
        return "A wild count of 9 is too much." if self.wild and self.count == 9 else None

    def follow(self, changed: str) -> Self:
        """A mode has a count of its own."""
        return replace(self, count={"plain": 2, "double": 4, "triple": 9}[self.mode]) if changed == "mode" else self


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "look": st.sampled_from([Picture("example"), Picture("digit"), OWN]),
    "mode": st.sampled_from(["plain", "double", "triple"]),
    "count": st.integers(1, 9),
    "rate": st.floats(-1, 1),
    "wild": st.booleans(),
    "at": st.tuples(st.integers(0, 9), st.integers(0, 9)),
    "changed": st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 9)), st.floats(-99, 99), max_size=4
    ).map(lambda found: tuple(sorted(found.items()))),
}  # fmt: skip
turns = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])), max_size=8
)


def turned(moves: list[tuple[str, Any]]) -> Knobs:
    """The knobs after some were turned, those that could be."""
    found = Knobs()
    for name, value in moves:
        if refusal(found, name, value) is None:
            found = change(found, name, value)
    return found


def is_sentence(text: str) -> bool:
    """Whether a message can be shown as it is: one line that begins and ends like a sentence."""
    return text[0] == text[0].upper() and text[-1] in ".?" and "\n" not in text and "Error" not in text


@steadily
@given(turns)
def test_knobs_survive_being_stored(moves: list[tuple[str, Any]]) -> None:
    found = turned(moves)
    assert found.problem() is None
    assert from_plain(Knobs, json.loads(json.dumps(to_plain(found)))) == found


@steadily
@given(turns)
def test_only_what_differs_from_the_defaults_is_stored(moves: list[tuple[str, Any]]) -> None:
    found = turned(moves)
    assert set(to_plain(found)) == {form.name for form in knobs_of(Knobs) if getattr(found, form.name) != form.default}


@steadily
@given(turns)
def test_words_give_the_knobs_they_name(moves: list[tuple[str, Any]]) -> None:
    """All that the shell can say is read back from what it would be called."""
    found = replace(turned(moves), look=Picture("digit"), at=(0, 0), changed=())
    words = {
        "look": found.look.name,
        "mode": found.mode,
        "count": str(found.count),
        "rate": repr(found.rate),
        "wild": "on" if found.wild else "off",
    }
    assert parse(Knobs, words) == found


@pytest.mark.parametrize("name", ["count", "mode"])
def test_the_order_of_words_does_not_matter(name: str) -> None:
    words = {"mode": "double", "count": "7", "rate": "1"}
    first = {name: words[name]}
    assert parse(Knobs, first | words) == parse(Knobs, words | first) == Knobs(mode="double", count=7, rate=1.0)


def test_what_must_follow_follows_where_words_leave_it_open() -> None:
    assert parse(Knobs, {"mode": "triple"}).count == 9
    assert change(Knobs(), "mode", "double").count == 4


def test_words_are_judged_together() -> None:
    """On their way the knobs may stand where they could not stay."""
    assert parse(Knobs, {"wild": "on", "mode": "triple", "count": "8"}) == Knobs(mode="triple", count=8, wild=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"depth": "3"}, "There is no knob named 'depth'; the knobs are look, mode, count, rate, wild."),
        ({"mode": "double!"}, "one of plain, double, triple, not 'double!'"),
        ({"count": "2.5"}, "a whole number, not '2.5'"),
        ({"count": "many"}, "a whole number, not 'many'"),
        ({"count": "10"}, "from 1 to 9, not 10"),
        ({"count": ""}, "a whole number, not ''"),
        ({"rate": "fast"}, "a number, not 'fast'"),
        ({"rate": "nan"}, "is a number"),
        ({"rate": "inf"}, "is a number"),
        ({"rate": "-1.01"}, "from -1 to 1, not -1.01"),
        ({"wild": "perhaps"}, "on or off, not 'perhaps'"),
        ({"look": "unicorn"}, "not 'unicorn'"),
        ({"at": "1,2"}, "set on the stage"),
        ({"wild": "on", "count": "9"}, "A wild count of 9 is too much."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(words: dict[str, str], said: str) -> None:
    with pytest.raises(KnobError) as raised:
        parse(Knobs, words)
    assert said in str(raised.value)
    assert is_sentence(str(raised.value).removeprefix(next(iter(words))).strip().capitalize())


@pytest.mark.parametrize("word", ["on", "ON", "true", "yes", "1"])
def test_there_are_several_words_for_on(word: str) -> None:
    assert parse(Knobs, {"wild": word}).wild


def test_a_picture_may_be_read_by_another() -> None:
    found = parse(Knobs, {"look": "cat.png"}, {"picture": lambda word: replace(OWN, name=word)})
    assert found.look == OWN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "quadruple"),
        ("count", 0),
        ("count", 2.5),
        ("count", True),
        ("count", "3"),
        ("rate", 1.5),
        ("rate", math.nan),
        ("wild", 1),
        ("look", "example"),
        ("nothing", 1),
    ],
)
def test_what_cannot_be_turned_is_refused_and_leaves_all_as_it_was(name: str, value: object) -> None:
    before = Knobs()
    reason = refusal(before, name, value)
    assert reason is not None
    assert is_sentence(reason.removeprefix(name).strip().capitalize())
    with pytest.raises(KnobError):
        change(before, name, value)
    assert before == Knobs()


def test_an_impossible_combination_is_refused_with_its_reason() -> None:
    wild = change(Knobs(), "wild", True)
    assert refusal(wild, "count", 9) == refusal(wild, "mode", "triple") == "A wild count of 9 is too much."
    assert refusal(wild, "count", 8) is None


def test_numbers_get_the_type_of_their_knob() -> None:
    assert isinstance(change(Knobs(), "rate", 1).rate, float)
    assert isinstance(change(Knobs(), "count", 3.0).count, int)


@pytest.mark.parametrize(
    "plain",
    [
        {"gone": 1},
        {"mode": "quadruple"},
        {"count": 99},
        {"count": None},
        {"rate": "fast"},
        {"wild": "yes"},
        {"wild": True, "count": 9},
        {"look": "unicorn"},
        {"look": {"name": "cat"}},
        {"look": 3},
        {"look": {"name": "cat", "shape": [1, 2, 2], "dtype": "uint8", "data": "!!"}},
        {"look": {"name": "cat", "shape": [1, 2, 2], "dtype": "uint8", "data": "AAA="}},
        {"look": {"name": "cat", "shape": [1, 2], "dtype": "uint8", "data": "AAAA"}},
        {"look": {"name": "cat", "shape": [1, 1, 1], "dtype": "object", "data": "AA=="}},
        {"look": {"name": "cat", "shape": [1, 1, 1], "dtype": "float32", "data": "AADAfw=="}},
        {"at": []},
        {"at": [math.inf, 0]},
        {"at": "x"},
        {"changed": 3},
        {"changed": [[[0, 1]]]},
        {"changed": [[[0, 1], math.nan]]},
        {"changed": [[[math.inf], 1.0]]},
        {"changed": [["a", 1.0]]},
        {"changed": [[[], 1.0]]},
        {"changed": [[[-1, 0], 1.0]]},
        {"changed": [[[0, 10**30], 1.0]]},
        {"changed": [[[0, 1], 1e39]]},
        {"at": [0, 10**12]},
        {"at": [0, 0, 0]},
        {"rate": 10**400},
        {"count": 10**5000},
    ],
)
def test_damaged_stored_knobs_are_refused_in_a_sentence(plain: dict[str, Any]) -> None:
    with pytest.raises(KnobError) as raised:
        from_plain(Knobs, plain)
    assert "\n" not in str(raised.value)


@dataclass(frozen=True)
class Bounded(knobs.Knobs):
    """Places and edits in grids beside which a scene can't do."""

    one: int = index(0, 3)
    at: Cell = cell((0, 0), 2, 5)
    changed: Edits = edits((2, 3), 10.0)


@pytest.mark.parametrize(
    "plain",
    [
        {"one": 3},
        {"one": -1},
        {"one": "x"},
        {"at": [2, 0]},
        {"at": [0, 5]},
        {"changed": [[[0], 1.0]]},
        {"changed": [[[0, 3], 1.0]]},
        {"changed": [[[0, 0, 0], 1.0]]},
        {"changed": [[[0, 0], 10.5]]},
    ],
)
def test_stored_places_lie_in_their_grid(plain: dict[str, Any]) -> None:
    assert from_plain(Bounded, {"one": 2, "at": [1, 4], "changed": [[[1, 2], -10]]}) == Bounded(
        one=2, at=(1, 4), changed=(((1, 2), -10.0),)
    )
    with pytest.raises(KnobError, match=rf"^The stored value of '{next(iter(plain))}' can't be read\.$"):
        from_plain(Bounded, plain)


def test_a_knob_is_turned_as_finely_as_anybody_can_see() -> None:
    assert change(Knobs(), "rate", 1 / 9).rate == 0.11111
    assert parse(Knobs, {"rate": "1/9"}).rate == 0.11111
    assert change(Knobs(), "rate", 5e-324).rate == from_plain(Knobs, {"rate": 5e-324}).rate == 0.0
    with pytest.raises(KnobError, match=r"rate goes from -1 to 1, not 1\."):
        change(Knobs(), "rate", 1 + 1e-9)


def test_edits_replace_one_another_and_stay_in_order() -> None:
    found = with_edit(with_edit(with_edit((), (1, 0), 5), (0, 2), 7), (1, 0), -1)
    assert found == (((0, 2), 7.0), ((1, 0), -1.0))
    assert hash(replace(Knobs(), changed=found)) == hash(replace(Knobs(), changed=found))


def test_stored_edits_may_come_in_any_order() -> None:
    assert from_plain(Knobs, {"changed": [[[1, 0], 2], [[0, 3], 1.5]]}).changed == (((0, 3), 1.5), ((1, 0), 2.0))


def test_the_form_says_what_a_window_needs_to_build_its_panel() -> None:
    kinds = [(form.name, form.kind) for form in knobs_of(Knobs)]
    assert kinds == [
        ("look", "picture"), ("mode", "choice"), ("count", "integer"), ("rate", "real"), ("wild", "toggle"),
        ("at", "hidden"), ("changed", "hidden"),
    ]  # fmt: skip
    mode, count = knob(Knobs, "mode"), knob(Knobs(), "count")
    assert (mode.label, mode.help, mode.choices, mode.default) == (
        "Mode",
        "How many.",
        ("plain", "double", "triple"),
        "plain",
    )
    assert (count.low, count.high, count.step, count.default) == (1, 9, 1.0, 2)
    assert knob(Knobs, "look").choices == (Picture("example"), Picture("digit"))
    assert all(name in BUNDLED for name in ("example", "digit"))


def test_what_belongs_to_something_gone_goes_and_a_worked_example_brings_its_settings() -> None:
    turned = Knobs(look=Picture("digit"), count=5, rate=1.0, at=(1, 2), changed=(((0, 0), 3.0),))
    clears, worked = {"look": ("at", "changed"), "count": ("changed",)}, {Picture("digit"): {"count": 8}}
    assert following(turned, "look", clears, worked) == replace(turned, count=8, at=(0, 0), changed=())
    assert following(turned, "count", clears, worked) == replace(turned, changed=())
    assert following(turned, "rate", clears, worked) == following(turned, "rate", clears) == turned
    own = replace(turned, look=from_array("digit", np.zeros((1, 2, 2))))
    assert following(own, "look", clears, worked) == replace(own, at=(0, 0), changed=())


def test_knobs_without_rules_have_no_problem_and_nothing_follows() -> None:
    assert knobs.Knobs().problem() is None
    assert knobs.Knobs().follow("anything") == knobs.Knobs()
    with pytest.raises(KnobError, match="the knobs are none"):
        knob(knobs.Knobs, "anything")


def test_the_form_of_a_class_is_made_once_and_is_that_of_its_instances() -> None:
    assert knobs_of(Knobs) is knobs_of(Knobs(count=5))
    assert knob(Knobs(count=5), "count").default == 2


@dataclass(frozen=True)
class Deeper(knobs.Knobs):
    """How far the second knob goes is the first one's to say; of a stored nine nothing holds."""

    most: int = integer(2, 1, 9, label="Most")
    count: int = integer(1, 1, 2, label="Count")

    def formed(self, form: knobs.Knob) -> knobs.Knob:
        """The count goes as far as the other says."""
        return replace(form, high=self.most) if form.name == "count" else form

    @classmethod
    def readable(cls, plain: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is about nine says nothing any more."""
        return plain if plain.get("most") != 9 else {}


def test_how_far_a_knob_goes_may_be_another_ones_to_say() -> None:
    assert knob(Deeper, "count").high == 2
    assert knob(Deeper(most=7), "count").high == 7
    assert change(Deeper(most=7), "count", 7) == Deeper(7, 7)
    with pytest.raises(KnobError, match="count goes from 1 to 2"):
        change(Deeper(), "count", 3)
    stored = to_plain(Deeper(7, 6))
    assert from_plain(Deeper, stored) == from_plain(Deeper, dict(reversed(stored.items()))) == Deeper(7, 6)
    with pytest.raises(KnobError):
        from_plain(Deeper, {"count": 6})
    assert {form.name: form.high for form in forms_for(Deeper, stored)} == {"most": 9, "count": 7}
    assert {form.name: form.high for form in forms_for(Deeper, {"most": "many", "odd": 1})} == {"most": 9, "count": 2}
    assert Deeper(7, 6).of_the_course() == Deeper(7, 6)


def test_of_what_is_stored_only_what_still_holds_is_read() -> None:
    assert from_plain(Deeper, {"most": 9, "count": 9}) == Deeper()
    with pytest.raises(KnobError, match="no knob named 'odd'"):
        from_plain(Deeper, {"most": 9, "odd": 9})


def test_some_knobs_go_back_to_their_defaults() -> None:
    turned = Knobs(count=5, at=(3, 4), wild=True)
    assert with_defaults(turned, "at", "wild") == Knobs(count=5)
    assert with_defaults(turned) == turned
    with pytest.raises(KnobError, match="no knob named 'size'"):
        with_defaults(turned, "size")


def test_a_default_must_be_one_of_the_values() -> None:
    with pytest.raises(ValueError, match="Size: the default 9 does not lie between 1 and 5"):
        integer(9, 1, 5, label="Size")
    with pytest.raises(ValueError, match="Gain: the default 0 does not lie between 2 and -2"):
        real(0.0, 2.0, -2.0, 0.5, label="Gain")
    with pytest.raises(ValueError, match="Kind: 'mean' is none of the choices max, average"):
        choice("mean", "max", "average", label="Kind")


def test_edits_can_set_every_number_of_a_grid() -> None:
    assert as_edits([[1, 2], [3, 4]]) == (((0, 0), 1.0), ((0, 1), 2.0), ((1, 0), 3.0), ((1, 1), 4.0))


def test_pictures_are_given_and_other_knobs_where_they_say_so() -> None:
    @dataclass(frozen=True)
    class Looked(knobs.Knobs):
        photo: Picture = knobs.picture("cat", "cat", label="Photo")
        digit: str = choice("3", "3", "8", label="Digit", given=True)
        sample: int = integer(1, 1, 50, label="Handwriting", given=True)
        stride: int = integer(1, 1, 3, label="Stride")

    assert {form.name: form.given for form in knobs_of(Looked)} == {
        "photo": True, "digit": True, "sample": True, "stride": False
    }  # fmt: skip
