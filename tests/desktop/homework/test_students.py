from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.homework.faults import HomeworkError
from desktop.homework.students import MOST, Student, load_students, read_students

TWO = (Student("a1", "Ann Lee"), Student("b2", "Bo, Jr."))


@pytest.mark.parametrize(
    "text",
    [
        'a1,Ann Lee\nb2,"Bo, Jr."\n',
        'id,name\na1,Ann Lee\nb2,"Bo, Jr."',
        'ID;Name\r\na1;Ann Lee\r\n\r\n;;\r\nb2;"Bo, Jr."\r\n',
        'name\tid\nAnn Lee\ta1\nBo, Jr.\tb2\n',
        'Kennung;Name;Gruppe\na1;Ann Lee;3\nb2;Bo, Jr.;4\n',
        'sep=;\nid;name\na1;Ann Lee\nb2;Bo, Jr.\n',
        '\n  \nMark,Student ID,Full name\n1.0, a1 ,"Ann  Lee"\n2.0,b2,"Bo, Jr."\n',
    ],
)  # fmt: skip
def test_a_list_is_read_however_a_table_program_writes_it(text: str) -> None:
    assert read_students(text) == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes("id;name\nmüller;Jörg Müller\n".encode(encoding))
    assert load_students(path) == (Student("müller", "Jörg Müller"),)


def test_ids_alone_are_enough() -> None:
    assert read_students("a1\nb2\n") == (Student("a1"), Student("b2"))
    assert len(read_students("\n".join(f"s{number},Name {number}" for number in range(500)))) == 500


def test_every_fault_is_a_line_with_its_place() -> None:
    text = "id,name\na1,Ann\n,Bo\n../x,Cy\nA1,Di\nNUL,Ed\na1,Flo\n" + "x" * 65 + ",Gus\nname.,Hal\n=1+1,Ivy\n"
    with pytest.raises(HomeworkError) as found:
        read_students(text, "class.csv")
    lines = str(found.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"class.csv:{number}" for number in range(3, 11)]
    assert lines[0].endswith("This line has no id.")
    assert "'../x' can't be part of a file's name" in lines[1]
    assert "stands in line 2 already (as 'a1': files make no difference)" in lines[2]
    assert lines[4].endswith("The id 'a1' stands in line 2 already. Give each student an id of their own.")
    assert "at most 64 letters, and this one has 65" in lines[5]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no students"),
        (b"\n;\n", "no students"),
        (b"id,name\n", "no student below it"),
        (b"PK\x03\x04rest", "is a workbook. Save its sheet as CSV"),
        (b"\x00\x01\x02\xff", "is no text"),
        (b"a,b\n" * 1_500_000, "more than 4 MB"),
        ("\n".join(f"s{number}" for number in range(MOST + 1)).encode(), f"for {MOST} at most"),
    ],
)
def test_what_is_no_list_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    with pytest.raises(HomeworkError, match=sentence):
        load_students(path)


def test_a_list_that_isn_t_there_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "class.csv", tmp_path):
        with pytest.raises(HomeworkError):
            load_students(path)


@given(st.text(max_size=120))
def test_any_text_is_a_list_or_a_sentence(text: str) -> None:
    try:
        found = read_students(text)
    except HomeworkError:
        return
    assert found
    assert len({student.id.casefold() for student in found}) == len(found)
    assert all("/" not in student.id and "\\" not in student.id and "\n" not in student.name for student in found)
