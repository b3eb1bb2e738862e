"""Settings are changed whole or not at all, comments stay, and nothing is written that could not be read again."""

from __future__ import annotations

import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import config
from urgentaction.errors import Exit, Faults, UsageError, UserError

Home = Any

OWN = """\
# mine, do not touch
language = "fr"   # of prompts

[me]
name = "Élise Lefèvre"  # as on my passport
city = 'Nice'

# the account
[email]
host = "smtp.example.org"
port = 465
"""


def test_a_new_file_is_for_its_owner_only_and_names_its_schema(tmp_path: Path) -> None:
    places = config.places({"UA_HOME": str(tmp_path / "home")})
    config.write(places, {"me": {"name": "Élise Lefèvre"}, "email": {"host": "smtp.example.org", "port": 465}})
    assert _mode(places.config_file) == 0o600
    assert _mode(places.config_file.parent) == 0o700
    text = places.config_file.read_text(encoding="utf-8")
    assert text.startswith("#:schema config.schema.json\n")
    assert tomllib.loads(text) == {"me": {"name": "Élise Lefèvre"}, "email": {"host": "smtp.example.org", "port": 465}}
    schema = json.loads((places.config_file.parent / "config.schema.json").read_text(encoding="utf-8"))
    assert schema == config.schema()


def test_a_change_keeps_comments_and_order(home: Home) -> None:
    home.write(OWN)
    config.write(home.places, {"me": {"city": "Lyon"}, "email": {"port": 587, "user": "elise"}, "envelope": "fr-right"})
    text = home.file.read_text(encoding="utf-8")
    for kept in ("# mine, do not touch", "# of prompts", "# as on my passport", "# the account"):
        assert kept in text
    assert tomllib.loads(text) == {
        "language": "fr",
        "envelope": "fr-right",
        "me": {"name": "Élise Lefèvre", "city": "Lyon"},
        "email": {"host": "smtp.example.org", "port": 587, "user": "elise"},
    }
    assert not (home.folder / "config.schema.json").exists()


def test_none_takes_a_setting_out(home: Home) -> None:
    home.write(OWN)
    config.write(home.places, {"me": {"city": None}, "email": None, "group": {"name": None}})
    assert tomllib.loads(home.file.read_text(encoding="utf-8")) == {"language": "fr", "me": {"name": "Élise Lefèvre"}}


def test_a_file_that_others_could_read_is_closed_when_it_is_changed(home: Home) -> None:
    home.write(OWN)
    home.file.chmod(0o644)
    config.set_value(home.places, "me.city", "Lyon")
    assert _mode(home.file) == 0o600


def test_a_link_to_the_file_stays_a_link(home: Home) -> None:
    real = home.folder / "dotfiles" / "ua.toml"
    real.parent.mkdir()
    real.write_text(OWN, encoding="utf-8")
    home.file.symlink_to(real)
    config.set_value(home.places, "me.city", "Lyon")
    assert home.file.is_symlink()
    assert 'city = "Lyon"' in real.read_text(encoding="utf-8")


def test_what_could_not_be_read_again_is_not_written(home: Home) -> None:
    home.write(OWN)
    with pytest.raises(Faults) as caught:
        config.write(home.places, {"email": {"port": 0, "prot": 3}, "me": {"email": "nobody"}})
    assert {fault.key for fault in caught.value.faults} == {"email.port", "email.prot", "me.email"}
    assert home.file.read_text(encoding="utf-8") == OWN
    assert [path.name for path in home.folder.iterdir()] == ["config.toml"]


def test_a_file_with_a_fault_is_not_changed_and_the_fault_is_named(home: Home) -> None:
    home.write(OWN + "prot = 3\n")
    with pytest.raises(Faults) as caught:
        config.set_value(home.places, "me.city", "Lyon")
    assert [fault.key for fault in caught.value.faults] == ["email.prot"]


def test_a_file_that_is_not_toml_is_not_changed(home: Home) -> None:
    home.write("[me\n")
    with pytest.raises(Faults) as caught:
        config.set_value(home.places, "me.city", "Lyon")
    assert caught.value.faults[0].line == 1
    with pytest.raises(Faults) as caught:
        config.write(home.places, {"me": {"city": "Lyon"}})
    assert caught.value.faults[0].line == 1
    assert home.file.read_text(encoding="utf-8") == "[me\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(home: Home) -> None:
    home.folder.chmod(0o500)
    with pytest.raises(UserError) as caught:
        config.write(home.places, {"me": {"name": "É"}})
    assert caught.value.message.id == "files.no-permission"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        config.write(config.places({"UA_HOME": str(tmp_path / "home")}), {"me": {"name": "É"}})
    assert caught.value.message.id.startswith("files.")


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("email.port", "465", 465),
        ("email.timeout", "2.5", 2.5),
        ("email.copy_to_me", "false", False),
        ("email.host", "smtp.gmail.com", "smtp.gmail.com"),
        ("email.password_command", "pass show mail", "pass show mail"),
        ("email.password_command", '["pass", "show mail"]', '["pass", "show mail"]'),
        ("me.name", "Élise Lefèvre", "Élise Lefèvre"),
        ("me.postcode", "06000", "06000"),
        ("me.about", 'a "nurse"', 'a "nurse"'),
        ("library", "/srv/letters", ["/srv/letters"]),
        ("library", '["/a", "/b"]', ["/a", "/b"]),
        ("language", "fr", "fr"),
        ("signers.josé.name", "José", "José"),
        ('signers."Jo B.".name', "Jo B.", "Jo B."),
    ],
)
def test_a_typed_value_becomes_what_its_setting_holds(home: Home, key: str, typed: str, value: object) -> None:
    for start in ("", OWN):
        home.file.unlink(missing_ok=True)
        if start:
            home.write(start)
        config.set_value(home.places, key, typed)
        place: Any = tomllib.loads(home.file.read_text(encoding="utf-8"))
        for part in [quoted.strip('"') for quoted in key.replace('"Jo B."', '"Jo B\0"').split(".")]:
            place = place[part.replace("\0", ".")]
        assert place == value
        home.load()


def test_an_empty_value_takes_a_setting_out(home: Home) -> None:
    home.write(OWN)
    config.set_value(home.places, "email.port", "")
    assert "port =" not in home.file.read_text(encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        config.set_value(home.places, "email.port", "")
    assert caught.value.message.id == "config.not-set"


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("email.prot", 'did you mean "email.port"'),
        ("emial.port", 'did you mean "email"'),
        ("signers.jo.nmae", 'did you mean "signers.jo.name"'),
        ("xyzzy", 'There is no setting "xyzzy"'),
        ("a..b", 'There is no setting "a..b"'),
        ("", 'There is no setting ""'),
        ("email.port\nx", "There is no setting"),
    ],
)
def test_a_setting_that_is_not_there_is_a_usage_error(home: Home, key: str, part: str) -> None:
    with pytest.raises(UsageError) as caught:
        config.set_value(home.places, key, "3")
    assert caught.value.exit is Exit.USAGE
    assert part in str(caught.value)
    assert not home.file.exists()


@pytest.mark.parametrize(
    ("key", "typed", "id_"),
    [
        ("email.port", "70000", "config.not-a-port"),
        ("email.port", "abc", "config.not-a-port"),
        ("email.copy_to_me", "maybe", "library.not-true-or-false"),
        ("email.security", "ssl", "library.not-one-of"),
        ("email.password", "hunter2", "config.secret-in-file"),
        ("me.email", "nobody", "signers.email-bad"),
        ("me", "x", "library.not-table"),
        ("language", "de", "config.not-spoken"),
    ],
)
def test_a_bad_value_is_refused_as_in_the_file(home: Home, key: str, typed: str, id_: str) -> None:
    with pytest.raises(Faults) as caught:
        config.set_value(home.places, key, typed)
    assert [(fault.message.id, fault.line) for fault in caught.value.faults] == [(id_, 0)]
    assert "hunter2" not in str(caught.value.faults[0].message)
    assert not home.file.exists()


def test_a_file_laid_out_beyond_safe_change_is_left_alone_or_changed_rightly(home: Home) -> None:
    odd = 'me.name = "É"\nme.city = "Nice"\nsigners = { jo = { name = "Jo" } }\n[email]\nhost = "h"\n'
    home.write(odd)
    config.set_value(home.places, "signers.jo.city", "Lyon")
    config.set_value(home.places, "me.city", "Lyon")
    data = tomllib.loads(home.file.read_text(encoding="utf-8"))
    assert data["signers"]["jo"] == {"name": "Jo", "city": "Lyon"}
    assert data["me"] == {"name": "É", "city": "Lyon"}


FIELDS = st.dictionaries(
    st.sampled_from(["street", "city", "about", "pronouns", "id"]),
    st.one_of(st.none(), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)),
    max_size=4,
)


@given(st.lists(FIELDS, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_any_row_of_changes_ends_in_what_was_last_said(tmp_path: Path, changes: list[dict[str, str | None]]) -> None:
    places = config.places({"UA_HOME": str(tmp_path)})
    places.config_file.write_text(OWN, encoding="utf-8")
    expected = {"name": "Élise Lefèvre", "city": "Nice"}
    for change in changes:
        try:
            config.write(places, {"me": change})
        except Faults:
            continue  # a text that no profile may hold: nothing changed
        expected |= {key: value for key, value in change.items() if value is not None}
        expected = {key: value for key, value in expected.items() if key not in change or change[key] is not None}
    text = places.config_file.read_text(encoding="utf-8")
    assert tomllib.loads(text)["me"] == expected
    assert "# as on my passport" in text


def test_the_schema_allows_what_is_allowed_and_no_secret() -> None:
    schema = config.schema()
    tables = {"me", "signers", "group", "email", "providers"}
    keys = {"language", "library", "ledger", "ledger_password_command", "backup_to", "envelope"}
    assert set(schema["properties"]) == tables | keys
    email = schema["$defs"]["Email"]["properties"]
    assert email["port"]["maximum"] == 65535
    assert "password" not in email
    assert schema["additionalProperties"] is False
    json.dumps(schema)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
