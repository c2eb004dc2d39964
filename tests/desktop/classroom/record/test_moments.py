from __future__ import annotations

import contextlib
import shlex
import subprocess
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.classroom.record.moments import (
    LARGEST,
    MomentError,
    Place,
    copied,
    is_moment,
    leaves_out,
    question,
    read_moment,
    shell_line,
)
from desktop.cli.main import _parser
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import KnobError, Knobs, change, knobs_of, parse
from scenes.stage.data.pictures import BUNDLED, Picture, from_array

SCENES = catalogue()


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Any moment of any scene, with knobs turned one after the other as a hand does."""
    scene = draw(st.sampled_from(SCENES.scenes))
    knobs: Knobs = scene.knobs()
    for form in draw(st.lists(st.sampled_from(knobs_of(knobs)), max_size=4)) if knobs_of(knobs) else []:
        with contextlib.suppress(KnobError, ValueError, IndexError):  # edits that this scene has no place for
            turned = change(knobs, form.name, draw(_values(form)))
            plan(scene, turned)
            knobs = turned
    titles = [step.title for step in plan(scene, knobs)]
    return Place(scene, knobs, draw(st.sampled_from(["", *titles])))


def _values(form: Any) -> st.SearchStrategy[Any]:
    match form.kind:
        case "choice":
            return st.sampled_from(form.choices)
        case "picture":
            return st.sampled_from([Picture(name) for name in sorted(BUNDLED)])
        case "toggle":
            return st.booleans()
        case "integer":
            return st.integers(int(form.low), int(form.high))
        case "real":
            return st.floats(form.low, form.high)
        case _:
            numbers = st.floats(-9, 9).map(lambda value: round(value, 4))
            edits = st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2)), numbers, max_size=3)
            return (
                edits.map(lambda found: tuple(sorted(found.items()))) if form.default == () else st.just(form.default)
            )


@given(place=places())
@settings(max_examples=150, deadline=None)
def test_any_moment_is_the_same_after_it_was_text(place: Place) -> None:
    text = copied(place)
    assert is_moment(text)
    assert read_moment(text, SCENES) == place


@given(place=places())
@settings(max_examples=100, deadline=None)
def test_the_line_for_the_shell_says_what_words_can_and_the_command_takes_it(place: Place) -> None:
    words = shlex.split(shell_line(place))
    options = _parser()[0].parse_args(words[1:])
    assert options.scene == place.scene.name
    assert options.step == place.at
    with contextlib.suppress(KnobError):  # without what was changed by hand it may not go together
        found = parse(place.scene.knobs, dict(options.knobs))
        for form in knobs_of(place.knobs):
            if form.kind != "hidden":
                wanted = getattr(place.knobs, form.name)
                close = pytest.approx(wanted, abs=10.0 ** -(3 + form.decimals))
                assert getattr(found, form.name) == (close if form.kind == "real" else wanted)


@given(text=st.text(max_size=300), begin=st.sampled_from(["convoscope ", "[[stop]]\n", "convoscope --scene gap "]))
@settings(deadline=None)
def test_whatever_is_pasted_opens_or_is_refused_with_one_sentence(text: str, begin: str) -> None:
    try:
        found = read_moment(begin + text, SCENES).scene.title
    except MomentError as error:
        found = str(error)
    assert found
    assert "\n" not in found
    assert len(found) < 500


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("convoscope --scene convolutoin", "convolution"),
        ("convoscope --scene convolution --step Ad", "Add"),
        ("convoscope --scene convolution --knob strid=2", "strid"),
        ("convoscope --scene convolution --knob stride", "name=value"),
        ("convoscope --scene 'convolution", "quotation mark"),
        ("convoscope --scene", "missing behind --scene"),
        ("convoscope", "names no scene"),
        ("convoscope export convolution -o /etc/passwd", "export"),
        ("convoscope --scene convolution; rm -rf ~", "not 'rm'"),
        ("[[stop]]\nid = 'a'\nscene = 'convolution'\n[[stop]]\nid = 'b'\nscene = 'pooling'", "several stops"),
        ("[[stop]]\nid = 'a'\ncard = 'Words'", "shows no scene"),
        ("[[stop]]\nid = 'a'\nscene = 'convolution'\nknobs = { picture = 'file:/etc/passwd' }", "picture"),
        ("[[stop]]\nid = 'a'\nscene = 'convolution", "can't be opened"),
        ("[[stop]]\nid = 'a'\nscene = 'gates'\nknobs = { means = [[[0, 0], 1.0]] }", "can't be shown"),
        ("[[stop]]\n" + "#" * LARGEST, "too long"),
    ],
)
def test_what_can_t_be_opened_is_refused_with_what_is_wrong(text: str, sentence: str) -> None:
    assert is_moment(text)
    with pytest.raises(MomentError, match=sentence):
        read_moment(text, SCENES)


def test_a_stop_of_a_lesson_opens_at_its_first_step() -> None:
    text = "# from a lesson\n[[stop]]\nid = 'a'\nscene = 'convolution'\nfrom = 'Multiply'\nto = 'Slide'\nminutes = 3\n"
    assert read_moment(text, SCENES) == Place(
        SCENES.find("convolution"), SCENES.find("convolution").knobs(), "Multiply"
    )


@pytest.mark.parametrize("text", ["1\t2\n3\t4", "", "0.5", "convoscopes are nice", "stop", "1;2\n[stop]"])
def test_numbers_and_words_are_no_moments(text: str) -> None:
    assert not is_moment(text)


def test_an_own_picture_stays_where_it_is() -> None:
    scene = SCENES.find("convolution")
    own = from_array("mother.jpg", np.zeros((3, 8, 8), np.uint8))
    knobs = replace(scene.knobs(), picture=own, stride=2)  # type: ignore[call-arg]
    text = copied(Place(scene, knobs, "Add"))
    assert "mother" not in text
    assert "stays here" in leaves_out(knobs)
    assert read_moment(text, SCENES).knobs == replace(scene.knobs(), stride=2)  # type: ignore[call-arg]
    assert leaves_out(scene.knobs()) == ""


def test_the_question_says_what_will_open() -> None:
    scene = SCENES.find("convolution")
    assert question(Place(scene, scene.knobs())) == "Open Convolution?"
    turned = change(scene.knobs(), "stride", 2)
    assert question(Place(scene, turned, "Add")) == "Open Convolution at “Add” with stride 2?"
    edited = change(turned, "bias", 2.5)
    assert question(Place(scene, edited, "Add")).endswith("with stride 2 and bias 2.5?")


@pytest.mark.slow
def test_a_shell_reads_the_line_as_we_do() -> None:
    scene = SCENES.find("convolution")
    line = shell_line(Place(scene, change(scene.knobs(), "kernel", "vertical edge"), "The output"))
    shown = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert shown.stdout.split("\n")[:-1] == shlex.split(line)
