from __future__ import annotations

import pytest

from scenes.stage.numbers.tables import Table, TableError, read_table, write_table

SQUARE: Table = ((1, 2), (3, 4))
HALVES: Table = ((1.5, -2), (0.25, 4))


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("1\t2\n3\t4", SQUARE),
        ("1\t2\r\n3\t4\r\n", SQUARE),
        ("1 2\n3 4\n", SQUARE),
        ("1;2\n3;4", SQUARE),
        ("1, 2\n3, 4", SQUARE),
        ("1,2,3\n4,5,6", ((1, 2, 3), (4, 5, 6))),
        ("1 2; 3 4", SQUARE),
        ("[1 2; 3 4]", SQUARE),
        ("[1, 2; 3, 4]", SQUARE),
        ("[[1, 2], [3, 4]]", SQUARE),
        ("[[1,2],[3,4]]", SQUARE),
        ("((1, 2), (3, 4))", SQUARE),
        ("[[1 2]\n [3 4]]", SQUARE),
        ("array([[1., 2.],\n       [3., 4.]])", SQUARE),
        ("tensor([[1., 2.],\n        [3., 4.]])", SQUARE),
        ("np.array([[1, 2], [3, 4]], dtype=np.float32)", SQUARE),
        (r"1 & 2 \\ 3 & 4", SQUARE),
        ("\\begin{bmatrix}\n1 & 2 \\\\\n3 & 4\n\\end{bmatrix}", SQUARE),
        (r"\frac{1}{4} & 2 \\", ((0.25, 2),)),
        ("1,5\t-2\n0,25\t4", HALVES),
        ("1,5 −2\n0,25 4", HALVES),
        ("1,5;-2\n0,25;4", HALVES),
        ("1,5;-2", ((1.5, -2),)),
        ("1.5, -2\n0.25, 4", HALVES),
        ("1.5,-2\n.25,4", HALVES),
        ("1/9\t1/9", ((1 / 9, 1 / 9),)),
        ("[1, 2, 3]", ((1, 2, 3),)),
        ("[1,5]", ((1, 5),)),
        ("1,5", ((1.5,),)),
        ("1\n2\n3", ((1,), (2,), (3,))),
        ("1\t\t3\n\t5\t", ((1, None, 3), (None, 5, None))),
        ("  7 ", ((7,),)),
    ],
)
def test_a_table_is_read_however_it_is_written(text: str, table: Table) -> None:
    assert read_table(text) == table


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There are no numbers to paste."),
        (" \n ", "There are no numbers to paste."),
        ("[]", "There are no numbers to paste."),
        ("1\t2\n3\tx", "“x” in row 2 of what you paste is no number."),
        ("see below", "“see” in row 1 of what you paste is no number."),
        (f"1\t{'y' * 500}", f"“{'y' * 39}…{'y' * 40}” in row 1 of what you paste is no number."),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(TableError, match=r".") as refused:
        read_table(text)
    assert str(refused.value) == sentence


def test_a_table_is_written_as_spreadsheets_take_it() -> None:
    assert write_table([[1.0, -0.5], [None, 1 / 3]]) == "1\t-0.5\n\t0.3333333333"
    assert read_table(write_table([[1.0, -0.5], [None, 4.0]])) == ((1, -0.5), (None, 4))
