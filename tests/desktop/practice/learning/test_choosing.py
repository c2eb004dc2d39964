from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.practice.learning.asking import alike, ask, posed_by
from desktop.practice.learning.choosing import length_of, next_subject
from desktop.practice.learning.progress import Try, known, merged
from desktop.practice.learning.subjects import Subject, of_concept, of_scene, of_the_course, slips_of
from scenes.questions.concept_titles import CONCEPTS
from scenes.questions.items import items
from scenes.stage.core.catalogue import catalogue

COURSE = of_the_course()


def no_run(preset: str) -> None:
    return None


def a_try(session: int, number: int, subject: str, right: bool, seed: int = 0, **other: object) -> Try:
    return Try(session=session, number=number, subject=subject, seed=seed, attempt=1, right=right, **other)  # type: ignore[arg-type]


def test_every_concept_of_the_items_has_a_title_and_items() -> None:
    assert {each.concept for each in items().values()} == set(CONCEPTS)
    assert all(of_concept(concept) for concept in CONCEPTS)


def test_new_subjects_come_in_the_order_of_the_course() -> None:
    asked: list[str] = []
    for _ in range(5):
        asked.append(next_subject(COURSE, known(()), 1, asked).key)
    assert asked == [each.key for each in COURSE[:5]]


def test_what_went_wrong_takes_turns_with_what_is_new() -> None:
    late = COURSE[30].key
    told = known((a_try(1, 1, late, right=False), a_try(1, 2, COURSE[0].key, right=True)))
    asked: list[str] = []
    for _ in range(3):
        asked.append(next_subject(COURSE, told, 2, asked).key)
    assert asked == [COURSE[1].key, late, COURSE[2].key]


def test_the_subject_that_can_show_the_weakest_slip_comes_first_of_those_that_come_again() -> None:
    weak = next(each for each in COURSE if slips_of(each.key))
    slip = sorted(slips_of(weak.key))[0]
    others = [each for each in COURSE if slip not in slips_of(each.key)][:3]
    tries = [a_try(1, number, each.key, right=False) for number, each in enumerate(others, 1)]
    told = known(merged(tries, [a_try(1, 9, weak.key, right=False, slip=slip)]))
    assert next_subject(COURSE, told, 2, [COURSE[-1].key]) == weak


@given(st.data())
def test_nothing_is_asked_twice_in_a_row_nor_before_all_was_asked_once(data: st.DataObject) -> None:
    pool = data.draw(st.lists(st.sampled_from(COURSE), min_size=1, max_size=6, unique=True))
    number = st.integers(1, 5)
    tries = data.draw(
        st.lists(
            st.builds(a_try, st.integers(1, 8), number, st.sampled_from([each.key for each in pool]), st.booleans())
        )
    )
    told, asked = known(merged(tries)), list[str]()
    for _ in range(2 * len(pool)):
        found = next_subject(pool, told, 9, asked)
        assert found in pool
        assert len(pool) == 1 or found.key not in asked[-1:]
        asked.append(found.key)
    assert len(set(asked[: len(pool)])) == len(pool)


@pytest.mark.parametrize(
    "subject", [*COURSE, *of_scene(catalogue().find("degradation"), no_run)], ids=lambda each: each.key
)
def test_the_numbers_are_others_than_the_last_time(subject: Subject) -> None:
    course = catalogue()
    first = ask(subject, known(()), 5, 1, course, no_run)
    assert first is not None
    again = ask(subject, known((a_try(5, 1, subject.key, right=False, seed=first.seed),)), 6, 1, course, no_run)
    assert again is not None
    assert posed_by(subject, again.seed, course, no_run) == again.posed, "the seed is all that is kept"
    varies = any(
        not alike(first.posed, other)
        for seed in range(30)
        if (other := posed_by(subject, seed, course, no_run)) is not None
    )
    assert alike(first.posed, again.posed) != varies


def test_an_open_slip_is_among_the_answers_that_are_offered() -> None:
    subject = next(each for each in COURSE if len(slips_of(each.key)) >= 5)
    for slip in sorted(slips_of(subject.key)):
        told = known((a_try(1, 1, subject.key, right=False, slip=slip, seed=3),))
        asked = ask(subject, told, 2, 1, catalogue(), no_run)
        assert asked is not None
        assert slip in asked.slips


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_every_scene_can_be_asked_about(scene: object) -> None:
    pool = of_scene(scene, no_run)  # type: ignore[arg-type]
    assert length_of(pool) >= 2
    assert all(ask(each, known(()), 1, 1, catalogue(), no_run) is not None for each in pool)


def test_an_item_that_is_no_longer_there_is_not_asked() -> None:
    assert ask(Subject("gone", "padding", "C4"), known(()), 1, 1, catalogue(), no_run) is None
    assert ask(Subject("padding: Gone", "padding", step="Gone"), known(()), 1, 1, catalogue(), no_run) is None
