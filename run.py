#!/usr/bin/env python3
"""Run, test or measure Convoscope. Needs nothing but Python 3.11, 3.12 or 3.13.

python3 run.py               open the application
python3 run.py test [ARGS]   run every check; ARGS, for pytest, narrow it down to those tests
python3 run.py test --quick  run what the last change touches, within a minute
python3 run.py bench         print the benchmarks as JSON
python3 run.py abuse         do to the program whatever can be done, by chance, and print what it doesn't bear
python3 run.py audit         measure how every scene looks from the back row, beside what is wanted
python3 run.py get NAME      install an extra, from then on with everything else
python3 run.py WORDS...      the same as `convoscope WORDS...`

The first start makes `.venv` beside this file and installs what pyproject.toml pins: its group `locked`, for tests and
benchmarks `dev` too, and the groups of extras. Every later start must cost nothing, so imports stand in the functions
that need them: the way to the application passes none.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")
# It knows where PyTorch keeps the builds without CUDA; used only where pip is offered none.
UV = "uv==0.13.9"
# Settings of pip's that send packages elsewhere than into `.venv`, or keep them from being installed at all.
ELSEWHERE = {f"PIP_{name}" for name in ("TARGET", "PREFIX", "ROOT", "USER", "PYTHON", "DRY_RUN", "NO_DEPS", "PLATFORM")}
# Of these it is tried whether they can be imported, beside whether everything is there.
IMPORTED = {"PySide6-Essentials": "PySide6", "msgspec": "msgspec", "numpy": "numpy", "torch": "torch"}
# Prints what of its words (torch==2.13.0) is not there in that version, or not to be imported. What can't be loaded
# because the system lacks a library counts as there: the program says later what it lacks.
LOOK = """
import importlib, importlib.metadata, sys
modules = dict(word.split("=") for word in sys.argv[1].split())
for requirement in sys.argv[2:]:
    name, _, version = requirement.partition("==")
    try:
        if importlib.metadata.version(name).partition("+")[0] != version.partition("+")[0]:
            print(name)
        elif name in modules:
            importlib.import_module(modules[name])
    except ModuleNotFoundError:
        print(name)
    except Exception:
        pass
"""
# What the commands for developers run; the checks themselves are run from here.
TOOLS = {"test": "pytest", "bench": "tests.benchmarks", "abuse": "tests.abuse", "audit": "tests.audit"}
# What the tests with a real window run, and the Debian package that each is in.
WINDOW_TOOLS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "xrandr": "x11-xserver-utils",
    "chromium": "chromium",
}


class RunError(Exception):
    """What is wrong and what to do about it, in one sentence."""


def main(words: list[str]) -> int:
    """Carry out the command line `words` and return the exit status."""
    command = words[0] if words else ""
    try:
        require_supported_python(sys.version_info[:2])
        group = extra_of(words[1:]) if command == "get" else "dev" if command in TOOLS else "locked"
        if not is_ready(group):
            set_up(group)
        if command == "get":
            say(f"The extra {group} is installed.")
            return 0
        if words[:2] == ["test", "--quick"]:
            return start("tests.quick", words[2:])
        if command == "test":
            return run_checks(words[1:])
        return start(TOOLS[command], words[1:]) if command in TOOLS else start("desktop", words)
    except RunError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error}: make sure that {ROOT} can be written and its disk has room, then run the same command again.")
        return 1
    except KeyboardInterrupt:
        say("Stopped; run the same command again to go on.")
        return 130


def say(sentence: str) -> None:
    """Print `sentence` on stderr, which leaves stdout to the program's own output."""
    if sys.stderr is not None:  # else it would go to stdout
        print(sentence, file=sys.stderr, flush=True)


def require_supported_python(version: tuple[int, ...]) -> None:
    """Raise RunError unless Convoscope's dependencies exist for Python `version` (major, minor)."""
    if not (3, 11) <= version <= (3, 13):
        raise RunError(
            "Convoscope needs Python 3.11, 3.12 or 3.13 and this is Python {}.{}: "
            "start it with one of those, for instance `python3.11 run.py`.".format(*version)
        )


# --- Starting: the fast path --------------------------------------------------------------------------------------


def venv_python() -> str:
    """Return the path of the interpreter in `.venv`."""
    return os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")


def environment(**more: str) -> dict[str, str]:
    """Return the environment for our own code: it finds this checkout, and nothing in the current folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**inherited, "PYTHONPATH": ROOT, "PYTHONSAFEPATH": "1", **more}


def start(module: str, words: list[str]) -> int:
    """Become `python -m module words...`; where a process can't (Windows), wait for it and return its status."""
    command = [venv_python(), "-m", module, *words]
    if not WINDOWS:
        os.execve(command[0], command, environment())
    return call(command, env=environment())


def stamp(group: str) -> str:
    """Return the path of the file that stands in `.venv` once `group` was asked for; it says what was installed."""
    return os.path.join(VENV, f"ready-{group}")


def python_key() -> bytes:
    """Return the part of `key` that a `.venv` can't outlive: the version of its Python."""
    return "Python {}.{}\n".format(*sys.version_info[:2]).encode()


def key() -> bytes:
    """Return what a stamp holds while it is up to date."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        return python_key() + file.read()


def read_stamp(group: str) -> bytes:
    """Return what the stamp of `group` holds: nothing where `.venv` is missing or half-finished."""
    if not os.path.exists(venv_python()):
        return b""
    try:
        with open(stamp(group), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def is_ready(group: str) -> bool:
    """Tell whether `.venv` holds everything for `group`."""
    return read_stamp(group) == key()


# --- Setting up: once ---------------------------------------------------------------------------------------------


def set_up(group: str) -> None:
    """Put everything for `group` into `.venv`. Raises RunError, after which the next call tries again."""
    with Lock():
        if is_ready(group):
            return  # another start did it while this one waited
        say("Setting up Convoscope, this once: it takes a few minutes and a network.")
        installed = {each for each in dependency_groups() if os.path.exists(stamp(each))}
        groups = needed_with(group, installed)
        if not any(read_stamp(each).startswith(python_key()) for each in groups):
            make_venv()
        outdated = {each for each in groups if not is_ready(each)}
        for each in outdated & installed:  # until it's done they count as half-finished, and are not forgotten
            write_stamp(each, b"")
        install(requirements(groups))
        for each in outdated:
            write_stamp(each, key())


def needed_with(group: str, installed: set[str]) -> list[str]:
    """Return the groups to install for `group`: also the application's, and those that were ever `installed`."""
    wanted = {"locked", group} | installed
    if group == "dev":
        wanted |= extras()
    return [each for each in dependency_groups() if each in wanted]


def extra_of(words: list[str]) -> str:
    """Return the extra that `words` name. Raises RunError unless they name one that there is."""
    offered = sorted(extras())
    if len(words) == 1 and words[0] in offered:
        return words[0]
    problem = f"There is no extra named {words[0]!r}" if len(words) == 1 else "`get` installs one extra"
    raise RunError(f"{problem}: {'choose one of ' + ', '.join(offered) if offered else 'there are none yet'}.")


class Lock:
    """Lets one start at a time change `.venv`; the others wait. The end of the process frees it in any case."""

    def __enter__(self) -> None:
        self.file = open(VENV + ".lock", "ab")
        if self._taken():
            return
        import time

        say("Another start is setting Convoscope up; waiting for it.")
        while not self._taken():
            time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def _taken(self) -> bool:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(self.file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def make_venv() -> None:
    """Make an empty `.venv`, whatever was there before."""
    from importlib.util import find_spec

    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise RunError(
            "This Python lacks its part that makes virtual environments: install it, "
            "on Debian or Ubuntu with `sudo apt-get install python3-venv`, then run the same command again."
        )
    if call([sys.executable, "-m", "venv", "--clear", VENV], quiet=True) != 0:
        raise RunError(f"The folder {VENV} could not be made: delete it and see what `python3 -m venv {VENV}` says.")


def dependency_groups() -> dict[str, list[str]]:
    """Return the groups of pinned requirements that pyproject.toml states."""
    import tomllib

    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        groups: dict[str, list[str]] = tomllib.load(file)["dependency-groups"]
    return groups


def extras() -> set[str]:
    """Return the names of the extras: of all groups but the application's and the tests'."""
    return set(dependency_groups()) - {"locked", "dev"}


def requirements(groups: list[str]) -> list[str]:
    """Return the pinned requirements of `groups`."""
    stated = dependency_groups()
    return [requirement for group in groups for requirement in stated[group]]


def install(wanted: list[str]) -> None:
    """Install the requirements `wanted`; on Linux without an NVIDIA card, with a PyTorch that brings no CUDA.

    What PyTorch publishes for Linux by default drags in gigabytes of CUDA. Asked for by its full local version the
    build without CUDA can't be swapped for it, whatever else is resolved.
    """
    if LINUX and not has_nvidia_card():
        wanted = [cpu_build(each) if each.startswith("torch==") else each for each in wanted]
    succeed(pip_command(*wanted))
    if lacking := missing(wanted):
        raise RunError(
            f"The installation did not put everything into {VENV}: {', '.join(lacking)} can't be imported from there. "
            "See whether `pip config list` names a target, a prefix or a root, and run the same command again."
        )


def missing(wanted: list[str]) -> list[str]:
    """Return the names of those requirements `wanted` that `.venv` lacks although pip ended well."""
    modules = " ".join("=".join(each) for each in IMPORTED.items())
    return output_of([venv_python(), "-I", "-c", LOOK, modules, *wanted]).decode().split()


def has_nvidia_card() -> bool:
    """Tell whether CUDA would find a card, asking the driver and, where it hides (WSL), its own tool."""
    import shutil

    cards = "/proc/driver/nvidia/gpus"
    if os.path.isdir(cards) and os.listdir(cards):
        return True
    return shutil.which("nvidia-smi") is not None and b"GPU 0" in output_of(["nvidia-smi", "-L"])


def cpu_build(torch: str) -> str:
    """Return the requirement for the build of `torch` (as in torch==2.13.0) without CUDA, once pip can fulfil it."""
    exact = torch + "+cpu"
    say("Looking for PyTorch without CUDA.")
    if call(pip_command("--dry-run", "--no-deps", exact), pip_environment(), quiet=True) != 0:
        succeed(pip_command(UV))
        command = [venv_python(), "-m", "uv", "pip", "install", "--python", venv_python()]
        succeed([*command, "--only-binary", ":all:", "--torch-backend", "cpu", torch])
    return exact


def pip_command(*arguments: str) -> list[str]:
    """Return the command that installs `arguments` into `.venv`, never compiling anything on the user's machine."""
    quiet = ["--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    return [venv_python(), "-I", "-m", "pip", "install", *quiet, "--only-binary", ":all:", *arguments]


def pip_environment() -> dict[str, str]:
    """Return the environment for pip and uv: with the user's settings, but for those that are not for `.venv`."""
    return {name: value for name, value in os.environ.items() if name not in ELSEWHERE}


def succeed(command: list[str]) -> None:
    """Run a `command` that installs something. Raises RunError if it doesn't end well."""
    if call(command, pip_environment()) != 0:
        raise RunError(
            "The installation did not finish, as the lines above say: make sure that this machine is online and its "
            "disk has room, then run the same command again; it keeps what it has already fetched."
        )


def write_stamp(group: str, content: bytes) -> None:
    """Make `content` the stamp of `group`, all at once."""
    partial = stamp(group) + ".partial"
    with open(partial, "wb") as file:
        file.write(content)
    os.replace(partial, stamp(group))


def call(command: list[str], env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run `command` in the current folder and return its exit status."""
    import subprocess

    nowhere = subprocess.DEVNULL if quiet else None
    return subprocess.call(command, env=env, stdout=nowhere, stderr=nowhere)


def output_of(command: list[str]) -> bytes:
    """Return what `command` prints."""
    import subprocess

    return subprocess.run(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


# --- Testing ------------------------------------------------------------------------------------------------------


def run_checks(words: list[str]) -> int:
    """Run every check, or with `words` only pytest with them, and sum up. Returns 0 if nothing failed."""
    os.chdir(ROOT)
    if LINUX:
        install_system_packages()
    results = {}
    if not words:
        results["lint"] = verdict(module("ruff", "check", "."))
        results["types"] = verdict(module("mypy"))
    # Neighbours share what they compute, so each process begins with a run of tests and takes over another's rest.
    spread = () if words else ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
    status = module("pytest", "-m", "not window", *spread, *words, QT_QPA_PLATFORM="offscreen")
    results["tests"] = verdict(status, bool(words))
    results["window"] = check_in_window(words)
    say("\n" + "\n".join(f"{name:8}{result}" for name, result in results.items()))
    return int(any(result.startswith("failed") for result in results.values()))


def verdict(status: int, may_be_empty: bool = False) -> str:
    """Say in words what the exit `status` of a check means; pytest's 5 is that it found no test."""
    if status == 5 and may_be_empty:
        return "no such test"
    return "passed" if status == 0 else f"failed with exit status {status}"


def module(*words: str, **env: str) -> int:
    """Run `python -m words...` on this checkout and return its exit status."""
    return call([venv_python(), "-m", *words], environment(**env))


def check_in_window(words: list[str]) -> str:
    """Run the tests that need a real window on an X server of their own, and return the verdict."""
    import shutil

    if not LINUX:
        return "skipped: the tests with a real window need Xvfb, which is for Linux"
    if shutil.which("Xvfb") is None:
        return "failed: install Xvfb, on Debian or Ubuntu with `sudo apt-get install xvfb xdotool`"
    with XServer() as display:
        there = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "WAYLAND_DISPLAY": ""}
        return verdict(module("pytest", *words, "-m", "window", **there), bool(words))


class XServer:
    """An X server without a screen, on a display number that it chooses itself."""

    def __enter__(self) -> str:
        import subprocess

        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
        command += ["-noreset"]  # else it begins afresh, and refuses whoever comes just then, when its last guest goes
        self.process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise RunError("Xvfb ended as soon as it was started: run `Xvfb :99` to see why.")
        return f":{number}"

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def install_system_packages() -> None:
    """Install the Debian packages that the tests lack, where this user may; the checks themselves miss the rest."""
    import shutil

    look = "from desktop.system import preflight; print(*preflight.missing('xcb').values())"
    lacking = set(output_of([venv_python(), "-c", look]).decode().split())
    lacking |= {package for tool, package in WINDOW_TOOLS.items() if not shutil.which(tool)}
    if not lacking or not shutil.which("apt-get"):
        return
    is_root = os.geteuid() == 0
    if not is_root and (not shutil.which("sudo") or call(["sudo", "-n", "true"], quiet=True) != 0):
        return
    say(f"Installing what the tests need of Debian: {' '.join(sorted(lacking))}.")
    apt = [*([] if is_root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    call([*apt, "update"])
    call([*apt, "install", "-y", "--no-install-recommends", *sorted(lacking)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
