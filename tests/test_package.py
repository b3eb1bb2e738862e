"""The wheel: built from this tree, installed in a fresh environment without network, and run there."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our wheel, built through the sdist as it is published."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment with the wheel in it."""
    wheels = os.environ.get("UA_WHEELS", "")
    if not wheels:
        pytest.skip("UA_WHEELS names no folder of wheels: `make test` makes it")
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--find-links", wheels, str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_every_letter_and_every_word(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"urgentaction/letters/{name}" for name in files(ROOT / "letters")} <= names
    sources = {name for name in files(ROOT / "urgentaction") if "__pycache__" not in name}
    assert {f"urgentaction/{name}" for name in sources} <= names


def run(fresh: Path, home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(home), "UA_HOME": str(home / "ua"), "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(fresh / command[0]), *command[1:]], capture_output=True, text=True, check=False, cwd=home, env=environ
    )


@pytest.mark.parametrize("name", ["ua", "urgentaction"])
def test_both_names_start_the_program(fresh: Path, tmp_path: Path, name: str) -> None:
    ran = run(fresh, tmp_path, name, "--version")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("urgentaction ")


def test_the_installed_program_drafts_the_letter_and_its_page(fresh: Path, tmp_path: Path) -> None:
    ran = run(fresh, tmp_path, "python", "-m", "urgentaction", "draft", "ablyazov-2013", "--to", "aix")
    assert ran.returncode == 0, ran.stderr
    assert "haute considération" in ran.stdout
    ran = run(fresh, tmp_path, "ua", "draft", "ablyazov-2013", "-f", "pdf", "-o", "letter.pdf")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF-")


def test_the_installed_program_runs_its_demonstration(fresh: Path, tmp_path: Path) -> None:
    for _ in range(2):
        ran = run(fresh, tmp_path, "ua", "demo")
        assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "ua-demo" / "letter.pdf").exists()
    assert "Nothing left this machine" in ran.stderr
    assert "this case is over" in ran.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("name", ["ua", "urgentaction"])
def test_the_shell_is_told_how_to_complete(fresh: Path, tmp_path: Path, shell: str, name: str) -> None:
    variable = f"_{name.upper()}_COMPLETE"
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), variable: f"source_{shell}"}
    ran = subprocess.run([str(fresh / name)], capture_output=True, text=True, check=False, cwd=tmp_path, env=environ)
    assert ran.returncode == 0, ran.stderr
    assert f"{variable}=complete_{shell}" in ran.stdout.replace("\\", "")


def test_the_shell_completes_commands_and_cases(fresh: Path, tmp_path: Path) -> None:
    asked = {"_UA_COMPLETE": "complete_bash", "COMP_WORDS": "ua draft abl", "COMP_CWORD": "2"}
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "UA_HOME": str(tmp_path / "ua"), **asked}
    ran = subprocess.run([str(fresh / "ua")], capture_output=True, text=True, check=False, cwd=tmp_path, env=environ)
    assert ran.stdout.split() == ["ablyazov-2013"], ran.stderr
