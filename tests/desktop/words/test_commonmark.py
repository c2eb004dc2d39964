from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.words.commonmark import Block, Run, blocks

TEXTS = st.text(st.sampled_from("a1 \n#*_`$\\-+>[]()<&!|~.\t\0é→字👍"), max_size=80) | st.text(max_size=60)


def words(text: str) -> tuple[tuple[Run, ...], ...]:
    return ((Run(text),),)


def test_blocks_come_in_their_order() -> None:
    text = "# Sizes\n\nHow many rows?\n\n- one\n- two\n  - inner\n\n7. seven\n8. eight\n\n> said\n\n```\nx = 1\n```"
    assert blocks(text) == (
        Block("heading", words("Sizes"), 1),
        Block("words", words("How many rows?")),
        Block("point", words("one"), 1, "•"),
        Block("point", words("two"), 1, "•"),
        Block("point", words("inner"), 2, "•"),
        Block("point", words("seven"), 1, "7."),
        Block("point", words("eight"), 1, "8."),
        Block("words", words("said")),
        Block("code", ((Run("x = 1", code=True),),)),
    )


def test_a_point_of_two_paragraphs_goes_on_without_a_mark() -> None:
    assert [each.mark for each in blocks("- one\n\n  more\n- two")] == ["•", "", "•"]


def test_runs_say_how_words_look() -> None:
    (block,) = blocks("plain **bold** *both **of them*** `code` end")
    assert [(run.text, run.bold, run.emphasised, run.code) for run in block.lines[0]] == [
        ("plain ", False, False, False),
        ("bold", True, False, False),
        (" ", False, False, False),
        ("both ", False, True, False),
        ("of them", True, True, False),
        (" ", False, False, False),
        ("code", False, False, True),
        (" end", False, False, False),
    ]


def test_lines_break_where_the_text_says_so() -> None:
    (block,) = blocks("one\\\ntwo\nthree")
    assert block.lines == ((Run("one"),), (Run("two three"),))


def test_a_formula_is_taken_as_it_is_written() -> None:
    (block,) = blocks(r"Here $x_1 * y_2 \, \{a\}$ is meant.")
    assert block.lines[0] == (Run("Here "), Run(r"x_1 * y_2 \, \{a\}", formula=True), Run(" is meant."))


def test_money_is_no_formula() -> None:
    (block,) = blocks("It costs $5, not $6 or \\$7.")
    assert block.lines == words("It costs $5, not $6 or $7.")


def test_html_is_words() -> None:
    assert blocks("<b>no</b>")[0].text == "<b>no</b>"


@given(TEXTS)
def test_any_text_can_be_read(text: str) -> None:
    for block in blocks(text):
        assert block.text
        assert all(letter.isprintable() for letter in block.text if not any(run.formula for run in block.lines[0]))
