"""The documentation says what the program does: the command reference, the links, the README's commands."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
import typer

from urgentaction.cli.app import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("docs/*.md"), ROOT / "README.md"])


def generator(name: str = "commands") -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names() -> set[str]:
    """Every command as it is typed: `draft`, `outbox list`."""
    root = typer.main.get_command(app)
    found = set()
    for word, child in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(child, "commands", None)
        found |= {f"{word} {name}" for name in inner} if inner else {word}
    return found


def test_the_command_reference_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == generator().reference(), "make docs"


def test_the_table_of_letters_is_what_the_library_has() -> None:
    assert (ROOT / "docs" / "letters.md").read_text(encoding="utf-8") == generator("letters").page(), "make docs"


def test_every_kind_says_what_it_is_for() -> None:
    for kind in generator("letters").kinds():
        row = re.search(rf"^\| `{kind}` \| (.*?) \| ", generator("letters").page(), re.MULTILINE)
        assert row
        assert row[1].endswith(".")


def test_the_page_of_rules_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == generator("checks").page(), "make docs"


def test_every_command_has_help_and_a_worked_example() -> None:
    text = generator().reference()
    for name in names():
        section = text.partition(f"### `ua {name}")[2].partition("###")[0]
        assert f"\nua {name}" in section, f"ua {name} has no example"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_the_documentation_names_exists(page: Path) -> None:
    known = names() | {name.split()[0] for name in names()} | {"--library", "--help", "COMMAND"}
    for words in re.findall(r"(?:^|`)ua ([a-z]+(?: [a-z]+)?)", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert words in known or words.split()[0] in known, f"{page.name}: ua {words}"


@pytest.mark.parametrize(
    "name", ["case", "authority", "authorities", "forms", "config", "report", "findings", "explained"]
)
def test_the_schemas_in_docs_are_what_the_program_exports(name: str) -> None:
    from urgentaction import config, library
    from urgentaction.campaign import report_file
    from urgentaction.check import findings_file
    from urgentaction.intake import explained

    of = {
        "config": config.schema,
        "report": report_file.schema,
        "findings": findings_file.schema,
        "explained": explained.schema,
    }
    exported = of[name]() if name in of else library.schema(name)
    path = ROOT / "docs" / "schemas" / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(json.dumps(exported)), "make docs"


def test_the_figures_of_envelopes_are_those_of_the_program() -> None:
    from urgentaction.model.envelope import ENVELOPES, Box

    def shown(box: Box) -> str:
        return f"{box.x:g}, {box.y:g}, {box.width:g} × {box.height:g}"

    page = (ROOT / "docs" / "paper.md").read_text(encoding="utf-8")
    for envelope, place in ENVELOPES.items():
        boxes = (place.visible, place.clear, place.address)
        folds = ", ".join(f"{fold:g}" for fold in place.folds)
        assert " | ".join([f"| `{envelope}`", *map(shown, boxes), folds, f"{place.source} |"]) in page


def test_the_readme_promises_commands_that_make_has() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_readme_says_how_to_run_the_program_on_a_bare_machine() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/ua demo" in page
