"""A sweep as files: its picture, and its results as a table."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.lab.sweeps.picture import scene
from desktop.lab.sweeps.series import Shown
from engine.contract.files import write_atomically
from engine.contract.sweeps.folder import TABLE, FolderError, SweepFolder
from scenes.stage.output.theme import Theme

KINDS = "PNG, the picture (*.png);;SVG, the picture (*.svg);;CSV, all results (*.csv)"


def save(shown: Shown, folder: SweepFolder, path: Path, theme: Theme) -> str:
    """Save a sweep into a file of the kind that its ending names; returns one sentence on what came of it."""
    from desktop.export.still import ExportError, Style, export

    try:
        if path.suffix.lower() == ".csv":
            folder.write_table()
            with write_atomically(path) as file, (folder.path / TABLE).open("rb") as table:
                shutil.copyfileobj(table, file)
            return f"The table is saved as {path}."
        if path.suffix.lower() not in (".png", ".svg"):
            return f"A sweep can't be saved as {path.name}: give it a name that ends in .png, .svg or .csv."
        made = scene(shown)
        export(made, made.knobs(), path, None, Style(theme))
    except (ExportError, FolderError) as error:
        return str(error)
    except OSError as error:
        return f"{path.name} can't be written into {path.parent}: {error.strerror}. Choose another folder."
    return f"The picture is saved as {path}."
