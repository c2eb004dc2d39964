"""A pool as Moodle XML: a category for each item, from which a quiz takes questions at random.

What stands in it is what Moodle's own reader looks for (question/format/xml/format.php); other platforms read it too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

from lxml import etree

from desktop.homework.pool.markup import Element, add, written
from desktop.homework.pool.model import Group, Pool, Variant
from desktop.homework.pool.pictures import PoolPicture, PoolPictures
from desktop.homework.pool.typed import Typed, typed
from scenes.questions.moments import Moment
from scenes.stage.core.catalogue import catalogue

TOP = "$course$/top/Convoscope"
"""The category in a course's question bank that those of the items lie in."""
TYPED = "n"
"""What the id of a question that asks for a typed number ends with; the same with options has the same without it."""
UNIT_AT_WILL, NO_UNIT = "0", "3"
"""What Moodle calls it that a unit may be typed and may be left away, and that there is none."""


def moodle_xml(pool: Pool, pictures: PoolPictures) -> bytes:
    """Write a pool: the questions with options, and of those that ask for a number another category to type it."""
    quiz = etree.Element("quiz")
    for group in pool.groups:
        _category(quiz, group, "", "Choose at random from this category, and everybody gets numbers of their own.")
        for variant in group.variants:
            _multichoice(quiz, variant, pictures)
        asks = [(variant, found) for variant in group.variants if (found := typed(variant.question)) is not None]
        if asks:
            _category(quiz, group, ", typed", "The same questions without options: a number is typed.")
        for variant, found in asks:
            _numerical(quiz, variant, found, pictures)
    return written(quiz)


def _category(quiz: Element, group: Group, kind: str, says: str) -> None:
    question = add(quiz, "question", type="category")
    _text(question, "category", f"{TOP}/{group.item.concept} {group.item.name}{kind}")
    scene = catalogue().find(group.item.scene).title
    count = len(group.variants)
    ways = "one variant" if count == 1 else f"{count} variants"
    _html(question, "info", [_p(f"{group.item.name}, in {ways}. The pictures are of the scene “{scene}”. {says}")])


def _multichoice(quiz: Element, variant: Variant, pictures: PoolPictures) -> None:
    question = _question(quiz, "multichoice", variant, variant.id, variant.question.stem, pictures)
    add(question, "single", "true")
    add(question, "shuffleanswers", "true" if variant.shuffles else "false")
    add(question, "answernumbering", "ABCD")
    for option in variant.question.options:
        fraction = "100" if option is variant.question.key else "0"
        answer = _html(question, "answer", [_p(option.text)], fraction=fraction)
        _html(answer, "feedback", map(_p, variant.feedback(option)))
    _tags(question, variant)


def _numerical(quiz: Element, variant: Variant, asked: Typed, pictures: PoolPictures) -> None:
    stem = f"{variant.question.stem} {asked.how}"
    question = _question(quiz, "numerical", variant, f"{variant.id}{TYPED}", stem, pictures)
    for each in asked.answers:  # the first that fits counts
        fraction = "100" if each.option is variant.question.key else "0"
        answer = add(question, "answer", fraction=fraction, format="moodle_auto_format")
        add(answer, "text", f"{each.number:.12g}")
        _html(answer, "feedback", map(_p, variant.feedback(each.option)))
        add(answer, "tolerance", f"{each.tolerance:.12g}")
    if asked.percent:
        unit = add(add(question, "units"), "unit")
        add(unit, "multiplier", "1")
        add(unit, "unit_name", "%")
    add(question, "showunits", UNIT_AT_WILL if asked.percent else NO_UNIT)
    add(question, "unitgradingtype", "0")
    _tags(question, variant)


def _question(quiz: Element, kind: str, variant: Variant, idnumber: str, stem: str, pictures: PoolPictures) -> Element:
    """What all kinds of questions begin with."""
    question = add(quiz, "question", type=kind)
    _text(question, "name", variant.title)
    _pictured(question, "questiontext", [stem], variant.question.before, pictures)
    _pictured(question, "generalfeedback", variant.solution, variant.shown, pictures)
    add(question, "defaultgrade", "1")
    add(question, "penalty", "0.3333333")
    add(question, "idnumber", idnumber)
    return question


def _tags(question: Element, variant: Variant) -> None:
    tags = add(question, "tags")
    for tag in ("Convoscope", variant.item.concept, variant.item.scene, *variant.slips):
        _text(tags, "tag", tag)


# --- Texts ----------------------------------------------------------------------------------------------------------


def _text(parent: Element, name: str, words: str) -> None:
    add(add(parent, name), "text", words)


def _pictured(parent: Element, name: str, words: Iterable[str], moment: Moment, pictures: PoolPictures) -> None:
    """A text that ends with a picture, which is in it as a file."""
    picture = pictures.of(moment)
    element = _html(parent, name, [*map(_p, words), _image(picture)])
    content = base64.b64encode(picture.content).decode()
    etree.SubElement(element, "file", name=picture.name, path="/", encoding="base64").text = content


def _html(parent: Element, name: str, parts: Iterable[Element], **attributes: str) -> Element:
    element = add(parent, name, format="html", **attributes)
    words = "".join(etree.tostring(part, encoding="unicode") for part in parts)
    add(element, "text").text = etree.CDATA(words)
    return element


def _p(words: str) -> Element:
    paragraph = etree.Element("p")
    paragraph.text = words
    return paragraph


def _image(picture: PoolPicture) -> Element:
    """A picture that is as wide as there is room, in Moodle's own look."""
    paragraph = etree.Element("p")
    source = f"@@PLUGINFILE@@/{picture.name}"
    add(paragraph, "img", **{"src": source, "alt": picture.alt, "class": "img-fluid"})
    return paragraph
