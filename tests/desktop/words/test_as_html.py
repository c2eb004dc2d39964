"""CommonMark as HTML, and that nobody brings in elements of their own."""

from __future__ import annotations

import pytest
from lxml import html

from desktop.words.as_html import as_html

ALLOWED = {"p", "h3", "h4", "strong", "em", "code", "pre", "ul", "ol", "li", "a", "span", "br", "blockquote", "hr"}


def test_words_are_marked_up_below_the_headings_of_a_page() -> None:
    assert as_html("# Say\n\nIt is **bold**, *so*.\n\n- one\n- two\n\n1. first") == (
        "<h3>Say</h3>\n<p>It is <strong>bold</strong>, <em>so</em>.</p>\n"
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol>\n<li>first</li>\n</ol>\n"
    )


def test_formulas_are_in_plain_letters() -> None:
    assert as_html("It is $x_1^2 < 4$.") == "<p>It is <span>x₁² &lt; 4</span>.</p>\n"


def test_pictures_are_their_words_and_links_lead_to_the_web_only() -> None:
    assert as_html("![a cat](https://there.example/cat.png)") == "<p>a cat</p>\n"
    web, mail = html.fragments_fromstring(as_html("[a](https://there.example/?q=1&r=2)\n\n[b](mailto:x@there.example)"))
    assert web.xpath("a/@href") == ["https://there.example/?q=1&r=2"]
    assert web.xpath("a/@rel") == ["noreferrer"]
    assert not mail.xpath("a/@href")
    assert mail.text_content() == "b"


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<div onclick=x>\n\nwords</div>",
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x)",
        '[a](https://x.example/"onclick="alert(1)) [b](https://x.example \'a" onclick="x\')',
        "`</code></style><script>`",
        '```" onload="x\n</pre><script>\n```',
        r"$\text{<script>alert(1)</script>}$ $\href{javascript:x}{y}$",
        "![<b>](x) <!-- --> <?php ?> <![CDATA[ ]]> &lt;script&gt; &#60;script&#62;",
        "<https://x.example/<script>>",
    ],
)
def test_nobody_brings_in_an_element(words: str) -> None:
    for element in html.fragment_fromstring(as_html(words), create_parent="article").iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "rel", "target", "class", "start", "title"}
        assert element.get("href", "https://").startswith("https://")
