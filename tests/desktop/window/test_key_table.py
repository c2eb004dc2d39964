from __future__ import annotations

from typing import get_args

import pytest

from desktop.app.composition import Application
from desktop.widgets.keyboard import combination
from desktop.window.key_table import BINDINGS, DIGITS, IN_A_QUESTION, WHILE_CHOOSING, WHILE_PRACTISING, State, table

STATES: tuple[State, ...] = get_args(State)
USUAL = {
    key: binding.action for group in (*BINDINGS.values(), DIGITS.values()) for binding in group for key in binding.keys
}
KEYS = sorted(
    {*USUAL, *(key for binding in (*IN_A_QUESTION, *WHILE_CHOOSING, *WHILE_PRACTISING) for key in binding.keys)}
)
COUNTS = {key: binding.action for binding in IN_A_QUESTION for key in binding.keys}
PRACTISES = {key: binding.action for binding in WHILE_PRACTISING for key in binding.keys}
CHOOSES = {key: binding.action for binding in WHILE_CHOOSING for key in binding.keys}


def meant(state: State, key: str) -> str:
    """What a key should do in a state, told from CLASSROOM's rules and not from the table itself."""
    if state == "question" and key in (*"ABCDEF", *"0123456789", "Return"):
        return COUNTS[key]
    if state == "practising" and key in (*"ABCDEF", *"123456", "Return", "S", "W"):
        return PRACTISES[key]
    if state == "choosing" and key in CHOOSES:
        return CHOOSES[key]
    usual = USUAL.get(key, "")
    if state == "dark" and usual not in ("black", "white", "quit", ""):
        return "uncover"
    if state == "beam dark" and usual in ("toggle", "next", "back"):
        return "uncover"
    return usual


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("key", KEYS)
def test_every_key_means_one_thing_in_every_state(state: State, key: str) -> None:
    found = table(state).get(combination(key))
    assert (found.action if found is not None else "") == meant(state, key)


def test_while_a_question_is_open_letters_digits_and_enter_are_the_counts_and_black_is_the_full_stop_alone() -> None:
    assert [COUNTS[letter] for letter in "ABCDEF"] == [f"option-{letter}" for letter in "ABCDEF"]
    assert [COUNTS[digit] for digit in "0123456789"] == [f"hands-{digit}" for digit in "0123456789"]
    black = [key for key in KEYS if table("question").get(combination(key), None) and meant("question", key) == "black"]
    assert black == ["."]
    on = {key for key in KEYS if meant("question", key) == "next"}
    assert on == {"Right", "Down", "PgDown"}, "a clicker goes on"


def test_a_clicker_alone_can_choose_and_ask() -> None:
    assert {meant("choosing", key) for key in ("PgDown", "Right", "Down", "Return")} == {"ask-chosen"}
    assert {meant("choosing", key) for key in ("PgUp", "Left", "Up", "Backspace")} == {"ask-nothing"}


@pytest.mark.parametrize("state", STATES)
def test_whatever_a_key_means_there_is_something_that_does_it(application: Application, state: State) -> None:
    workspace = application.workspace
    known = {*workspace.window_actions, *workspace.places.actions_here}
    assert {binding.action for binding in table(state).values()} <= known
