"""A pool of questions: their names, and what is said of each answer."""

from __future__ import annotations

from desktop.homework.pool.model import Pool, Variant, pool_of
from desktop.homework.pool.pictures import PoolPictures
from desktop.homework.pool.qti_package import qti_package
from scenes.questions.items import items
from scenes.questions.misconceptions import MISCONCEPTIONS


def test_there_are_variants_of_each_item_or_as_many_as_there_are(some: Pool) -> None:
    assert [(group.item.name, len(group.variants)) for group in some.groups] == [
        ("output-size", 3), ("relu-map", 3), ("dense-share", 3), ("deeper-net", 2), ("head-parameters", 3),
    ]  # fmt: skip
    assert len(some) == len(list(some)) == 14
    for group in some.groups:
        assert len({str(each.question.params) for each in group.variants}) == len(group.variants)


def test_a_pool_has_a_title_that_any_file_can_hold(qapp: object) -> None:
    pool = pool_of("Sheet\a 1\n", [items()["relu-map"]], 1)
    assert pool.title == "Sheet 1"
    assert qti_package(pool, PoolPictures())


def test_a_question_is_the_same_one_in_every_pool(some: Pool) -> None:
    other = {each.id: each for each in pool_of("another", [items()["relu-map"], items()["output-size"]], 8)}
    mine = {each.id: each for each in some}
    assert list(mine)[:4] == ["output-size@1#1", "output-size@1#2", "output-size@1#3", "relu-map@1#1"]
    both = mine.keys() & other.keys()
    assert len(both) == 6
    assert all(mine[name] == other[name] for name in both)


def test_each_answer_is_told_why_and_a_wrong_one_what_is_true(course: Pool) -> None:
    for variant in course:
        for option in variant.question.options:
            said = variant.feedback(option)
            assert all(said)
            assert len(set(said)) == len(said)
            if option is variant.question.key:
                assert said == ("That is right.", option.why)
            else:
                assert said[0] == option.why
                assert said[-1] == MISCONCEPTIONS[option.slip].truth
        assert variant.question.key.text in variant.solution[0]
        assert variant.shown == variant.question.key.shown


def test_only_numbers_that_go_up_keep_their_order(course: Pool) -> None:
    by_name = {each.item.name: each for each in course}
    ordered = {name for name, each in by_name.items() if not each.shuffles}
    made_so = {name for name, item in items().items() if all(_goes_up(item.question(seed)) for seed in range(12))}
    assert made_so <= ordered
    assert 5 < len(made_so) < len(ordered) < 35
    assert by_name["relu-map"].shuffles


def _goes_up(question: object) -> bool:
    variant = Variant(items()["output-size"], 1, question)  # type: ignore[arg-type]
    return not variant.shuffles
