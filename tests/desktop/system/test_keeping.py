"""What is deleted can be brought back until the end, in the order in which it went."""

from __future__ import annotations

from pathlib import Path

from desktop.system.keeping import Keeping


class Files(Keeping[str]):
    def _remove(self, kept: str) -> None:
        (self.folder / kept).unlink()


def test_what_is_deleted_goes_at_the_end_and_comes_back_before(qapp: object, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).touch()
    files, heard = Files(tmp_path), list[int]()
    files.changed.connect(lambda: heard.append(1))
    assert files.undoable is None
    files.undo()
    assert heard == [], "there is nothing to bring back"
    for name in ("one", "two", "three"):
        files.delete(name)
    assert files.undoable == "three"
    files.undo()
    assert (files.undoable, len(heard)) == ("two", 4)
    assert (tmp_path / "one").exists()
    files.close()
    assert [path.name for path in tmp_path.iterdir()] == ["three"]
    assert files.undoable is None
