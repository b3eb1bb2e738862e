"""`ua config`, `ua secret`, `ua schema`: what is in effect, one change at a time, and no secret anywhere."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from support.ua import Ua

PASSWORD = "correct horse battery staple"
KEYRING = ("urgentaction", "email")


def written(ua: Any) -> dict[str, Any]:
    """What the settings file holds."""
    return tomllib.loads((ua.home / "config.toml").read_text(encoding="utf-8"))


# --- config show, config path -----------------------------------------------------------------------------------------


def test_show_uses_the_names_that_set_takes(me: Any) -> None:
    ran = me("config", "show")
    assert ran.code == 0
    rows = dict(row.split(maxsplit=1) for row in ran.out.splitlines() if "." in row.split(" ")[0])
    assert rows["me.postcode"] == "69002"
    for name, value in rows.items():
        assert me("config", "set", name, value).code == 0


def test_show_without_any_settings_tells_defaults_and_places(ua: Any) -> None:
    ran = ua("config", "show")
    assert ran.code == 0
    assert "envelope" in ran.out
    assert str(ua.home / "config.toml") in ran.out


def test_show_tells_what_is_missing(ua: Any) -> None:
    ua("config", "set", "email.port", "465")
    ran = ua("config", "show")
    assert "email.host" in ran.err
    assert "ua setup" in ran.err


def test_show_gives_json(me: Any) -> None:
    told = json.loads(me("config", "show", "--json").out)
    assert told["me"]["city"] == "Lyon"
    assert told["places"]["data"] == str(me.home / "data")


def test_show_never_tells_a_secret_nor_the_command_that_prints_it(me: Any) -> None:
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    me("config", "set", "email.host", "smtp.example.org")
    me("config", "set", "email.password_command", "echo hunter2")
    for ran in (me("config", "show"), me("config", "show", "--json")):
        assert "hunter2" not in ran.out + ran.err
        assert PASSWORD not in ran.out + ran.err
        assert "password_command" in ran.out


def test_path_puts_the_settings_file_on_the_first_line(ua: Any) -> None:
    ran = ua("config", "path")
    data = ua.home / "data"
    assert ran.out.splitlines() == [
        str(ua.home / "config.toml"),
        str(data),
        str(data / "letters"),
        str(data / "ledger.sqlite"),
        str(data / "rehearsal"),
    ]
    assert ran.err == ""


def test_path_works_though_the_settings_are_faulty(ua: Any) -> None:
    (ua.home / "config.toml").write_text("not toml", encoding="utf-8")
    assert ua("config", "path").code == 0


# --- config set -------------------------------------------------------------------------------------------------------


def test_set_changes_one_setting_and_says_so(me: Any) -> None:
    ran = me("config", "set", "me.city", "Villeurbanne")
    assert ran.code == 0
    assert "✓ me.city = Villeurbanne" in ran.err
    assert written(me)["me"]["city"] == "Villeurbanne"
    assert written(me)["me"]["street"] == "12, rue de la République"


def test_an_empty_value_takes_a_setting_out(me: Any) -> None:
    ran = me("config", "set", "me.city", "")
    assert ran.code == 0
    assert "was taken out" in ran.err
    assert "city" not in written(me)["me"]


def test_a_changed_language_is_spoken_at_once(ua: Any) -> None:
    ua("config", "set", "language", "fr")
    assert "réglages" in ua("config", "show").out


@pytest.mark.parametrize(
    ("name", "value", "code", "said"),
    [
        ("email.prt", "465", 2, "port"),
        ("me.nam", "Jo", 2, "name"),
        ("email.port", "99999", 3, "is not a port"),
        ("email.address", "jo@", 3, "is not an e-mail address"),
        ("me.country", "Frence", 3, "FR"),
        ("email.security", "ssl", 3, "tls"),
        ("me.city", "", 2, "nothing to take out"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_words(ua: Any, name: str, value: str, code: int, said: str) -> None:
    ran = ua("config", "set", name, value)
    assert ran.code == code
    assert said in ran.err
    assert not (ua.home / "config.toml").exists()


def test_a_password_is_not_taken_into_the_settings_and_not_shown(ua: Any) -> None:
    ran = ua("config", "set", "email.password", "hunter2")
    assert ran.code == 3
    assert "ua secret set email" in ran.err
    assert "hunter2" not in ran.err
    assert not (ua.home / "config.toml").exists()


# --- secret -----------------------------------------------------------------------------------------------------------


def test_a_password_is_asked_for_without_showing_and_kept(ua: Any) -> None:
    ua.keyring.works = True
    ua.secrets = iter([PASSWORD])
    ran = ua("secret", "set", "email", answers=[])
    assert ran.code == 0
    assert ua.keyring.kept == {KEYRING: PASSWORD}
    assert PASSWORD not in ran.err + ran.out
    assert "ua doctor" in ran.err


@pytest.mark.parametrize("end", ["\n", "\r\n", "", "\nanother line\n"])
def test_in_a_script_one_line_of_standard_input_is_the_password(ua: Any, end: str) -> None:
    ua.keyring.works = True
    assert ua("secret", "set", "email", stdin=PASSWORD + end).code == 0
    assert ua.keyring.kept == {KEYRING: PASSWORD}


def test_an_app_password_of_google_is_kept_without_its_spaces(me: Any) -> None:
    me("config", "set", "email.host", "smtp.gmail.com")
    me.keyring.works = True
    me("secret", "set", "email", stdin="abcd efgh ijkl mnop\n")
    assert me.keyring.kept == {KEYRING: "abcdefghijklmnop"}


def test_nothing_typed_is_nothing_kept(ua: Any) -> None:
    ua.keyring.works = True
    ran = ua("secret", "set", "email", stdin="")
    assert ran.code == 1
    assert ua.keyring.kept == {}


def test_without_a_keyring_the_ways_out_are_told(ua: Any) -> None:
    ran = ua("secret", "set", "email", stdin=f"{PASSWORD}\n")
    assert ran.code == 1
    assert "password_command" in ran.err
    assert "password_file" in ran.err
    assert "UA_EMAIL_PASSWORD" in ran.err
    assert PASSWORD not in ran.err


@pytest.mark.parametrize(
    ("setting", "environ", "place"),
    [
        ('password_command = "/nowhere/pw"', {}, "email.password_command"),
        ('password_file = "/nowhere/pw"', {}, "email.password_file"),
        ("", {"UA_EMAIL_PASSWORD": "x"}, "UA_EMAIL_PASSWORD"),
    ],
)
def test_what_comes_before_the_keyring_is_told(me: Any, setting: str, environ: dict[str, str], place: str) -> None:
    file = me.home / "config.toml"
    file.write_text(f'{file.read_text()}\n[email]\nhost = "smtp.example.org"\n{setting}\n')
    me.environ.update(environ)
    me.keyring.works = True
    ran = me("secret", "set", "email", stdin=f"{PASSWORD}\n")
    assert ran.code == 0
    assert f"{place} is set and comes before the keyring" in ran.err


def test_a_password_is_taken_out(ua: Any) -> None:
    ua.keyring.works = True
    ua.keyring.kept[KEYRING] = PASSWORD
    ran = ua("secret", "delete", "email")
    assert ran.code == 0
    assert ua.keyring.kept == {}
    assert "taken out" in ran.err


def test_where_there_is_no_password_none_is_taken_out(ua: Any) -> None:
    ran = ua("secret", "delete", "email")
    assert ran.code == 0
    assert "nothing to take out" in ran.err


@pytest.mark.parametrize("command", ["set", "delete"])
def test_a_misspelt_secret_is_told(ua: Any, command: str) -> None:
    ran = ua("secret", command, "emial")
    assert ran.code == 2
    assert "Did you mean email?" in ran.err


# --- schema -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["case", "authority", "config"])
def test_a_schema_is_json_on_standard_output(ua: Any, name: str) -> None:
    ran = ua("schema", name)
    assert ran.code == 0
    assert json.loads(ran.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert ran.err == ""


def test_an_unknown_schema_names_those_there_are(ua: Any) -> None:
    ran = ua("schema", "cse")
    assert ran.code == 2
    assert "Did you mean case?" in ran.err
    assert "case, authority, authorities, forms, config, report, findings, explained" in ran.err


def test_nothing_is_written_by_looking(ua: Any) -> None:
    for command in (("config", "show"), ("config", "path"), ("schema", "case")):
        ua(*command)
    assert list(Path(ua.home).iterdir()) == []


def test_a_command_or_a_file_can_be_named_by_its_setting(ua: Any, tmp_path: Path) -> None:
    kept = tmp_path / "password"
    kept.write_text("secret")
    kept.chmod(0o600)
    assert ua("config", "set", "email.password_file", str(kept)).code == 0
    kept.chmod(0o644)
    ran = ua("config", "set", "email.password_file", str(kept))
    assert ran.code != 0
    assert "chmod" in ran.err


def test_a_setting_that_was_mistyped_is_told_by_its_whole_name(me: Ua) -> None:
    ran = me("config", "set", "me.langauge", "fr")
    assert ran.code == 2
    assert '"me.language"' in ran.err


def test_a_country_is_echoed_as_it_was_understood(me: Ua) -> None:
    assert "me.country = DE" in me("config", "set", "me.country", "Germany").err
