"""A document for a browser: what is in the file, and what is not."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest
from fontTools.ttLib import TTFont
from lxml import html

from desktop.export.alt_text import alt_text
from desktop.export.documents.html import WebOptions, web_page
from desktop.export.pages import Document, PageQuestion, caption, more
from desktop.export.progress import StoppedError
from scenes.stage.output.theme import DARK, LIGHT
from tests.desktop.export.documents.conftest import EVIL

ELEMENT = html.HtmlElement


def parsed(document: Document, options: WebOptions | None = None) -> ELEMENT:
    return html.document_fromstring(web_page(document, options).decode())


def words_of(element: ELEMENT) -> str:
    return " ".join(element.text_content().split())


def sections(root: ELEMENT) -> list[ELEMENT]:
    return root.xpath("//section")


# What is in it -----------------------------------------------------------------------------------------------------


def test_a_page_is_a_picture_with_its_words(document: Document) -> None:
    root = parsed(document)
    assert root.get("lang") == "en-GB"
    assert root.findtext(".//title") == root.findtext(".//h1") == "A <short> lesson"
    assert [each.get("id") for each in sections(root)] == ["1", "2", "3", "4", "5", "6"]
    for page, section in zip(document.pages, sections(root), strict=True):
        frame = page.draw()
        (picture,) = section.xpath(".//svg")
        assert (picture.get("role"), picture.get("aria-label")) == ("img", alt_text(page.title, frame))
        (title,) = section.xpath(".//h2")
        assert (title.text_content(), title.get("id")) == (page.title, section.get("aria-labelledby"))
        said = [frame_words for frame_words in (caption(frame), more(frame)) if frame_words]
        told = section.xpath('.//p[@class="caption" or @class="more"]/text()')
        assert told == ([] if page.question else said)
    assert sections(root)[4].get("data-position") == "5 / 6 · Photos · A <short> lesson"


def test_title_and_caption_are_words_beside_the_picture_and_not_in_it(document: Document) -> None:
    picture = sections(parsed(document))[0].xpath(".//svg")[0]
    drawn = picture.xpath(".//text/text()")
    assert "Convolution" not in drawn
    assert caption(document.pages[0].draw()) not in drawn
    assert "input" in drawn
    assert picture.get("viewbox") == "0 0 1600 812"


def test_the_points_of_a_card_are_words_too(document: Document) -> None:
    card = sections(parsed(document))[3]
    assert card.xpath('.//p[@class="card"]/text()') == ["One point", "Another point"]
    assert card.xpath(".//svg")[0].get("viewbox") == "0 0 1600 900"


def test_notes_are_marked_up_or_left_at_home(document: Document) -> None:
    (notes,) = parsed(document, WebOptions(notes=True)).xpath("//aside")
    assert words_of(notes) == "Ask first. then count"
    assert notes.xpath(".//strong/text()") == ["first"]
    without = web_page(document).decode()
    assert "then count" not in without
    assert "<aside" not in without


def test_each_option_of_a_question_says_what_it_is_and_why(document: Document) -> None:
    asked = sections(parsed(document))[2]
    assert asked.xpath('.//p[@class="stem"]/text()') == ["How many?"]
    assert [words_of(each) for each in asked.xpath(".//summary")] == ["A One", "B Two", "C Three"]
    assert [words_of(each) for each in asked.xpath(".//details/p")] == [
        "✗ Not right. Too few.", "✓ Right. One and one.", "✗ Not right. Too many.",
    ]  # fmt: skip
    assert not asked.xpath(".//details/@open")


def test_a_question_without_reasons_still_says_what_is_right(document: Document) -> None:
    bare = replace(document.pages[2], question=PageQuestion("Which?", ("x", "y"), 0))
    asked = sections(parsed(replace(document, pages=(bare,))))[0]
    assert [words_of(each) for each in asked.xpath(".//details/p")] == ["✓ Right.", "✗ Not right."]


# What it is made of -------------------------------------------------------------------------------------------------


def test_no_two_things_have_one_name_and_every_name_is_somebodys(document: Document) -> None:
    text = web_page(document).decode()
    names = Counter(re.findall(r'\bid="([^"]*)"', text))
    assert max(names.values()) == 1
    asked_for = {*re.findall(r"url\(#([^)]*)\)", text), *re.findall(r'href="#([^"]*)"', text)}
    assert asked_for
    assert asked_for <= names.keys()


def test_a_photograph_on_two_pages_is_in_the_file_once(document: Document) -> None:
    text = web_page(document).decode()
    (photo,) = set(re.findall(r'href="(data:image/png;base64,[^"]*)"', text))
    assert text.count(photo) == 1
    first, second = (section.xpath(".//use[@transform]/@transform") for section in sections(parsed(document))[4:])
    assert first != second


def test_the_typeface_is_in_the_file_once_with_the_letters_used(document: Document) -> None:
    text = web_page(document).decode()
    files = re.findall(r'font-weight:(\d+);src:url\("data:font/woff;base64,([^"]*)"', text)
    assert [weight for weight, _ in files] == ["400", "600"]
    written = set("".join(parsed(document).xpath("//section//text()"))) - {"\n"}
    for _, data in files:
        letters = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
        assert written <= letters
        assert len(letters) < 120


def test_the_policy_lets_nothing_in_but_what_is_written_here(document: Document) -> None:
    text = web_page(document).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    rules = dict(each.split(" ", 1) for each in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for kind in ("script", "style"):
        (own,) = re.findall(f"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        assert rules[f"{kind}-src"] == f"'sha256-{base64.b64encode(sha256(own.encode()).digest()).decode()}'"
    assert (rules["img-src"], rules["font-src"]) == ("data:", "data:")
    root = parsed(document)
    assert not root.xpath("//*[@style]"), "the policy forbids styles of single elements"
    addresses = [*root.xpath("//@src"), *root.xpath("//@href")]
    assert all(address.startswith(("data:", "#")) for address in addresses)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_page_has_the_ground_of_its_theme(document: Document, theme: object) -> None:
    text = web_page(document, WebOptions(theme)).decode()
    assert f"--ground:{theme.background}" in text
    assert "radialGradient" not in text, "a picture that glows has edges on an even ground"


def test_a_document_is_always_the_same_file(document: Document) -> None:
    assert web_page(document) == web_page(document)


# Who wants something else of it -------------------------------------------------------------------------------------


def test_nothing_foreign_is_more_than_words(hostile: Document) -> None:
    text = web_page(hostile).decode()
    root = html.document_fromstring(text)
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == len(root.xpath("//title")) == 1
    assert not root.xpath("//img")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert "<script>alert" not in text
    for element in (*root.xpath("//title"), *root.xpath("//h2"), *root.xpath('//p[@class="caption"]')):
        assert seen(element.text_content()) == seen(EVIL)


def seen(words: str) -> str:
    """Words without what nobody sees."""
    return "".join(letter for letter in words if letter.isprintable() and letter != " ")


def test_an_export_that_is_stopped_ends_there(document: Document) -> None:
    seen = []

    def watch(done: int, of: int) -> None:
        seen.append((done, of))
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        web_page(document, progress=watch)
    assert seen == [(0, 6), (1, 6), (2, 6)]
    seen.clear()
    web_page(replace(document, pages=document.pages[:1]), progress=watch)
    assert seen == [(0, 1), (1, 1)]
