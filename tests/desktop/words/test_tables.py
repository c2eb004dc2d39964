"""Tables for table programs."""

import pytest

from desktop.words.tables import as_csv


def test_a_table_says_that_it_is_in_utf_8() -> None:
    assert as_csv(["a", "b"], [["é", 1], ["x, y", ""]]).decode("utf-8") == '\ufeffa,b\r\né,1\r\n"x, y",\r\n'


@pytest.mark.parametrize("word", ["=1+1", "+cmd", "@SUM(A1)", "-x", "\n=1", "＝1"])
def test_no_cell_computes_anything(word: str) -> None:
    cell = as_csv(["a"], [[word]]).decode("utf-8").splitlines()[1]
    assert cell.startswith("'")


def test_numbers_stay_numbers() -> None:
    assert as_csv(["a"], [["-0.5"], [-2]]).decode("utf-8").splitlines()[1:] == ["-0.5", "-2"]
