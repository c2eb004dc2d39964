"""The rules of the house: who knows whom, what lies where, and what stands nowhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assets", "desktop", "engine", "scenes")
LONGEST_FILE = 500


def files(*suffixes: str) -> Iterator[Path]:
    """Walk over the repository's own files with one of `suffixes`."""
    passed_over = re.compile(r"/(\.(?!ci/)[^/]+|__pycache__|build|dist|[^/]+\.egg-info)/")
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in suffixes and path.is_file() and not passed_over.search(f"/{path.relative_to(ROOT)}"):
            yield path


def name(path: Path) -> str:
    """Name `path` as the repository does; used as the id of a test."""
    return path.relative_to(ROOT).as_posix()


SOURCES = list(files(".py"))
SHIPPED = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in PACKAGES]


def loaded_by(*modules: str) -> set[str]:
    """Return the names of all modules that a fresh interpreter has loaded once it has imported `modules`."""
    program = f"import sys; import {', '.join(modules)}; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return {module.partition(".")[0] for module in result.stdout.split()}


def module_name(path: Path) -> str:
    """Return the dotted name under which the file at `path` is imported."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_the_import_contracts_hold() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize("module", ["desktop.app.application", "desktop.cli.main"])
def test_the_window_and_the_command_start_without_torch(module: str) -> None:
    assert "torch" not in loaded_by(module)


def test_the_lab_is_there_without_what_writes_onnx() -> None:
    assert not {"onnx", "onnxruntime", "torch"} & loaded_by("desktop.lab.page")


def test_the_command_starts_without_qt() -> None:
    assert "PySide6" not in loaded_by("desktop.cli.main")


def test_the_contract_between_engine_and_window_is_free_of_torch() -> None:
    contract = [module_name(path) for path in SHIPPED if name(path).startswith("engine/contract/")]
    assert not {"torch", "PySide6", "scenes"} & loaded_by(*contract)


def test_scenes_load_neither_qt_nor_torch_nor_the_other_rooms() -> None:
    modules = [module_name(path) for path in SHIPPED if name(path).startswith("scenes/")]
    assert not {"torch", "PySide6", "pyqtgraph", "engine", "desktop"} & loaded_by(*modules)


def test_scenes_need_numpy_only() -> None:
    allowed = sys.stdlib_module_names | {"numpy", "scenes", "assets"}
    foreign = {
        f"{name(path)} imports {module}"
        for path in SHIPPED
        if name(path).startswith("scenes/")
        for module in imports(path)
        if module.partition(".")[0] not in allowed
    }
    assert not foreign


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return everything that the syntax tree of the file at `path` is made of."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Return the full name of every module that the file at `path` imports, wherever in the file that stands."""
    plain = [alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names]
    return (*plain, *(node.module for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module))


def test_scenes_are_islands_and_never_see_a_colour() -> None:
    kit = {"stage", "reference", "questions", "in_torch", "glossary"}
    bridges = {
        f"{name(path)} imports {module}"
        for path in SHIPPED
        if name(path).startswith("scenes/") and (own := module_name(path).split(".")[1:2]) and own[0] not in kit
        for module in imports(path)
        if module.startswith("scenes.") and (room := module.split(".")[1]) != own[0]
        if room not in kit or module.startswith("scenes.stage.output")
    }
    assert not bridges


def test_the_stage_has_its_measures_in_one_place() -> None:
    measures = {1544.0: "RIGHT", 790.0: "BOTTOM"}
    found = {
        f"{name(path)}:{node.lineno}: {measures[node.value]} of scenes.stage.core.stage is meant, or say what is"
        for path in SHIPPED
        if name(path).startswith("scenes/") and name(path) != "scenes/stage/core/stage.py"
        for node in nodes(path)
        if isinstance(node, ast.Constant) and type(node.value) is float and node.value in measures
    }
    assert not found


@pytest.mark.parametrize("room", ["player", "training", "runs"])
def test_models_know_no_widget(room: str) -> None:
    sources = [path for path in SHIPPED if name(path).startswith(f"desktop/{room}/")]
    assert sources
    assert not [name(path) for path in sources if "PySide6.QtWidgets" in imports(path)]


def test_the_engine_s_makers_are_imported_by_nobody() -> None:
    makers = "engine.making"
    users = {name(path) for path in SHIPPED for module in imports(path) if module.startswith(makers)}
    assert {user for user in users if not user.startswith("engine/making/")} <= {"engine/__main__.py"}


def test_nothing_is_unpickled() -> None:
    picklers = {"pickle", "dill", "joblib", "shelve", "marshal"}
    assert not [name(path) for path in SHIPPED if picklers & set(imports(path))]
    loads = re.compile(r"allow_pickle=(?!False)|\btorch\.load\b(?!\(path, map_location=\"cpu\", weights_only=True,)")
    assert not [name(path) for path in SHIPPED if loads.search(path.read_text(encoding="utf-8"))]
    weighers = [name(path) for path in SHIPPED if "torch.load(" in path.read_text(encoding="utf-8")]
    assert weighers == ["engine/models/state_dicts.py"], "only a process of its own may read such files"


def test_painters_end_whatever_happens() -> None:
    """Qt crashes where a painter outlives its paint event or its picture, as an exception makes it do."""
    found = set()
    for path in SHIPPED:
        ending = {id(item.context_expr) for node in nodes(path) if isinstance(node, ast.With) for item in node.items}
        painters = (node for node in nodes(path) if isinstance(node, ast.Call) and _called(node) == "QPainter")
        found |= {f"{name(path)}:{node.lineno}: with QPainter(...)" for node in painters if id(node) not in ending}
    assert not found


def _called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return ast.unparse(call.func).rpartition(".")[2]


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in SHIPPED}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").is_file()], "missing in the wheel"


def test_files_stay_short() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE}, "divide them by subject"


def test_the_top_level_is_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    tracked = {path.partition("/")[0] for path in listed.stdout.splitlines()}
    house = {
        *PACKAGES,
        "tests",
        "pyproject.toml",
        "run.py",
        "README.md",
        "CONTRIBUTING.md",
        "LICENSE",
        ".ci",
        ".gitignore",
    }
    assert tracked <= house


def test_no_file_names_a_place_of_one_machine_or_a_host_of_packages() -> None:
    texts = [*files(".py", ".md", ".toml", ".txt", ".json", ".yaml", ".svg"), ROOT / ".ci" / "run"]
    # Written in pieces, so that this file passes its own test.
    folders = [rf"(?<![\w.])/{folder}/" for folder in ("work", "root", "home", "opt", "Users")]
    hosts = [rf"\b{host}\.(?:org|io|com|dev)\b" for host in ("pypi", "pythonhosted", "pytorch", "anaconda")]
    named = re.compile("|".join([*folders, *hosts]))
    found = {name(path): named.findall(path.read_text(encoding="utf-8")) for path in texts}
    assert not {path: names for path, names in found.items() if names}


def test_every_asset_has_its_licence_beside_it() -> None:
    pages = ("LICENCES.md", "OFL.txt", "Apache-2.0.txt")
    for path in (ROOT / "assets").rglob("*"):
        if path.is_dir() or path.suffix in (".py", ".pyc", ".partial") or path.name in pages:
            continue
        page = path.parent / "LICENCES.md"
        assert page.is_file(), name(path)
        assert f"`{path.name}`" in page.read_text(encoding="utf-8"), f"{name(page)} does not name {path.name}"
