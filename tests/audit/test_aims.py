"""What is said of figures that miss an aim, and of scenes that are let off one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.audit import table
from tests.audit.aims import AIMS, exceptions, misses, problems, problems_of_the_course
from tests.audit.figures import SceneFigures, StepFigures
from tests.audit.marks import Jump, TypeSizes

GOOD: dict[str, Any] = {
    "title": "A step", "seconds": 4.0, "words": 14, "use": 0.7, "sizes": TypeSizes(32, 24, 26), "tiles": 3.0,
    "still": 0.9, "costs": (1.0, 2.0, 16.0), "change": 0.05, "jump": Jump(0.2, 60.0),
}  # fmt: skip


def step(**other: Any) -> StepFigures:
    return StepFigures(**{**GOOD, **other})


def scene(name: str, *steps: StepFigures) -> SceneFigures:
    return SceneFigures(name, steps or (step(),))


def test_what_just_comes_up_to_all_aims_misses_none() -> None:
    assert misses([step(), step(sizes=TypeSizes(), tiles=None, change=None, jump=None)]) == {}


@pytest.mark.parametrize(
    ("aim", "other"),
    [
        ("use", {"use": 0.44}),
        ("words", {"sizes": TypeSizes(words=31.9)}),
        ("words", {"sizes": TypeSizes(notes=23.9)}),
        ("numbers", {"sizes": TypeSizes(numbers=25.9)}),
        ("caption", {"words": 15}),
        ("cut", {"change": 0.051}),
        ("jump", {"jump": Jump(opacity=0.21)}),
        ("jump", {"jump": Jump(place=61)}),
        ("still", {"still": 0.91}),
        ("tiles", {"tiles": 2.99}),
        ("paint", {"costs": (4.1,)}),
        ("paint", {"costs": (*[1.0] * 50, 99.0)}),
    ],
)
def test_each_aim_can_be_missed(aim: str, other: dict[str, Any]) -> None:
    assert list(misses([step(), *[step(**other)] * 10])) == [aim]


def test_every_aim_is_tried() -> None:
    assert {aim.name for aim in AIMS} == {
        "use", "words", "numbers", "caption", "cut", "jump", "still", "tiles", "paint",
    }  # fmt: skip


def test_declared_cuts_and_posters_are_allowed() -> None:
    assert misses([step(change=0.5, declared=True), step(still=1.0, poster=True)]) == {}


def test_a_scene_that_is_not_let_off_is_told_what_it_misses() -> None:
    found = problems([scene("one", step(), step(title="Dark", use=0.3))], {})
    assert found == ["one misses “use” (45% of the stage in use): 1 of 2 steps, as in “Dark”."]
    assert problems([scene("one", step(use=0.3))], {"one": ["use"]}) == []
    assert len(problems([scene("one", step(use=0.3, words=20))], {"one": ["use"], "two": ["caption"]})) == 1


def test_the_list_of_exceptions_can_only_shrink() -> None:
    assert problems([scene("one")], {"one": ["use"]}) == ["one comes up to “use”: take it out of exceptions.toml."]
    assert problems([scene("one")], {"one": ["paint"]}) == []  # another machine may be slower
    gone = problems_of_the_course([scene("one", step(use=0.3))], {"one": ["use", "usage"], "two": ["use"]})
    assert gone == [
        "exceptions.toml names 'usage', and there is no such scene or aim.",
        "exceptions.toml names 'two', and there is no such scene or aim.",
    ]


def test_the_course_has_aims_for_what_is_let_off_nothing() -> None:
    good = [step()] * 9
    assert problems_of_the_course([scene("one", *good)], {}) == []
    assert problems_of_the_course([scene("one", *[step(use=0.6)] * 9)], {"one": ["use"]}) == []
    (use,) = problems_of_the_course([scene("one", *[step(use=0.6)] * 9), scene("two")], {})
    assert use.startswith("The steps use 61% of the stage")
    (cuts,) = problems_of_the_course([scene("one", *good, *[step(declared=True)] * 2)], {})
    assert "18% are cuts" in cuts
    (posters,) = problems_of_the_course([scene("one", *good, *[step(poster=True)] * 2)], {})
    assert "18% are posters" in posters


def test_the_table_has_a_line_for_each_with_what_it_misses() -> None:
    found = scene("one", step(), step(title="A title that is much too long for its column", use=0.3))
    lines = [table.row(found.name, found.steps), *table.rows_by_step(found)]
    heading, aim = table.head("scene").splitlines()
    assert lines[0].split()[:4] == ["one", "2", "50%", "30%"]
    assert [line.endswith("use") for line in lines] == [True, False, True]
    assert heading.split()[:4] == ["scene", "steps", "use", "least"]
    assert aim.split()[:3] == ["aim", "65%", "45%"]
    assert len({line.index("%") for line in lines}) == 1


def test_all_figures_can_be_written_as_json() -> None:
    found = json.loads(json.dumps(table.plain([scene("one", step(tiles=None, use=0.3))], ["A problem."])))
    (one,) = found["scenes"]
    assert one["name"] == "one"
    assert (one["figures"]["use"], one["figures"]["tiles"], one["figures"]["flashes"]) == (0.3, None, None)
    assert one["misses"] == {"use": "1 of 1 steps, as in “A step”"}
    assert one["steps"][0]["sizes"] == {"words": 32, "notes": 24, "numbers": 26}
    assert one["steps"][0]["pace"] == 3.5
    assert one["steps"][0]["costs"]["p50"] == 2.0
    assert found["problems"] == ["A problem."]


def test_the_list_names_aims_that_there_are() -> None:
    assert {name for aims in exceptions().values() for name in aims} <= {aim.name for aim in AIMS}


def test_an_unknown_scene_gets_one_line(root: Path) -> None:
    words = [sys.executable, "-m", "tests.audit", "nothing"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "There is no scene named 'nothing'; the scenes are " in done.stderr
