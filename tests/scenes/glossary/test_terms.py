"""Every term: found by words of its own, said in short sentences that are true, and shown where it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from assets import path
from desktop.runs.storage import bundled
from engine.contract.spec import PRESETS
from scenes.glossary import TERMS, Run, Term, term_named, terms_in, used_in
from scenes.questions.items import items
from scenes.questions.misconceptions import MISCONCEPTIONS
from scenes.questions.moments import VISIBLE, Moment
from scenes.stage.core.catalogue import catalogue, plan
from scenes.stage.core.knobs import knobs_of
from scenes.stage.core.marks import Text

LONGEST, MOST = 160, 2
"""Letters of a sentence, and sentences of a term."""

NEVER = (
    r"valid padding keeps", r"logarithm\w* scal", r"probability map", r"17(\.0)? %", r"loses? no information",
    r"one-dimensional", r"multi-head", r"\bvolume\b", r"faster converge", r"converges? faster", r"subtract",
    r"\bresidual connections? of Inception", r"straight to zero", r"exactly zero", r"16 convolutions",
    r"gates? (that )?add up to 1\b", r"matches Inception v3", r"pooling (mixes|learns)", r"information grows",
)  # fmt: skip
"""What is commonly said and wrong, in words that no sentence may have."""


def sentences(term: Term) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=\w)", term.sentence)


def words_of_the_course() -> Iterator[str]:
    """All words by which the application speaks of the course: scenes, knobs, questions, runs and lessons."""
    for scene in catalogue().scenes:
        yield from (scene.title, scene.short, scene.subtitle, *scene.try_this, *scene.mistaken)
        for form in knobs_of(scene.knobs):
            yield from (form.label, form.help, *map(str, form.choices))
        for step in plan(scene, scene.knobs()):
            yield from (step.title, step.caption, step.more)
    for misconception in MISCONCEPTIONS.values():
        yield from (misconception.belief, misconception.truth)
    for preset in PRESETS.values():
        yield from (preset.title, preset.what_to_look_for)
    for lesson in path("lessons").glob("*.toml"):
        yield lesson.read_text(encoding="utf-8")
    for item in items().values():
        question = item.question(1)
        yield from (question.stem, *(option.why for option in question.options))


def test_no_two_terms_are_found_by_the_same_words() -> None:
    counted = Counter(form.casefold() for term in TERMS for form in term.words)
    assert [form for form, count in counted.items() if count > 1] == []


def test_terms_stand_by_the_alphabet_and_name_each_other() -> None:
    names = [term.name for term in TERMS]
    assert names == sorted(names, key=str.casefold)
    assert [also for term in TERMS for also in term.also if also not in names or also == term.name] == []
    assert [term_named(name).name for name in names] == names
    with pytest.raises(KeyError, match="no term “sheep”"):
        term_named("sheep")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_it_is_said_in_one_or_two_short_sentences(term: Term) -> None:
    said = sentences(term)
    assert 1 <= len(said) <= MOST
    assert all(len(sentence) <= LONGEST and sentence.endswith(".") for sentence in said)
    assert all(sentence[0].isupper() or not sentence[0].isalpha() for sentence in said)
    assert [wrong for wrong in NEVER if re.search(wrong, term.sentence, re.IGNORECASE)] == []


@pytest.mark.parametrize("term", [term for term in TERMS if isinstance(term.shown, Moment)], ids=lambda term: term.name)
def test_it_is_to_be_seen_where_it_is_shown(term: Term) -> None:
    moment = term.shown
    assert isinstance(moment, Moment)
    scene = catalogue().find(moment.scene)
    frame = moment.frame(bundled(scene.preset(moment.turned)) if scene.preset else None)
    seen = [each.mark for each in frame.touched() if each.opacity >= VISIBLE]
    texts = (moment.at, *(mark.text for mark in seen if isinstance(mark, Text)))
    written = any(span.term is term for text in texts for span in terms_in(text))
    if not term.seen:
        assert written
    else:
        assert not written, "its own words stand there"
        assert any(term.seen in text for text in texts) or term.seen in {mark.name for mark in seen}


def test_what_no_scene_shows_is_a_setting_or_a_count_of_a_run() -> None:
    runs = {term.name: term.shown.preset for term in TERMS if isinstance(term.shown, Run)}
    assert set(runs) == {"epoch", "momentum"}
    assert set(runs.values()) <= set(PRESETS)


def test_terms_are_words_of_the_course_unless_they_are_said_to_be_rare() -> None:
    used = {term.name for term in used_in(words_of_the_course())}
    assert [term.name for term in TERMS if term.rare == (term.name in used)] == []


def test_captions_are_full_of_terms() -> None:
    captions = [step.caption for scene in catalogue().scenes for step in plan(scene, scene.knobs())]
    with_terms = [caption for caption in captions if terms_in(caption)]
    assert len(with_terms) >= 0.8 * len(captions)
    counted = Counter(span.term.name for caption in captions for span in terms_in(caption))
    assert {name for name, _ in counted.most_common(5)} == {"feature map", "layer", "weight", "gradient", "kernel"}
