"""Assessment items of QTI 2.1: their form, what becomes of each response, and what importers look for in them."""

from __future__ import annotations

import pytest
from lxml import etree

from desktop.homework.pool.markup import Element
from desktop.homework.pool.model import Pool, Variant
from desktop.homework.pool.pictures import PoolPictures
from desktop.homework.pool.qti_items import QTI, item_name, item_xml
from tests.desktop.homework.pool.qti_reader import NAME, fits, plain, respond, seen

Read = list[tuple[Variant, Element]]


@pytest.fixture(scope="module")
def read(course: Pool, some: Pool, pictures: PoolPictures) -> Read:
    found = []
    for variant in [*course, *some]:
        before, shown = pictures.of(variant.question.before), pictures.of(variant.shown)
        content = item_xml(variant, before, shown, "pictures")
        assert etree.QName(etree.fromstring(content)).namespace == QTI
        fits(etree.fromstring(content))
        found.append((variant, plain(content)))
    return found


def test_an_item_has_a_name_of_its_own_that_stays(read: Read) -> None:
    names = {item.get("identifier"): variant.id for variant, item in read}
    assert len(set(names.values())) == len(names)
    for variant, item in read:
        assert item.get("identifier") == item_name(variant)
        assert NAME.fullmatch(item.get("identifier"))
        assert variant.question.key.text not in item.get("title").split()[:-1]


def test_one_choice_is_right_and_each_has_its_feedback(read: Read) -> None:
    for variant, item in read:
        question = variant.question
        (choices,) = item.iter("choiceInteraction")
        assert choices.get("maxChoices") == "1"
        assert choices.get("shuffle") == ("true" if variant.shuffles else "false")
        assert [choice.text for choice in choices] == [option.text for option in question.options]
        names = [choice.get("identifier") for choice in choices]
        assert len(set(names)) == len(names)
        scores = {name: respond(item, name)["SCORE"] for name in names}
        assert [name for name, score in scores.items() if score == "1"] == [names[question.right]]
        assert set(scores.values()) == {"0", "1"}
        for name, option in zip(names, question.options, strict=True):
            told, solution = seen(item, respond(item, name))
            assert " ".join(told.text.split()) == " ".join(variant.feedback(option))
            assert told.getparent().get("identifier") == name
            assert [each.text for each in solution.iterfind("p") if not len(each)] == list(variant.solution)


def test_who_answers_nothing_has_no_point_and_sees_the_solution(read: Read) -> None:
    for _, item in read:
        outcomes = respond(item, None)
        assert (outcomes["SCORE"], outcomes["MAXSCORE"]) == ("0", "1")
        assert [each.tag for each in seen(item, outcomes)] == ["modalFeedback"]


def test_a_picture_stands_in_the_question_and_one_in_the_solution(read: Read, pictures: PoolPictures) -> None:
    for variant, item in read:
        for place, moment in (("itemBody", variant.question.before), ("modalFeedback", variant.shown)):
            (image,) = item.find(place).iter("img")
            picture = pictures.of(moment)
            assert (image.get("src"), image.get("alt")) == (f"pictures/{picture.name}", picture.alt)
            assert (image.get("width"), image.get("height")) == ("800", "450")


def test_what_importers_take_over_is_where_they_look_for_it(read: Read) -> None:
    for variant, item in read:
        body = item.find("itemBody")
        # Canvas reads the paragraphs right in the body; OpenOLAT what stands before the options.
        assert [each.tag for each in body] == ["p", "p", "choiceInteraction"]
        assert body[0].text == variant.question.stem
        # Canvas takes the first piece of a choice for its words, and all of it where there is no feedback in it.
        assert all(choice.text and not choice.text[:1].isspace() for choice in item.iter("simpleChoice"))
        # It reads one declaration of a response only, and points from the score.
        assert len(item.findall("responseDeclaration")) == 1
        assert item.find("outcomeDeclaration[@identifier='SCORE']").get("normalMaximum") == "1"
        # By its name feedback is told from that for right or wrong answers.
        assert item.find("modalFeedback").get("identifier") == "general_feedback"
        assert not list(item.iter("rubricBlock", "prompt"))
