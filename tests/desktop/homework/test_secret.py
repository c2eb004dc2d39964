from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from desktop.homework.faults import HomeworkError
from desktop.homework.secret import export_secret, import_secret, read_secret, secret, secret_file


def test_the_secret_is_made_once_and_nobody_else_can_read_it() -> None:
    assert not secret_file().exists()
    first = secret()
    assert len(first) == 32
    assert secret() == first
    if os.name == "posix":
        assert stat.S_IMODE(secret_file().stat().st_mode) == 0o600


def test_another_computer_takes_the_secret_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, file = secret(), tmp_path / "secret.txt"
    export_secret(file)
    assert read_secret(file) == first
    with pytest.raises(HomeworkError, match="choose another name"):
        export_secret(file)
    assert not import_secret(file)
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path / "other"))
    assert import_secret(file)
    assert secret() == first


def test_a_secret_of_one_s_own_is_not_lost_unasked(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    export_secret(file)
    secret_file().unlink()
    own = secret()
    with pytest.raises(HomeworkError, match="export it first, then import with --replace"):
        import_secret(file)
    assert secret() == own
    assert import_secret(file, replace=True)
    assert secret() == read_secret(file) != own


@pytest.mark.parametrize("content", ["", "# only words\n", "abc\n", "0" * 63, f"{'0' * 64}\n{'1' * 64}\n"])
def test_a_damaged_secret_is_a_sentence_and_stays(content: str) -> None:
    secret_file().write_text(content)
    with pytest.raises(HomeworkError, match="holds no secret"):
        secret()
    assert secret_file().read_text() == content
