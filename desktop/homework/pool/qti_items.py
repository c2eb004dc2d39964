"""A question as an assessment item of QTI 2.1.

Importers take over different parts of it. All of them keep the paragraphs before the options, the options' own words
and the right one. So the stem and its picture are such paragraphs, and an option begins with its words: some readers
take its first piece of text, and what is behind it as feedback.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from desktop.homework.pool.markup import Element, add, written
from desktop.homework.pool.model import Variant
from desktop.homework.pool.pictures import SIZE, PoolPicture
from desktop.words.letters import LETTERS
from scenes.questions.items import Option

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

WIDTH = 800
"""How wide a picture is in a page: there is no look of the platform's own that could shrink a wide one."""
SOLUTION = "general_feedback"
"""By this name Canvas takes it for what everybody is told, whatever they have answered."""


def item_name(variant: Variant) -> str:
    """What names an item: a word that XML allows for ids, "output-size-v1-n3"."""
    return f"{variant.item.name}-v{variant.item.version}-n{variant.number}"


def item_xml(variant: Variant, before: PoolPicture, shown: PoolPicture, folder: str) -> bytes:
    """Write a question; its pictures lie in `folder` beside it."""
    item = etree.Element(f"{{{QTI}}}assessmentItem", nsmap={None: QTI, "xsi": XSI})
    item.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    item.set("identifier", item_name(variant))
    item.set("title", variant.title)
    item.set("adaptive", "false")
    item.set("timeDependent", "false")
    item.set(LANGUAGE, "en")
    _declare(item, variant)
    body = add(item, "itemBody")
    add(body, "p", variant.question.stem)
    _image(body, before, folder)
    shuffle = "true" if variant.shuffles else "false"
    choices = add(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=shuffle, maxChoices="1")
    for letter, option in _lettered(variant):
        choice = add(choices, "simpleChoice", identifier=letter)
        choice.text = option.text
        told = add(choice, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=letter, showHide="show")
        told.text = " " + " ".join(variant.feedback(option))
    _respond(item)
    solution = add(item, "modalFeedback", outcomeIdentifier="SOLUTION", identifier=SOLUTION, showHide="show")
    for words in variant.solution:
        add(solution, "p", words)
    _image(solution, shown, folder)
    return written(item)


def _lettered(variant: Variant) -> Iterable[tuple[str, Option]]:
    return zip(LETTERS, variant.question.options, strict=False)


def _declare(item: Element, variant: Variant) -> None:
    """What is answered and what comes of it: a score, and which feedback is to be seen."""
    response = add(item, "responseDeclaration", identifier="RESPONSE", cardinality="single", baseType="identifier")
    add(add(response, "correctResponse"), "value", LETTERS[variant.question.right])
    score = add(item, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    score.set("normalMaximum", "1")
    add(add(score, "defaultValue"), "value", "0")
    most = add(item, "outcomeDeclaration", identifier="MAXSCORE", cardinality="single", baseType="float")
    add(add(most, "defaultValue"), "value", "1")
    for name in ("FEEDBACK", "SOLUTION"):
        add(item, "outcomeDeclaration", identifier=name, cardinality="single", baseType="identifier")


def _respond(item: Element) -> None:
    """The template match_correct written out, since that one knows no feedback, and behind it which is to be seen."""
    processing = add(item, "responseProcessing")
    condition = add(processing, "responseCondition")
    right = add(condition, "responseIf")
    match = add(right, "match")
    add(match, "variable", identifier="RESPONSE")
    add(match, "correct", identifier="RESPONSE")
    _score(right, "1")
    _score(add(condition, "responseElse"), "0")
    add(add(processing, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier="RESPONSE")
    solution = add(processing, "setOutcomeValue", identifier="SOLUTION")
    add(solution, "baseValue", SOLUTION, baseType="identifier")


def _score(parent: Element, points: str) -> None:
    add(add(parent, "setOutcomeValue", identifier="SCORE"), "baseValue", points, baseType="float")


def _image(parent: Element, picture: PoolPicture, folder: str) -> None:
    height = WIDTH * SIZE[1] // SIZE[0]
    source = f"{folder}/{picture.name}"
    add(add(parent, "p"), "img", src=source, alt=picture.alt, width=str(WIDTH), height=str(height))
