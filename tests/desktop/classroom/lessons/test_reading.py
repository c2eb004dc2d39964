from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.classroom.lessons import reading
from desktop.classroom.lessons.model import MOST_STOPS
from desktop.classroom.lessons.reading import Read, read
from desktop.classroom.lessons.shape import MOST_REFUSED
from scenes.questions.draws import Draw
from scenes.questions.items import Item, Made, Option
from scenes.questions.moments import Moment
from scenes.stage.core.timeline import Step
from tests.abuse.lessons import wounded
from tests.desktop.classroom.lessons.lesson_texts import GOOD


def said(text: str, **more: Any) -> list[str]:
    return [f"{fault.line}: {fault.sentence}" for fault in read(text, **more).faults]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def ids(found: Read) -> list[str]:
    return [] if found.lesson is None else [stop.id for stop in found.lesson.stop]


def make(draw: Draw) -> Made:
    n = draw.integer("n", 3, 5)
    draw.need(n != 4)
    at = Moment("convolution")
    return Made(
        "How many?", Option(n, str(n), "It is so."), (Option(n + 1, str(n + 1), "One too many."),), at, "answer = n"
    )


@pytest.fixture(autouse=True)
def items(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"how-many": Item("how-many", "C1", "convolution", 1, make)}
    monkeypatch.setattr("desktop.classroom.lessons.meaning.items", lambda: found)


def test_a_right_lesson_is_read_whole() -> None:
    found = read(GOOD)
    assert not found.faults
    assert ids(found) == ["by-hand", "whole-map", "race", "end"]
    assert [entry.id for entry in found.entries] == ids(found)
    assert found.lesson is not None
    assert found.lesson.planned == 12
    assert [stop.kind for stop in found.lesson.stop] == ["scene", "scene", "lab", "card"]
    lines = GOOD.split("\n")
    assert [lines[entry.lines[0] - 1] for entry in found.entries][:2] == ["# First of all by hand.", "[[stop]]"]
    assert lines[found.entries[1].lines[1] - 1] == "stride = 3"
    assert read("\ufeff" + GOOD.replace("\n", "\r\n")).lesson == found.lesson


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        # shape
        ("minutes = 5", "minuts = 5", "minuts", 'A stop has no key "minuts"; did you mean `minutes`?'),
        ("minutes = 5", "minutes = 500", "minutes", "`minutes` is a number from 0 to 180, not 500."),
        ("minutes = 5", 'minutes = "five"', "minutes", '`minutes` is a number from 0 to 180, not "five".'),
        ("minutes = 5", "minutes = nan", "minutes", "`minutes` is a number from 0 to 180, not nan."),
        (
            'id = "by-hand"',
            'id = "By hand"',
            'id = "By',
            '`id` is a name of 1 to 64 small letters, digits and hyphens, like by-hand, not "By hand".',
        ),
        (
            'id = "by-hand"\n',
            "",
            "[[stop]]",
            "A stop needs a line `id = …`: `id` is a name of 1 to 64 small letters, digits and hyphens, like by-hand.",
        ),
        ("optional = true", 'optional = "yes"', "optional", '`optional` is true or false, not "yes".'),
        ("optional = true", 'run = "alive"', "run =", '`run` is one of "live", "recorded", not "alive".'),
        (
            'shows = ["stride"]',
            'shows = "stride"',
            "shows",
            '`shows` is a list of texts like ["one", "two"], not "stride".',
        ),
        ("right = true", 'right = "x"', '{ text = "plus"', '`right` is true or false, not "x".'),
        ("why =", "wy =", '{ text = "plus"', 'An option has no key "wy"; did you mean `why`?'),
        ("[homework]", "[homwork]", "[homwork]", 'A lesson has no key "homwork"; did you mean `homework`?'),
        ('title = "One convolution"\n', "", "# An", "A lesson needs a line `title = …`: `title` is text in quotes."),
        (
            "[[stop.ask]]",
            "[stop.ask]",
            "[stop.ask]",
            "There can be several of `ask`: write [[stop.ask]] above each, in double brackets.",
        ),
        (
            "convoscope = 1",
            "convoscope = true",
            "convoscope",
            "A lesson begins with the line convoscope = 1, which is its format.",
        ),
        # meaning
        (
            'scene = "convolution"\nfrom',
            'scene = "convlution"\nfrom',
            'scene = "convl',
            'There is no scene "convlution"; did you mean "convolution"?',
        ),
        ('lab = "race"', 'lab = "rase"', "lab =", 'There is no run of the lab "rase"; did you mean "race"?'),
        (
            'lab = "race"',
            'lab = "race"\nscene = "dense"',
            "lab =",
            "A stop shows one thing, and this one has `scene` and `lab`.",
        ),
        (
            'card = "# Thank you"\n',
            "",
            '[[stop]]\nid = "end"',
            "A stop needs one of `scene`, `lab`, `card` and `picture`, which says what is shown.",
        ),
        ("stride = 3", "stride = 9", "stride = 9", "stride goes from 1 to 3, not 9."),
        ("stride = 3", "strid = 3", "strid =", 'There is no knob "strid"; did you mean "stride"?'),
        ("stride = 3", "pixels = 3", "pixels", 'The knob "pixels" can\'t be 3.'),
        (
            "stride = 3",
            'picture = "channels"\nsize = 7',
            "[stop.knobs]",
            "The window spans 7 cells, but the picture has only 3, padding included.",
        ),
        (
            "stride = 3",
            'picture = "file:cat.jpg"',
            "picture =",
            'There is no file "cat.jpg" beside the lesson; put it there, or give another name.',
        ),
        (
            "stride = 3",
            'picture = "file:../cat.jpg"',
            "picture =",
            'The picture "../cat.jpg" must lie beside the lesson: put it there, and give its name alone.',
        ),
        ('shows = ["stride"]', 'shows = ["stred"]', "shows", 'There is no knob "stred"; did you mean "stride"?'),
        (
            'from = "Slide"',
            'from = "Slid"',
            "from",
            "There is no step titled 'Slid' here; the nearest title is 'Slide'.",
        ),
        (
            'skip = ["Add"]',
            'skip = ["Add", "Slide"]',
            "skip",
            'The step "Slide" is not shown: the stop goes from "The input" to "Write the cell".',
        ),
        (
            'to = "Write the cell"',
            'to = "Multiply"',
            "skip",
            'The step "Add" is not shown: the stop goes from "The input" to "Multiply".',
        ),
        (
            'from = "Slide"',
            'from = "Slide"\nto = "Add"',
            'to = "Add',
            'The step "Add" comes before "Slide", where the stop begins.',
        ),
        (
            "[Multiply]",
            "[Multply]",
            "[Multply]",
            "There is no step titled 'Multply' here; the nearest title is 'Multiply'.",
        ),
        (
            'at = "Multiply"',
            'at = "Slide"',
            "at =",
            'The step "Slide" is not shown: the stop goes from "The input" to "Write the cell".',
        ),
        (
            'shows = "Multiply"',
            'shows = "Multi"',
            '{ text = "minus',
            "There is no step titled 'Multi' here; the nearest title is 'Multiply'.",
        ),
        (
            "right = true, ",
            "",
            "options",
            "One option of a question is right, and this one has none: write right = true in it.",
        ),
        ('why = "Both', 'slip = "E99", why = "Both', '{ text = "plus', 'There is no misconception "E99"'),
        (
            'id = "race"',
            'id = "by-hand"',
            'id = "by-hand"\nlab',
            'Another stop has the id "by-hand" already (line 9): give it another.',
        ),
        (
            'card = "# Thank you"',
            'picture = "thanks.png"',
            "picture",
            'A picture is a file beside the lesson: write "file:thanks.png".',
        ),
        (
            'card = "# Thank you"',
            'card = "Bye"\nto = "Add"',
            'to = "Add"',
            "A card has no steps, so `to` has nothing to name: take it away.",
        ),
        (
            'card = "# Thank you"',
            'card = "Bye"\nknobs = { n = 1 }',
            "knobs = { n",
            "Knobs belong to a scene, and this stop is a card.",
        ),
        ("items = []", 'items = ["how-mny"]', "items", 'There is no item "how-mny"; did you mean "how-many"?'),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_may_have_been_meant(
    old: str, new: str, at: str, sentence: str, tmp_path: Path
) -> None:
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    found = said(text, folder=tmp_path)
    assert found[0].startswith(f"{line_of(text, at)}: {sentence}"), found
    assert len(found) == 1 or "E99" in sentence


ASK = '[[stop.ask]]\nat = "Slide"\n'


@pytest.mark.parametrize(
    ("ask", "at", "sentence"),
    [
        ('item = "how-many"', "", ""),
        ('item = "how-many"\nwith = { n = 5 }', "", ""),
        ('mark = "sum"\ncell = [0, 1]', "", ""),
        ('item = "how-mny"', "item", 'There is no item "how-mny"; did you mean "how-many"?'),
        (
            'item = "how-many"\nwith = { n = 9 }',
            "with",
            "The item \"how-many\" can't be asked so: n can't be 9; it is one of 3, 4, 5.",
        ),
        (
            'item = "how-many"\nwith = { n = 4 }',
            "with",
            "The item \"how-many\" can't be asked so: these numbers can't be asked.",
        ),
        (
            'item = "how-many"\nwith = { m = 4 }',
            "with",
            'The item "how-many" can\'t be asked so: how-many draws no number named m; it draws n.',
        ),
        (
            'item = "how-many"\nmark = "x"',
            '[[stop.ask]]\nat = "Slide',
            "A question is one of `item`, `stem` and `mark`, and this one has `item` and `mark`.",
        ),
        (
            "",
            '[[stop.ask]]\nat = "Slide',
            "A question is one of `item`, `stem` and `mark`, and this one has none of them.",
        ),
        ('mark = "x"\nwith = { n = 3 }', "with", "`with` belongs to a question with `item`: this one has `mark`."),
        ('stem = "Why?"', '[[stop.ask]]\nat = "Slide', "A question has 2 to 6 options, and this one has 0."),
        ('mark = "x"\ncell = [0]', "cell =", "`cell` is a pair of whole numbers like [0, 2]."),
    ],
)
def test_questions_are_checked(ask: str, at: str, sentence: str) -> None:
    text = GOOD.replace("[stop.knobs]\n# wider steps\nstride = 3\n", f"{ASK}{ask}\n")
    assert said(text) == ([f"{line_of(text, at)}: {sentence}"] if sentence else [])


@pytest.mark.parametrize(
    ("ink", "sentence"),
    [
        ('{ at = "Multiply", points = [1, 2, 3] }', "pairs of numbers"),
        ('{ at = "Multiply", points = [] }', "pairs of numbers"),
        ('{ at = "Multiply", points = [1, nan] }', "`points` is a list of numbers"),
        ('{ at = "Multiply", points = [1, 1e9] }', "`points` is a list of numbers from -100000 to 100000"),
        ('{ at = "Multiply", points = "1 2" }', "`points` is a list of numbers"),
        ('{ at = "Multiply", points = [1, 2], view = [0, 0] }', "`view` is x, y and width"),
        ('{ at = "Nowhere", points = [1, 2] }', "Nowhere"),
        ("{ points = [1, 2] }", "A line of ink needs a line `at = …`"),
        ('{ at = "Multiply", points = [1, 2], pen = 3 }', 'A line of ink has no key "pen"'),
    ],
)
def test_ink_is_checked(ink: str, sentence: str) -> None:
    text = 'convoscope = 1\nid = "a"\ntitle = "A"\n[[stop]]\nid = "one"\nscene = "convolution"\nink = [%s]\n'
    assert not said(text % '{ at = "Multiply", points = [1, 2.5] }')
    (fault,) = said(text % ink)
    assert fault.startswith("7: ")
    assert sentence in fault


def test_all_faults_are_told_at_once_and_the_good_stops_stay() -> None:
    text = GOOD.replace("minutes = 5", "minuts = 5").replace("[Multiply]", "[Mult]").replace("why = ", "wy = ")
    text = text.replace('lab = "race"', 'lab = "rase"').replace("items = []", 'items = ["none"]')
    found = read(text)
    assert [fault.stop for fault in found.faults] == [0, 0, 0, 2, None]
    assert ids(found) == ["whole-map", "end"]
    assert [(entry.index, entry.id) for entry in found.broken] == [(0, "by-hand"), (2, "race")]
    assert found.broken[0].faults == tuple(fault for fault in found.faults if fault.stop == 0)


@pytest.mark.parametrize(
    ("old", "new", "at", "begin", "broken"),
    [
        ("minutes = 4", "minutes = four", "minutes = four", "This is no value", [1]),
        ("minutes = 4", "minutes 4", "minutes 4", "After a key comes =", [1]),
        ('from = "Slide"', 'from = "Slide', "from", "A text has no end", [1]),
        ("first.\n'''", "first.\n", "notes", "A text over several lines has no end: put ''' behind it.", [0]),
        ('shows = ["stride"]', 'shows = ["stride"', "to =", "A list has no end", [0]),
        ("[[stop.ask]]", "[[stop.ask]", "[[stop.ask]", "A heading ends in as many brackets", [0]),
        ("minutes = 4", "minutes = 4\nminutes = 6", "minutes = 6", "This says again what was said before", [1]),
        ('title = "One convolution"', "title = One", "title = One", "This is no value", []),
        ("[homework]", "[homework]\nid = 'a'", 'id = "sheet-1"', "This says again", []),
    ],
)
def test_what_is_no_toml_breaks_only_its_stop(old: str, new: str, at: str, begin: str, broken: list[int]) -> None:
    text = GOOD.replace(old, new, 1)
    found = read(text)
    assert len(found.faults) == 1, found.faults
    assert found.faults[0].sentence.startswith(begin)
    assert [entry.index for entry in found.broken] == broken
    assert len(ids(found)) == 4 - len(broken)
    expected = line_of(text, at)
    assert abs(found.faults[0].line - expected) <= (1 if begin.startswith(("A list", "This says")) else 0)


def test_a_note_with_what_looks_like_a_heading_stays_a_note_beside_a_broken_stop() -> None:
    text = GOOD.replace("Ask for the sign first.", "Write:\n[[stop]]\nid = 1\n").replace(
        "minutes = 4", "minutes = four"
    )
    found = read(text)
    assert [entry.id for entry in found.entries] == ["by-hand", "", "race", "end"]
    assert len(found.faults) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "X is empty. `convoscope lesson new` writes a lesson to begin with."),
        ("\ufeff \n", "X is empty. `convoscope lesson new` writes a lesson to begin with."),
        ("a = 1", "X is no lesson: that begins with convoscope = 1, and has stops below lines [[stop]]."),
        ("Dear students,\n", "X is no lesson: that begins with convoscope = 1, and has stops below lines [[stop]]."),
        (
            GOOD.replace("convoscope = 1", "convoscope = 2"),
            "X was written by a newer Convoscope (its format is 2, and this one reads 1): install that one to open it.",
        ),
    ],
)
def test_what_is_no_lesson_for_us_is_one_sentence(text: str, sentence: str) -> None:
    found = read(text, name="X")
    assert (found.lesson, found.entries) == (None, ())
    assert [fault.sentence for fault in found.faults] == [sentence]


def test_a_lesson_without_stops_says_how_one_begins() -> None:
    for text in (
        "convoscope = 1\nid = 'a'\ntitle = 'A'\n",
        "convoscope = 1\nid = 'a'\ntitle = 'A'\n[stop]\nid = 'b'\n",
    ):
        (fault,) = read(text).faults
        assert fault.sentence.startswith("A lesson is made of stops. ")
        assert "[[stop]]" in fault.sentence


def test_an_older_format_is_upgraded_as_plain_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "UPGRADES", (lambda plain: {**plain, "by": "upgraded"},))
    found = read(GOOD)
    assert found.lesson is not None
    assert (found.lesson.by, found.faults) == ("upgraded", ())


def test_steps_of_a_lab_stop_are_whoever_s_scene_shows_it() -> None:
    text = GOOD.replace('lab = "race"', 'lab = "race"\nto = "Curves"\nnotes = "[Curvs]"')
    assert said(text) == []
    found = said(text, steps_of=lambda stop: (Step("Curves", "They fall.", 1.0),) if stop.lab else ())
    assert [line.partition(": ")[2] for line in found] == [
        "There is no step titled 'Curvs' here; the nearest title is 'Curves'."
    ]


def test_a_scene_that_breaks_takes_its_stop_alone() -> None:
    def broken(stop: Any) -> tuple[Step, ...]:
        raise ZeroDivisionError("in a scene")

    found = read(GOOD, steps_of=broken)
    assert ids(found) == ["end"]


def test_a_picture_beside_the_lesson_is_looked_for(tmp_path: Path) -> None:
    text = GOOD.replace('card = "# Thank you"', 'picture = "file:thanks.png"')
    assert said(text) == []
    assert said(text, folder=tmp_path) != []
    (tmp_path / "thank.png").touch()
    assert said(text, folder=tmp_path)[0].endswith('did you mean "thank.png"?')
    (tmp_path / "thanks.png").touch()
    assert said(text, folder=tmp_path) == []


@pytest.mark.parametrize("seed", range(0, 400, 50))
def test_whatever_is_in_the_text_the_answer_is_faults_or_a_lesson(seed: int) -> None:
    for each in range(seed, seed + 50):
        text = wounded(random.Random(each))
        found = read(text)
        count = text.count("\n") + 1
        assert all(1 <= fault.line <= count and fault.sentence.count("\n") == 0 for fault in found.faults)
        assert found.lesson is not None or found.faults
        assert all(entry.stop is not None or entry.faults for entry in found.entries), text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("minutes = nan", "`minutes` is a number from 0 to 600, not nan."),
        ("minutes = inf", "`minutes` is a number from 0 to 600, not inf."),
        ("minutes = -5", "`minutes` is a number from 0 to 600, not -5."),
        (f"seed = 0x{'f' * 5000}", "A number here has too many digits."),
        (f"seed = 1{'0' * 400}", "A number here has too many digits."),
        (f"homework.{'a.' * 8000}id = 1", "Too many keys or brackets stand within each other here."),
        (f"objectives = {'[' * 50}{']' * 50}", "Too many keys or brackets stand within each other here."),
    ],
)
def test_what_has_no_end_is_told_with_its_line(line: str, sentence: str) -> None:
    text = f'convoscope = 1\nid = "x"\ntitle = "X"\n{line}\n\n[[stop]]\nid = "a"\ncard = "A"\n'
    assert said(text)[0] == f"4: {sentence}"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('title = "One convolution"', f'title = "{"T" * 121}"', "`title` has 121 letters, and at most 120 fit."),
        ('card = "# Thank you"', f'card = "{"a " * 4000}"', "`card` has 8000 letters, and at most 4000 fit."),
        (
            'card = "# Thank you"',
            f'card = "Bye"\nnotes = "{"a " * 10_001}"',
            "`notes` has 20002 letters, and at most 20000 fit.",
        ),
        (
            'card = "# Thank you"',
            f"card = 'Bye'\nskip = {['a'] * 101}",
            "`skip` has 101 entries, and at most 100 fit.",
        ),
        (
            'card = "# Thank you"',
            'card = "Bye"\n' + "[[stop.ask]]\nitem = 'parameters'\n" * 21,
            "There are at most 20 of `ask`, and here begins one more.",
        ),
    ],
)
def test_what_is_too_long_is_told(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    assert sentence in "\n".join(said(GOOD.replace(old, new)))


def test_of_many_unknown_keys_the_first_are_told() -> None:
    faults = said(GOOD.replace("convoscope = 1\n", "convoscope = 1\n" + "".join(f"zz{n} = 1\n" for n in range(500))))
    assert len(faults) == MOST_REFUSED


def test_a_file_of_many_headings_is_cut_into_few_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[str] = []
    loads = tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: pieces.append(text) or loads(text))
    found = read("convoscope = 1\n" + "[[stop]]\n" * 5000 + "x = \n")
    assert len(found.entries) == MOST_STOPS
    assert len(pieces) < 3 * MOST_STOPS


def test_an_outline_has_all_stops_without_a_look_at_their_scenes() -> None:
    found = reading.outline(GOOD.replace('scene = "convolution"', 'scene = "nothing"'))
    assert not found.faults
    assert found.lesson is not None
    assert (len(found.lesson.stop), found.lesson.planned) == (4, 12)
    assert reading.outline(GOOD.replace("minutes", "minuts", 1)).faults


def test_deep_and_long_things_are_told(qapp: object) -> None:
    heavy: list[Callable[[], str]] = [
        lambda: GOOD.replace("stride = 3", f"stride = {'[' * 3000}"),
        lambda: GOOD.replace("stride = 3", f"stride = {'[' * 3000}{']' * 3000}"),
        lambda: GOOD.replace("stride = 3", f"stride = {'9' * 5000}"),
        lambda: GOOD + "[[stop]]\nid = 'x'\ncard = 'y'\n" * 300,
    ]
    for text in heavy:
        assert read(text()).faults
