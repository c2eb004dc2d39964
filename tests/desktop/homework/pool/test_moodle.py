"""Moodle XML, read back as Moodle's reader does it: question/format/xml/format.php and question/format.php."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from desktop.homework.pool.markup import Element
from desktop.homework.pool.model import Pool, Variant
from desktop.homework.pool.moodle import moodle_xml
from desktop.homework.pool.pictures import SIZE, PoolPictures
from desktop.homework.pool.typed import typed
from scenes.questions.items import items
from scenes.questions.misconceptions import MISCONCEPTIONS


def parsed(content: bytes) -> Element:
    return etree.fromstring(content, etree.XMLParser(huge_tree=True))


@pytest.fixture(scope="module")
def read(quiz: bytes) -> Element:
    return parsed(quiz)


def questions(read: Element, kind: str) -> list[Element]:
    return [each for each in read if each.get("type") == kind]


def text(element: Element, path: str) -> str:
    return (element.findtext(f"{path}/text") or "").strip()


def html(element: Element) -> Element:
    """What is between the tags, which must be well formed."""
    assert element.get("format") == "html"
    return etree.fromstring(f"<div>{element.findtext('text')}</div>")


def words(element: Element) -> str:
    return " ".join(" ".join(html(element).itertext()).split())


def paragraphs(element: Element) -> list[str]:
    return ["".join(each.itertext()) for each in html(element) if "".join(each.itertext())]


def by_category(read: Element) -> Iterator[tuple[str, Element]]:
    """The questions, each with the category that it is put into: the last one before it."""
    category = ""
    for each in read:
        if each.get("type") == "category":
            category = text(each, "category")
        else:
            yield category, each


def test_each_item_is_a_category_and_those_that_ask_for_a_number_two(read: Element, course: Pool) -> None:
    assert read.tag == "quiz"
    assert len(questions(read, "multichoice")) == len(course) == len(items())
    found = Counter((category, each.get("type")) for category, each in by_category(read))
    for group in course.groups:
        name = f"$course$/top/Convoscope/{group.item.concept} {group.item.name}"
        assert found.pop((name, "multichoice")) == len(group.variants)
        asks = sum(typed(each.question) is not None for each in group.variants)
        assert found.pop((f"{name}, typed", "numerical"), 0) == asks
    assert not found
    for each in questions(read, "category"):
        assert "//" not in text(each, "category")
        assert each.find("info").get("format") == "html"  # without it the reader stumbles
        assert words(each.find("info"))


def test_what_moodle_keeps_in_narrow_columns_fits(read: Element) -> None:
    both = [*questions(read, "multichoice"), *questions(read, "numerical")]
    ids = [each.findtext("idnumber") or "" for each in both]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+@\d+#\d+n?", each) and len(each) <= 100 for each in ids)
    for each in both:
        assert 0 < len(text(each, "name")) <= 255
        tags = [(tag.findtext("text") or "") for tag in each.iterfind("tags/tag")]
        assert tags[0] == "Convoscope"
        assert re.fullmatch(r"C\d+", tags[1])
        assert set(tags[3:]) <= MISCONCEPTIONS.keys()
        assert all(0 < len(tag) <= 50 for tag in tags)


def test_one_answer_is_right_and_each_has_its_words(read: Element, course: Pool) -> None:
    for each, variant in zip(questions(read, "multichoice"), course, strict=True):
        question = variant.question
        assert (each.findtext("single"), each.findtext("answernumbering")) == ("true", "ABCD")
        assert each.findtext("shuffleanswers") == ("true" if variant.shuffles else "false")
        answers = each.findall("answer")
        fractions = [answer.get("fraction") for answer in answers]
        assert fractions == ["100" if at == question.right else "0" for at in range(len(question.options))]
        assert [paragraphs(answer) for answer in answers] == [[option.text] for option in question.options]
        for answer, option in zip(answers, question.options, strict=True):
            assert paragraphs(answer.find("feedback")) == list(variant.feedback(option))
        assert paragraphs(each.find("questiontext")) == [question.stem]
        assert paragraphs(each.find("generalfeedback")) == list(variant.solution)


def test_a_typed_number_is_graded_like_its_option(read: Element, course: Pool) -> None:
    by_id = {f"{variant.id}n": variant for variant in course}
    for each in questions(read, "numerical"):
        variant = by_id[each.findtext("idnumber")]
        assert paragraphs(each.find("questiontext"))[0].startswith(variant.question.stem)
        assert len(each.findall("answer")) == len(variant.question.options)
        for option in variant.question.options:
            answer = graded(each, float(option.value))
            assert answer.get("fraction") == ("100" if option is variant.question.key else "0")
            assert paragraphs(answer.find("feedback")) == list(variant.feedback(option))
        percent = variant.question.key.text.endswith("%")
        assert each.findtext("showunits") == ("0" if percent else "3")
        assert (each.findtext("units/unit/unit_name"), each.findtext("units/unit/multiplier")) == (
            ("%", "1") if percent else (None, None)
        )


def graded(question: Element, number: float) -> Element:
    """The answer that Moodle takes a number for: the first in whose tolerance it lies."""
    for answer in question.iterfind("answer"):
        assert re.fullmatch(r"[-+]?\d*\.?\d+(e[-+]?\d+)?", answer.findtext("text"))
        room = float(answer.findtext("tolerance"))
        if abs(number - float(answer.findtext("text"))) <= room + 1e-11 * abs(number):
            return answer
    raise AssertionError(f"{number} is no answer to {question.findtext('idnumber')}")


def test_each_picture_is_in_the_text_that_shows_it_and_each_text_has_its_pictures(
    read: Element, course: Pool, pictures: PoolPictures
) -> None:
    by_id: dict[str, Variant] = {}
    for variant in course:
        by_id |= {variant.id: variant, f"{variant.id}n": variant}
    for _, each in by_category(read):
        variant = by_id[each.findtext("idnumber")]
        for name, moment in (("questiontext", variant.question.before), ("generalfeedback", variant.shown)):
            part = each.find(name)
            (image,) = html(part).iter("img")
            (file,) = part.findall("file")
            assert (file.get("encoding"), file.get("path")) == ("base64", "/")
            assert image.get("src") == f"@@PLUGINFILE@@/{file.get('name')}"
            assert re.fullmatch(r"[a-z0-9-]+\.png", file.get("name"))
            content = base64.b64decode(file.text, validate=True)
            assert content == pictures.of(moment).content
            assert image.get("alt") == pictures.of(moment).alt
        assert len(each.findall(".//file")) == 2
    for content in {base64.b64decode(file.text) for file in read.iter("file")}:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", SIZE)


def test_signs_of_xml_are_words(pictures: PoolPictures, some: Pool) -> None:
    group = some.groups[0]
    evil = "Is 1 < 2 & ]]> “so” <b>?"
    variant = group.variants[0]
    question = replace(variant.question, stem=evil)
    changed = replace(some, groups=(replace(group, variants=(replace(variant, question=question),)),))
    (each, *_) = questions(parsed(moodle_xml(changed, pictures)), "multichoice")
    assert paragraphs(each.find("questiontext")) == [evil]
