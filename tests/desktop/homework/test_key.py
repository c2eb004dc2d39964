from __future__ import annotations

from pathlib import Path

import pytest

from desktop.homework.drawing import draw
from desktop.homework.faults import HomeworkError
from desktop.homework.key import key_of, load_key, written
from scenes.questions.items import items
from tests.desktop.homework.homeworks import SECRET, a_class, homework


def test_a_key_is_read_as_it_was_written(tmp_path: Path) -> None:
    of = homework(*items(), each=2, points=0.5)
    key = key_of(of, draw(of, a_class(3), SECRET))
    path = tmp_path / "key.toml"
    path.write_text(written(key))
    found = load_key(path)
    assert found == key
    assert found.by_student["s2"].question[0].id == "larger-picture@1/1"
    assert SECRET.hex() not in path.read_text()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("convoscope_key = 1", "", "is no key"),
        ("convoscope_key = 1", "convoscope_key = 2", "newer Convoscope"),
        ("convoscope_key = 1", "convoscope_key = = 1", "is damaged"),
        ('right = "', 'right = "Z', "has no right answer"),
        ("points = 1", "points = 'many'", "can't be trusted"),
        ("[[sheet]]", "[[sheets]]", "can't be trusted"),
    ],
)
def test_a_key_that_can_t_be_trusted_is_a_sentence(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    of = homework("one-cell")
    path = tmp_path / "key.toml"
    path.write_text(written(key_of(of, draw(of, a_class(1), SECRET))).replace(before, after))
    with pytest.raises(HomeworkError, match=sentence) as found:
        load_key(path)
    assert "\n" not in str(found.value)
    with pytest.raises(HomeworkError, match="no file"):
        load_key(tmp_path / "gone.toml")
