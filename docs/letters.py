"""Write the table of letters from the library itself: `make docs`; a test compares it with what is committed."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from urgentaction import library
from urgentaction.model.law import Law

HEAD = """\
# Letters

Made from the library by `make docs`. How a template is written: [templates](templates.md); how a case says what kind it
is: [case files](case-files.md).
"""

KINDS = """\
## Kinds of case

`kind = "…"` in a case chooses its letters. What every letter says stands once in `_base`; a kind says its own part in
the blocks named here, in the languages named here. Whatever the kind, a court is asked for guarantees only, and told
nothing about the facts or the outcome.

| kind | for | languages | its own blocks |
|---|---|---|---|"""

LAW = """\
## Law

What a case may cite: `[[law]] basis = "…"`. A letter cites at most three, and only what was in force on its own date.
A treaty binds the States that are parties to it: look before you cite it to another country's office.

| basis | is | letters from | until | languages | source |
|---|---|---|---|---|---|"""

FORMS = """\
## Forms of address

How an office is addressed where its own entry has no words of its own (`letters/forms`). A form is there only with a
source; a role without one is addressed by the neutral form of the language, and the program says so.

| role | language | salutation | closing | source |
|---|---|---|---|---|"""

TEMPLATES = library.built_in().root / "templates"


def page() -> str:
    """The whole page as Markdown."""
    laws = sorted(library.open_library([library.built_in()]).laws().values(), key=lambda basis: basis.id)
    return "\n".join([HEAD, KINDS, *map(_kind, kinds()), "", LAW, *map(_law, laws), "", FORMS, *_forms()]) + "\n"


def kinds() -> tuple[str, ...]:
    """The kinds there are letters for, the one that says nothing of its own last."""
    there = (folder.name for folder in TEMPLATES.iterdir() if folder.name not in {"_base", "layout"})
    return tuple(sorted(there, key=lambda kind: (kind == "open", kind)))


def _kind(kind: str) -> str:
    files = sorted((TEMPLATES / kind).glob("*.j2"), key=lambda path: (path.stem not in {"en", "fr"}, path.stem))
    told = re.match(r"\{#- (.+?) -#\}", (TEMPLATES / kind / "en.j2").read_text(encoding="utf-8"))
    blocks = dict.fromkeys(block for path in files for block in _blocks(path.read_text(encoding="utf-8")))
    row = (f"`{kind}`", told[1] if told else "", _codes(path.stem for path in files), _codes(blocks))
    return f"| {' | '.join(row)} |"


def _blocks(text: str) -> list[str]:
    return re.findall(r"\{% block (\w+) %\}", text)


def _law(basis: Law) -> str:
    note = f" ({basis.note['en']})" if "en" in basis.note else ""
    source = f"{basis.source}{note}".replace("|", "\\|")
    days = (str(basis.valid_from), str(basis.valid_to or ""))
    return f"| {' | '.join((f'`{basis.id}`', basis.name['en'], *days, _codes(sorted(basis.text)), source))} |"


def _codes(words: Iterator[str] | list[str] | dict[str, None]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _forms() -> Iterator[str]:
    found = [
        (role, path.stem, form)
        for path in (library.built_in().root / "forms").glob("*.toml")
        for role, form in _by_role(tomllib.loads(path.read_text(encoding="utf-8")))
    ]
    for role, language, form in sorted(found, key=lambda row: (row[0] != "neutral", row[:2])):
        salutation = form["salutation"].get("any") or " / ".join(form["salutation"].values())
        row = (f"`{role}`", f"`{language}`", salutation, form["closing"], form["source"].replace("|", "\\|"))
        yield f"| {' | '.join(row)} |"


def _by_role(table: Mapping[str, Any], role: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Forms by role and, within a role, by what the office is: `ministry`, `ministry.justice`."""
    if "salutation" in table:
        yield role, table
    for name, inner in table.items():
        if isinstance(inner, dict) and name != "salutation":
            yield from _by_role(inner, f"{role}.{name}".strip("."))


if __name__ == "__main__":
    sys.stdout.write(page())
