from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.classroom.lessons import editing
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.model import Ask, Choice, Stop
from desktop.classroom.lessons.writing import said, stop_block, tidy
from tests.desktop.classroom.lessons.lesson_texts import GOOD, asks, knobs, layouts, meaning, plain, stops, texts

BLOCK = '[[stop]]\nid = "new"\ncard = "# New"\n'


def lines(text: str) -> list[str]:
    return text.splitlines()


def stops_of(text: str) -> list[dict[str, Any]]:
    return list(meaning(text).get("stop", []))


def comments(text: str) -> list[str]:
    """Comments on lines of their own; what is like one within a text counts too, for it stays as well."""
    written = text.removeprefix("\ufeff").split("\n")
    return sorted(line.strip() for line in written if re.match(r"[ \t]*# (a|next|first|\[\[)", line))


def rest(text: str) -> dict[str, Any]:
    return {name: value for name, value in meaning(text).items() if name != "stop"}


# --- As a teacher reads it ------------------------------------------------------------------------------------------


def test_a_stop_is_appended_behind_the_last_one_and_not_behind_the_homework() -> None:
    new = editing.append(GOOD, BLOCK)
    assert new == GOOD.replace("# What goes home.", f"{BLOCK}\n# What goes home.")
    assert editing.append("convoscope = 1", BLOCK) == f"convoscope = 1\n\n{BLOCK}"


def test_a_stop_that_is_moved_takes_its_comments_along() -> None:
    new = editing.move(GOOD, 0, 2)
    assert [stop["id"] for stop in stops_of(new)] == ["whole-map", "race", "by-hand", "end"]
    assert '\n\n# First of all by hand.\n[[stop]]\nid = "by-hand"' in new
    assert sorted(lines(new)) == sorted(lines(GOOD))
    assert editing.move(new, 2, 0) == GOOD


def test_a_stop_is_deleted_with_its_comments_and_questions() -> None:
    new = editing.delete(GOOD, 0)
    assert "# First of all" not in new
    assert "stop.ask" not in new
    assert new.startswith("# An hour's beginning.\n")
    assert [stop["id"] for stop in stops_of(new)] == ["whole-map", "race", "end"]


def test_a_value_is_replaced_where_it_stands() -> None:
    new = editing.set_key(GOOD, 0, "shows", ("stride", "padding"))
    assert new == GOOD.replace('["stride"]    ', '["stride", "padding"]    ')
    assert editing.set_key(GOOD, 0, "minutes", 6.0) == GOOD.replace("minutes = 5", "minutes = 6")
    assert editing.set_key(GOOD, 0, "minutes", 2.5) == GOOD.replace("minutes = 5", "minutes = 2.5")
    assert """title = 'A "new" one'\n""" in editing.set_key(GOOD, 2, "title", 'A "new" one')
    new = editing.set_key(GOOD, 0, "notes", "Just ask.")
    assert 'notes = "Just ask."\n[[stop.ask]]' in new
    assert "notes = '''\nOne.\nTwo.\n'''\n" in editing.set_key(new, 0, "notes", "\nOne.\r\nTwo.")


def test_a_new_key_comes_where_a_teacher_would_look_for_it() -> None:
    new = editing.set_key(GOOD, 1, "to", "The output")
    assert 'from = "Slide"\nto = "The output"\nminutes = 4' in new
    assert 'id = "race"\nlab = "race"\ntitle = "The race"\noptional = true' in editing.set_key(
        GOOD, 2, "title", "The race"
    )
    assert editing.set_key("[[stop]]\n", 0, "id", "x") == '[[stop]]\nid = "x"\n'


def test_knobs_are_set_where_they_are_however_they_are_written() -> None:
    new = editing.set_key(GOOD, 0, "knobs", {"kernel": "blur", "bias": 1.5, "weights": [[[0, 1], 2.0]]})
    assert 'knobs = { kernel = "blur", bias = 1.5, weights = [[[0, 1], 2]] }\n' in new
    new = editing.set_key(GOOD, 1, "knobs", {"stride": 2, "padding": 1})
    assert "[stop.knobs]\npadding = 1\n# wider steps\nstride = 2\n" in new
    dotted = GOOD.replace("[stop.knobs]\n# wider steps\nstride = 3", "knobs.stride = 3  # wide")
    new = editing.set_key(dotted, 1, "knobs", {"stride": 2, "padding": 1})
    assert "knobs.stride = 2  # wide\nknobs.padding = 1\n" in new
    assert "knobs" not in editing.set_key(dotted, 1, "knobs", None).split("whole-map")[1]
    assert "[stop.knobs]" not in editing.set_key(GOOD, 1, "knobs", None)


def test_long_lists_stay_readable() -> None:
    edits = [[[row, column], row + column / 4] for row in range(5) for column in range(5)]
    new = editing.set_key(GOOD, 0, "knobs", {"kernel": "blur", "pixels": edits})
    assert max(map(len, lines(new))) <= 100
    assert stops_of(new)[0]["knobs"]["pixels"] == edits


def test_a_key_is_taken_away_with_its_line() -> None:
    assert editing.set_key(GOOD, 0, "to", None) == GOOD.replace('to = "Write the cell"\n', "")
    notes = GOOD[GOOD.index("notes = ") : GOOD.index("[[stop.ask]]")]
    assert editing.set_key(GOOD, 0, "notes", None) == GOOD.replace(notes, "")
    assert editing.set_key(GOOD, 0, "run", None) == GOOD


def test_a_question_is_appended_however_the_others_are_written() -> None:
    ask = Ask(item="output-size", params={"n": 8}, mode="peer")
    new = editing.append_ask(GOOD, 0, ask)
    block = '\n[[stop.ask]]\nitem = "output-size"\nmode = "peer"\nwith = { n = 8 }\n'
    assert new == GOOD.replace('shows = "Multiply" },\n]\n', f'shows = "Multiply" }},\n]\n{block}')
    assert f"optional = true\n{block}" in editing.append_ask(GOOD, 2, ask)
    for before in ("[ # none\n]", "[{stem = 'x'}]", "[{stem = 'x'}, # one\n]"):
        strange = GOOD.replace("optional = true", f"ask = {before}")
        assert stops_of(editing.append_ask(strange, 2, ask))[2]["ask"][-1] == said(ask)


def test_what_can_not_be_changed_is_said_in_one_sentence() -> None:
    with pytest.raises(LessonError, match=r"Line 4 must be right before this can be changed\. "):
        editing.append(GOOD.replace('title = "One', "title = One"), BLOCK)
    with pytest.raises(LessonError, match="has 4 stops, so there is no stop 5"):
        editing.delete(GOOD, 4)
    with pytest.raises(LessonError, match="has them in one list"):
        editing.append("stop = [{id = 'a'}]", BLOCK)


def test_a_written_stop_is_as_a_teacher_would_write_it() -> None:
    choices = (Choice(text="plus", right=True), Choice(text="minus", why="The dark column weighs less."))
    stop = Stop(
        id="by-hand", scene="convolution", knobs={"stride": 2, "bias": 1.0}, first="Add", minutes=5.0,
        notes="Ask.\n[Add]\nWait.", ask=(Ask(stem="Which sign?", options=choices, at="Add"),),
    )  # fmt: skip
    assert (
        stop_block(stop)
        == """\
[[stop]]
id = "by-hand"
scene = "convolution"
knobs = { stride = 2, bias = 1 }
from = "Add"
minutes = 5
notes = '''
Ask.
[Add]
Wait.
'''
[[stop.ask]]
stem = "Which sign?"
options = [{ text = "plus", right = true }, { text = "minus", why = "The dark column weighs less." }]
at = "Add"
"""
    )


# --- Laws -----------------------------------------------------------------------------------------------------------


@given(stops)
def test_a_written_stop_is_read_back(stop: Stop) -> None:
    expected = {name: tidy(name, value) for name, value in said(stop).items()}
    assert stops_of(stop_block(stop)) == [expected]


@settings(max_examples=50)
@given(layouts(), stops, st.data())
def test_stops_are_put_in_moved_and_taken_out(text: str, stop: Stop, data: st.DataObject) -> None:
    before = stops_of(text)
    at = data.draw(st.integers(0, len(before)))
    new = editing.insert(text, at, stop_block(stop))
    added = stops_of(stop_block(stop))
    assert stops_of(new) == before[:at] + added + before[at:]
    assert not Counter(comments(text)) - Counter(comments(new))
    index, to = (data.draw(st.integers(0, len(before))) for _ in range(2))
    moved = editing.move(new, index, to)
    expected = stops_of(new)
    expected.insert(to, expected.pop(index))
    assert stops_of(moved) == expected
    assert comments(moved) == comments(new)
    assert stops_of(editing.delete(moved, to)) == expected[:to] + expected[to + 1 :]
    assert rest(text) == rest(new) == rest(moved) == rest(editing.delete(moved, to))
    if "\n" in text and text.count("\r\n") == text.count("\n"):
        assert moved.count("\r\n") == moved.count("\n")


values = {
    "title": texts,
    "notes": texts,
    "card": texts,
    "minutes": st.floats(0, 180),
    "optional": st.booleans(),
    "skip": st.lists(texts, max_size=3),
    "knobs": knobs,
    "shows": st.lists(texts, max_size=2),
}


@settings(max_examples=50)
@given(layouts(), st.sampled_from(sorted(values)), st.data())
def test_a_key_of_a_stop_is_set_and_taken_away(text: str, name: str, data: st.DataObject) -> None:
    before = stops_of(text)
    assume(before)
    index, value = data.draw(st.integers(0, len(before) - 1)), data.draw(values[name])
    new = editing.set_key(text, index, name, value)
    now = stops_of(new)
    empty: dict[str, Any] = {}
    assert now[index].pop(name, empty) == tidy(name, value)
    before[index].pop(name, None)
    assert now == before
    gone = editing.set_key(new, index, name, None)
    assert stops_of(gone) == before
    assert rest(text) == rest(new) == rest(gone)
    if name not in meaning(text)["stop"][index]:
        assert not Counter(comments(text)) - Counter(comments(new))


def test_the_mark_that_some_editors_put_first_stays_first() -> None:
    one, other = '[[stop]]\nid = "a"\n', '[[stop]]\nid = "b"\n'
    text = f"\ufeff{one}\n{other}"
    assert editing.insert(text, 0, BLOCK) == f"\ufeff{BLOCK}\n{one}\n{other}"
    assert editing.move(text, 0, 1) == f"\ufeff{other}\n{one}"
    assert editing.delete(text, 0) == f"\ufeff{other}"


@settings(max_examples=50)
@given(layouts(), st.sampled_from(sorted(values)), st.data())
def test_a_key_of_several_stops_is_set_as_one_after_the_other(text: str, name: str, data: st.DataObject) -> None:
    indices = st.sets(st.integers(0, len(stops_of(text)) - 1)) if stops_of(text) else st.just(set())
    chosen = {index: data.draw(values[name]) for index in data.draw(indices)}
    one_by_one = text
    for index, value in chosen.items():
        one_by_one = editing.set_key(one_by_one, index, name, value)
    assert editing.set_key_of_each(text, name, chosen) == one_by_one


def test_a_stop_that_is_not_there_has_no_key_to_be_set() -> None:
    with pytest.raises(LessonError, match="so there is no stop 100"):
        editing.set_key_of_each(GOOD, "minutes", {0: 1.0, 99: 2.0})


@settings(max_examples=50)
@given(layouts(), asks, st.data())
def test_a_question_is_appended(text: str, ask: Ask, data: st.DataObject) -> None:
    before = stops_of(text)
    assume(before)
    index = data.draw(st.integers(0, len(before) - 1))
    new = editing.append_ask(text, index, ask)
    before[index].setdefault("ask", []).append(said(ask))
    assert stops_of(new) == before
    assert rest(new) == rest(text)


@given(plain)
def test_any_value_is_read_back(it: Any) -> None:
    from desktop.classroom.lessons.writing import value

    assert meaning(f"it = {value(it)}") == {"it": it}
