"""Makes the documents of this folder and what is expected of them from `sources/`: python tests/intake/ours/make.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))

from intake.ours import bound, newer, older, textual  # noqa: E402
from intake.ours.action import Action, read  # noqa: E402
from intake.ours.pages import Pages  # noqa: E402

LAYOUTS: dict[str, Callable[[Action], Pages]] = {
    "bulletin": older.bulletin,
    "sheet": older.sheet,
    "form": newer.form,
    "letter": newer.letter,
}
FORMS: dict[str, Callable[[list[Any], Action], bytes]] = {
    "txt": lambda blocks, action: textual.text(blocks, action).encode(),
    "html": lambda blocks, action: textual.page(blocks, action).encode(),
    "eml": textual.mail,
    "docx": bound.docx,
    "pdf": bound.pdf,
}


def documents() -> Iterator[tuple[str, Action]]:
    """The name of each document and what it is made of."""
    for path in sorted((HERE / "sources").glob("*.toml")):
        for action in read(path):
            yield f"{path.stem}-{action.layout}", action


def laid_out(action: Action) -> Pages:
    return LAYOUTS[action.layout](action)


def made(action: Action) -> tuple[bytes, str]:
    """The bytes of a document, and its expected file."""
    pages = laid_out(action)
    return FORMS[action.form](pages.blocks, action), toml(pages.expected)


def toml(expected: dict[str, Any]) -> str:
    """An expected file: plain values first, then people, offices and copies as tables."""
    tables = {key: value for key, value in expected.items() if _is_tables(value)}
    rows = [f"{key} = {_value(value)}" for key, value in expected.items() if key not in tables]
    for key, value in tables.items():
        rows += [line for one in value for line in ("", f"[[{key}]]", *(f"{k} = {_value(v)}" for k, v in one.items()))]
    return "\n".join(rows) + "\n"


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    for name, action in documents():
        data, expected = made(action)
        (HERE / f"{name}.{action.form}").write_bytes(data)
        (HERE / f"{name}.expected.toml").write_text(expected, encoding="utf-8")
