"""What the pages about settings and signers show can be used as it stands there."""

from __future__ import annotations

import io
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from urgentaction import config, signers

DOCS = Path(__file__).parents[2] / "docs"


def test_the_settings_shown_are_good_and_show_every_key_of_a_profile_and_an_account(home: Any) -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    text = _block(page, "toml")
    found = home.load(text)
    assert found.me.name == "Élise Lefèvre"
    assert config.account(found).smtp.host == "smtp.example.org"
    assert found.missing == ()
    tables = config.schema()["$defs"]
    for key in (*tables["Profile"]["properties"], *tables["Email"]["properties"]):
        assert re.search(rf"\b{key}\b", page), key
    assert set(tomllib.loads(text)) == set(config.schema()["properties"])


def test_the_signers_shown_can_all_sign() -> None:
    sheet = _block((DOCS / "signers.md").read_text(encoding="utf-8"), "csv")
    rows = signers.read(io.BytesIO(sheet.encode()), case="example-2026", today=date(2026, 11, 24))
    assert [(bool(row.signer), row.remarks) for row in rows] == [(True, ())] * 3


def _block(page: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]
