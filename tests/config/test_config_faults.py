"""Everything wrong with a settings file, at once, where it stands, in words that help."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from urgentaction import config
from urgentaction.errors import LANGUAGES, Exit, Faults, UserError, words
from urgentaction.library.validation import MOST

Home = Any

TWENTY = """\
lenguage = "fr"
language = "de"
library = "x"
envelope = "us-left"
ledger = 3
[me]
nmae = "x"
name = "=cmd"
email = "a@example.org, b@example.org"
postcode = 6000
language = "gibberish"
country = "Frnace"
privacy = "anonymous"
[signers.jo]
name = "Jo <jo@example.org>"
city = 3
[group]
name = "A\\u001b[0m"
[email]
password = "hunter2"
address = "nobody"
host = "smtp.example.org:465"
port = 0
security = "ssl"
auth = "pasword"
timeout = -1
allow_plain = "yes"
password_command = ""
ca_file = "ca.pem"
"""


def test_every_fault_is_named_with_its_line(home: Home) -> None:
    assert home.faults(TWENTY) == {
        "lenguage": (1, 1, "library.unknown-key"),
        "language": (2, 12, "config.not-spoken"),
        "library": (3, 11, "library.not-list"),
        "envelope": (4, 12, "library.not-one-of"),
        "ledger": (5, 10, "library.not-text"),
        "me.nmae": (7, 1, "library.unknown-key"),
        "me.name": (8, 8, "signers.name-formula"),
        "me.email": (9, 9, "signers.email-several"),
        "me.postcode": (10, 12, "library.not-text"),
        "me.language": (11, 12, "config.not-a-language"),
        "me.country": (12, 11, "signers.country-near"),
        "me.privacy": (13, 11, "signers.privacy-unknown"),
        "signers.jo.name": (15, 8, "signers.name-odd"),
        "signers.jo.city": (16, 8, "library.not-text"),
        "group.name": (18, 8, "signers.control"),
        "email.password": (20, 1, "config.secret-in-file"),
        "email.address": (21, 11, "config.not-an-address"),
        "email.host": (22, 8, "config.host-and-port"),
        "email.port": (23, 8, "config.not-a-port"),
        "email.security": (24, 12, "library.not-one-of"),
        "email.auth": (25, 8, "library.not-one-of"),
        "email.timeout": (26, 11, "config.not-a-timeout"),
        "email.allow_plain": (27, 15, "library.not-true-or-false"),
        "email.password_command": (28, 20, "config.not-a-command"),
        "email.ca_file": (29, 11, "config.relative-path"),
    }


def test_no_secret_and_no_raw_control_is_in_any_word(home: Home) -> None:
    with pytest.raises(Faults) as caught:
        home.load(TWENTY)
    assert caught.value.exit is Exit.FINDINGS
    for fault in caught.value.faults:
        for language in LANGUAGES:
            said = words(fault.message, language)
            assert "hunter2" not in said.text + said.hint
            assert "\x1b" not in said.text + said.hint


@pytest.mark.parametrize(
    ("text", "key", "suggestion"),
    [
        ('lenguage = "fr"', "lenguage", "language"),
        ("[email]\nprot = 465", "email.prot", "port"),
        ('[signers.jo]\nnmae = "Jo"', "signers.jo.nmae", "name"),
        ("[emial]\nport = 465", "emial", "email"),
    ],
)
def test_a_misspelt_key_is_recognised(home: Home, text: str, key: str, suggestion: str) -> None:
    with pytest.raises(Faults) as caught:
        home.load(text)
    (fault,) = caught.value.faults
    assert fault.key == key
    assert f'did you mean "{suggestion}"' in str(fault.message)


@pytest.mark.parametrize(
    "text",
    [
        '[email]\npassword = "hunter2"',
        '[email]\nPassword = "hunter2"',
        'password = "hunter2"',
        '[me]\nsmtp_password = "hunter2"',
        '[email]\ntoken = "hunter2"',
        '[email.more]\nsecret = "hunter2"',
        '[providers.x]\napi_key = "hunter2"',
    ],
)
def test_a_secret_anywhere_is_refused_with_the_place_for_it(home: Home, text: str) -> None:
    with pytest.raises(Faults) as caught:
        home.load(text)
    found = [fault.message for fault in caught.value.faults if fault.message.id == "config.secret-in-file"]
    assert len(found) == 1
    assert "ua secret set email" in words(found[0]).hint


@pytest.mark.parametrize("port", ["0", "65536", "-1", '"465"', "465.0", "true", "[465]"])
def test_a_bad_port_is_told_with_the_good_ones(home: Home, port: str) -> None:
    with pytest.raises(Faults) as caught:
        home.load(f"[email]\nport = {port}")
    (fault,) = caught.value.faults
    assert fault.message.id == "config.not-a-port"
    assert "1 to 65535" in words(fault.message).hint


def test_every_port_is_good(home: Home) -> None:
    for port in (1, 25, 465, 65535):
        assert home.load(f"[email]\nport = {port}").missing


@pytest.mark.parametrize(
    "host", ["smtp.example.org", "localhost", "127.0.0.1", "::1", "my_host", "smtp.example.org.", "xn--bcher-kva.ch"]
)
def test_a_good_host(home: Home, host: str) -> None:
    assert home.load(f'[email]\nhost = "{host}"').missing == ("email.address",)


@pytest.mark.parametrize(
    ("host", "id_"),
    [
        ("smtp.example.org:465", "host-and-port"),
        ("https://smtp.example.org:465/", "host-and-port"),
        ("smtp://smtp.example.org", "not-a-host"),
        ("smtp example org", "not-a-host"),
        ("smtp.example.org\\u001b[0m", "not-a-host"),
        ("-x", "not-a-host"),
        ("a..b", "not-a-host"),
        ("x" * 300, "not-a-host"),
    ],
)
def test_a_bad_host(home: Home, host: str, id_: str) -> None:
    assert home.faults(f'[email]\nhost = "{host}"')["email.host"][2] == f"config.{id_}"


def test_a_password_file_that_others_can_read_is_refused_with_the_command_that_mends_it(home: Home) -> None:
    path = home.folder / "password"
    path.write_text("hunter2", encoding="utf-8")
    for mode in (0o640, 0o604, 0o660, 0o622):
        path.chmod(mode)
        with pytest.raises(Faults) as caught:
            home.load(f'[email]\npassword_file = "{path}"')
        (fault,) = caught.value.faults
        assert fault.message.id == "config.world-readable"
        assert f"chmod 600 {path}" in words(fault.message).hint
    path.chmod(0o600)
    assert home.load(f'[email]\npassword_file = "{path}"').missing


def test_a_password_file_that_is_away_is_no_fault_of_the_settings(home: Home) -> None:
    assert home.load('[email]\npassword_file = "/media/stick/password"').missing
    assert home.faults('[email]\npassword_file = "password"')["email.password_file"][2] == "config.relative-path"


@pytest.mark.parametrize(
    ("command", "good"),
    [
        ('"pass show mail"', True),
        ('["pass", "show", "mail"]', True),
        ('""', False),
        ("[]", False),
        ('"pass \'show"', False),
        ('["pass", 3]', False),
        ("3", False),
        ('[""]', False),
    ],
)
def test_a_command_is_words(home: Home, command: str, good: bool) -> None:
    text = f"[email]\ntoken_command = {command}"
    if good:
        assert home.load(text).missing
    else:
        assert home.faults(text)["email.token_command"][2] == "config.not-a-command"


@pytest.mark.parametrize("text", ["me = 3", "signers = 3", "[signers]\njo = 3", "email = []", "group = true", "[[me]]"])
def test_what_should_be_a_table_and_is_none_is_told(home: Home, text: str) -> None:
    assert [id_ for *_, id_ in home.faults(text).values()] == ["library.not-table"]


def test_what_is_not_toml_is_told_with_line_and_column(home: Home) -> None:
    found = home.faults('language = "fr"\n[me\nname = "x"')
    assert [(line, column) for line, column, _ in found.values()] == [(2, 4)]


def test_a_file_in_another_encoding_is_told(home: Home) -> None:
    home.file.write_bytes("[me]\nname = 'Élise'".encode("cp1252"))
    with pytest.raises(Faults) as caught:
        home.load()
    assert caught.value.faults[0].message.id == "library.not-utf-8"


def test_a_folder_in_the_place_of_the_file_is_told(home: Home) -> None:
    home.file.mkdir()
    with pytest.raises(Faults) as caught:
        home.load()
    assert caught.value.faults[0].path.endswith("config.toml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(home: Home) -> None:
    home.write("")
    home.file.chmod(0)
    with pytest.raises(Faults) as caught:
        home.load()
    assert caught.value.faults[0].message.id == "library.file-forbidden"


def test_a_link_that_leads_nowhere_is_no_file(home: Home) -> None:
    home.file.symlink_to(home.folder / "gone.toml")
    assert home.load().me is None


KEYS = st.sampled_from(
    ["me", "email", "signers", "group", "library", "language", "envelope", "name", "host", "port", "password", "auth",
     "password_command", "timeout", "address", "privacy", "x"]
)  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["fr", "a@example.org"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
def test_any_toml_is_read_or_refused_in_words(tmp_path: Path, data: dict[str, Any]) -> None:
    import tomli_w

    file = tmp_path / "config.toml"
    file.write_text(tomli_w.dumps(_without_none(data)), encoding="utf-8")
    try:
        config.show(config.load(environ={"UA_HOME": str(tmp_path)}))
    except Faults as refusal:
        for fault in refusal.faults:
            assert fault.line >= 1
            assert all(words(fault.message, language).text for language in LANGUAGES)
    except UserError as other:
        pytest.fail(f"{other!r}")


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_none(inner) for inner in value if inner is not None]
    return value


def test_nesting_without_end_is_told_and_a_file_of_nothing_but_faults_is_told_in_time(home: Home) -> None:
    assert home.faults("a = " + "{ b = " * 120 + "1" + " }" * 120) == {"": (0, 0, "library.too-deep")}
    began = time.monotonic()
    assert len(home.faults("".join(f"[t{n}]\nx = 1\n" for n in range(30_000)))) == MOST
    assert time.monotonic() - began < 8
