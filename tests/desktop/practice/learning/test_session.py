from __future__ import annotations

from desktop.classroom.conducting.posed import Answer, Posed
from desktop.practice.learning.asking import Asked
from desktop.practice.learning.attempt import Attempt, begun, shuffled
from desktop.practice.learning.overview import LOOK_AGAIN, NEW, ON_THE_WAY, SITS, overview
from desktop.practice.learning.progress import Try, known
from desktop.practice.learning.session import next_question, session, summary
from desktop.practice.learning.subjects import Subject, of_concept, of_the_course
from scenes.stage.core.catalogue import Catalogue, catalogue

POSED = Posed(
    "How many?", tuple(Answer(text, "why", slip) for text, slip in (("1", "E01"), ("2", ""), ("3", "E30"))), 1, "2"
)
SUBJECT = Subject("output-size", "padding", "C4")


def no_run(preset: str) -> None:
    return None


def test_a_wrong_answer_may_be_followed_by_a_second_in_another_order() -> None:
    attempt = begun(POSED).choose(0)
    assert (attempt.state, attempt.right) == ("wrong", False)
    assert attempt.choose(1) == attempt, "first the second try is begun"
    again = attempt.again()
    assert again.state == "open"
    assert again.answer is None
    assert again.order != attempt.order
    assert sorted(again.order) == sorted(attempt.order)
    right = again.choose(again.order.index(1))
    assert (right.state, right.right, right.chosen) == ("done", True, (0, 1))


def test_the_key_is_told_after_a_second_wrong_answer_or_when_it_is_asked_for() -> None:
    attempt = begun(POSED).choose(0).again()
    assert attempt.choose(attempt.order.index(2)).state == "done"
    told = begun(POSED).choose(0).tell()
    assert (told.state, told.right, told.looked_at) == ("done", False, 1)
    assert begun(POSED).tell() == begun(POSED), "nobody is told before an answer"


def test_when_all_is_told_any_letter_says_whose_answer_it_is() -> None:
    done = begun(POSED).choose(1)
    assert done.choose(2).looked_at == 2
    assert done.choose(2).chosen == (1,)
    assert done.choose(5) == done


def test_a_shuffle_is_always_another_order() -> None:
    for salt in map(str, range(50)):
        for count in (2, 3, 4, 6):
            order = tuple(range(count))
            assert shuffled(order, salt) != order
            assert sorted(shuffled(order, salt)) == list(order)


def answered(*places: int) -> Attempt:
    attempt = begun(POSED)
    for place in places:
        attempt = attempt.again() if attempt.state == "wrong" else attempt
        attempt = attempt.choose(attempt.order.index(place))
    return attempt


def test_what_is_kept_of_a_try_says_which_slips_were_made_or_avoided() -> None:
    at = session("Padding", (SUBJECT,), 1000).put(Asked(SUBJECT, 7, POSED))
    right = at.moved(answered(1)).last_try()
    assert right == Try(
        session=1000, number=1, subject="output-size", seed=7, attempt=1, right=True, passed=("E01", "E30")
    )
    wrong = at.moved(answered(0)).last_try()
    assert (wrong.attempt, wrong.right, wrong.slip, wrong.passed) == (1, False, "E01", ())
    later = at.moved(answered(0, 1)).last_try()
    assert (later.attempt, later.right, later.slip, later.passed) == (2, True, "", ())


def test_a_summary_counts_what_was_answered_and_names_each_slip_once() -> None:
    at = session("Padding", (SUBJECT,), 1000)
    for places in ((1,), (0, 1), (0, 2), (2, 2), ()):
        at = at.put(Asked(SUBJECT, 7, POSED)).moved(answered(*places))
    found = summary(at)
    assert (found.answered, found.at_once, found.later) == (4, 1, 1)
    assert [(each.name, times) for each, times in found.slips] == [("E01", 2), ("E30", 2)]


def test_a_session_passes_over_what_can_not_be_asked() -> None:
    gone = Subject("gone", "padding", "C4")
    asked = next_question(session("Padding", (gone, SUBJECT), 1), known(()), catalogue(), no_run)
    assert asked is not None
    assert asked.subject == SUBJECT
    assert next_question(session("Padding", (gone,), 1), known(()), catalogue(), no_run) is None


def test_the_overview_says_in_words_how_each_concept_sits() -> None:
    def standing(*tries: Try) -> tuple[str, int]:
        found = next(each for each in overview(known(tries), catalogue()) if each.id == "C4")
        return found.words, found.fifths

    def all_right(session: int) -> list[Try]:
        return [
            Try(session=session, number=number, subject=each.key, seed=0, attempt=1, right=True)
            for number, each in enumerate(of_concept("C4"), 1)
        ]

    wrong = Try(session=9, number=1, subject="output-size", seed=0, attempt=1, right=False, slip="E01")
    assert standing() == (NEW, 0)
    assert standing(all_right(1)[0]) == (ON_THE_WAY, 1)
    assert standing(*all_right(1), *all_right(2)) == (SITS, 3)
    assert standing(*all_right(1), *all_right(2), wrong)[0] == LOOK_AGAIN


def test_the_overview_has_all_concepts_in_the_chapters_of_their_scenes() -> None:
    found = overview(known(()), catalogue())
    assert [each.id for each in found] == [f"C{number}" for number in range(1, 23)]
    assert {each.chapter for each in found} <= {scene.chapter for scene in catalogue().scenes}
    assert not overview(known(()), Catalogue((), ())), "what has no scene here can't be practised here"
    assert len(of_the_course()) == 49
