"""Starting is cheap: help loads nothing that only sending or typesetting needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from urgentaction.cli import app

HEAVY = (
    "httpx",
    "keyring",
    "typst",
    "babel",
    "smtplib",
    "jinja2",
    "pydantic_core._x",
    "email_validator",
    "sqlite3",
    "tomlkit",
)

PROGRAM = """
import sys
from pathlib import Path
from urgentaction.cli.app import run
code = run({arguments!r})
loaded = sorted(set({heavy!r}) & set(sys.modules))
print(code, *loaded, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["draft", "--help"], ["outbox", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = PROGRAM.format(arguments=arguments, heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "0"


def test_help_shows_the_three_groups() -> None:
    ran = subprocess.run([sys.executable, "-m", "urgentaction", "--help"], capture_output=True, text=True, check=False)
    for group in ("Write a letter", "Campaign day", "Keep things true"):
        assert group in ran.stdout


def lines() -> list[list[str]]:
    """Each command line of the tree that asks for help, and some that ask for what there is not."""
    groups = {group.name or "": group.typer_instance for group in app.app.registered_groups}
    inner = [[name, one.name, "--help"] for name, group in groups.items() if group for one in group.registered_commands]
    alone = [[name, "--help"] for name in groups]
    wrong = [["drat", "x"], ["outbox", "lst"], ["--library"], ["--help", "draft"], ["case"], ["draft", "--hlp"], []]
    return [["draft", "--help"], *alone, *inner, *wrong]  # type: ignore[list-item]


def said(tree: typer.Typer, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    with pytest.raises(SystemExit):
        typer.main.get_command(tree).main(args=[*arguments] or ["--help"], prog_name="ua")
    told = capsys.readouterr()
    return told.out, told.err


@pytest.mark.parametrize("arguments", lines(), ids=" ".join)
def test_the_part_of_the_tree_that_a_command_line_reaches_says_what_the_whole_says(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(app.part(app.app, arguments), arguments, capsys) == said(app.app, arguments, capsys)


def test_only_the_command_asked_for_is_built_and_of_the_groups_only_their_names_for_help() -> None:
    draft = typer.main.get_command(app.part(app.app, ["--library", "here", "draft", "x"]))
    assert isinstance(draft, typer.core.TyperGroup)
    assert list(draft.commands) == ["draft"]
    stop = typer.main.get_command(app.part(app.app, ["case", "stop", "x"]))
    assert isinstance(stop, typer.core.TyperGroup)
    assert [*stop.commands, *stop.commands["case"].commands] == ["case", "stop"]  # type: ignore[attr-defined]
    whole = typer.main.get_command(app.part(app.app, ["--help"]))
    assert isinstance(whole, typer.core.TyperGroup)
    assert {"draft", "outbox", "library"} < set(whole.commands)
    assert not whole.commands["outbox"].commands  # type: ignore[attr-defined]


def test_a_shell_that_completes_is_told_of_the_whole_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_UA_COMPLETE", "complete_bash")
    assert app.part(app.app, []) is app.app


def test_a_draft_as_text_loads_no_other_format_and_nothing_of_sending(tmp_path: Path) -> None:
    others = ("html", "eml", "mime", "markdown", "data", "beside")
    unneeded = [
        *(f"urgentaction.documents.{one}" for one in others),
        "urgentaction.gates",
        "urgentaction.model.delivery",
    ]
    program = PROGRAM.format(arguments=["draft", "ablyazov-2013", "--to", "aix", "-f", "txt"], heavy=unneeded)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "UA_HOME": str(tmp_path)},
    )
    assert ran.stderr.splitlines()[-1] == "0"
