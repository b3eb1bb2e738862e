"""Secrets by name, from every place a person may keep one; and never shown."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from urgentaction import credentials
from urgentaction.credentials import Keyring, Kind, Settings, delete_secret, secret, set_secret
from urgentaction.errors import LANGUAGES, UserError, words

SECRET = "hunter2-öß"


@dataclass
class Ring:
    """A keyring in memory."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.kept[service_name, username] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self.kept[service_name, username]


class Forgetful(Ring):
    """As keyring's null backend: takes everything, keeps nothing."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Keep nothing."""


def broken() -> Keyring:
    """A machine without a desktop."""
    raise RuntimeError("No recommended backend was available.")


def none() -> Keyring:
    return Ring()


def kept() -> Keyring:
    return Ring({("urgentaction", "email"): "from the keyring"})


def script(folder: Path, text: str) -> Path:
    path = folder / "give secret.py"
    path.write_text(text, encoding="utf-8")
    return path


def command(folder: Path, text: str) -> tuple[str, str]:
    return (sys.executable, str(script(folder, text)))


def password_file(folder: Path, data: bytes = f"{SECRET}\nnotes\n".encode(), mode: int = 0o600) -> str:
    path = folder / "password"
    path.write_bytes(data)
    path.chmod(mode)
    return str(path)


def test_a_command_comes_first_and_gives_its_first_line(tmp_path: Path) -> None:
    settings = Settings(
        password_command=command(tmp_path, f"print('{SECRET}'); print('second line')"),
        password_file=password_file(tmp_path, b"from the file\n"),
    )
    found = secret("email", settings=settings, environ={"UA_EMAIL_PASSWORD": "from the environment"}, keyring=kept)
    assert found == SECRET


def test_a_command_in_one_string_is_split_as_a_shell_would_but_no_shell_runs(tmp_path: Path) -> None:
    path = script(tmp_path, "import sys; print(sys.argv[1:])")
    settings = Settings(password_command=f"{sys.executable} '{path}' $HOME '; rm x' | cat")
    assert secret("email", settings=settings, environ={}, keyring=none) == "['$HOME', '; rm x', '|', 'cat']"


def test_then_the_environment_then_the_file_then_the_keyring_then_a_question(tmp_path: Path) -> None:
    file = Settings(password_file=password_file(tmp_path))
    environ = {"UA_EMAIL_PASSWORD": "from the environment"}
    assert secret("email", settings=file, environ=environ, keyring=kept) == "from the environment"
    assert secret("email", settings=file, environ={"UA_EMAIL_PASSWORD": ""}, keyring=kept) == SECRET
    assert secret("email", environ={}, keyring=kept, prompt=lambda _name: "asked") == "from the keyring"
    assert secret("email", environ={}, keyring=none, prompt=lambda name: f"asked for {name}") == "asked for email"


@pytest.mark.parametrize("keyring", [none, broken, Forgetful])
def test_without_any_the_words_name_every_way_out(keyring: Callable[[], Keyring]) -> None:
    with pytest.raises(UserError) as caught:
        secret("email", environ={}, keyring=keyring, prompt=lambda _name: "")
    assert caught.value.message.id == "credentials.none"
    for language in LANGUAGES:
        hint = words(caught.value.message, language).hint
        for way in ("ua secret set email", "password_command", "password_file", "UA_EMAIL_PASSWORD"):
            assert way in hint


@pytest.mark.parametrize(
    ("name", "kind", "variable"),
    [
        ("email", Kind.PASSWORD, "UA_EMAIL_PASSWORD"),
        ("post.lob-test", Kind.PASSWORD, "UA_POST_LOB_TEST_PASSWORD"),
        ("email", Kind.TOKEN, "UA_EMAIL_TOKEN"),
    ],
)
def test_the_environment_variable_follows_from_the_name(name: str, kind: Kind, variable: str) -> None:
    assert credentials.variable(name, kind) == variable


def test_a_token_comes_from_its_command_or_the_environment_and_never_from_a_kept_password(tmp_path: Path) -> None:
    settings = Settings(password_command=command(tmp_path, "print('password')"), password_file=password_file(tmp_path))
    with pytest.raises(UserError) as caught:
        secret("email", settings=settings, environ={}, kind=Kind.TOKEN, keyring=kept, prompt=lambda _name: "asked")
    assert caught.value.message.id == "credentials.no-token"
    assert "token_command" in words(caught.value.message).hint
    environ = {"UA_EMAIL_TOKEN": "from the environment"}
    assert secret("email", settings=settings, environ=environ, kind=Kind.TOKEN) == "from the environment"
    fresh = Settings(token_command=command(tmp_path, "print('ya29.fresh')"))
    assert secret("email", settings=fresh, environ=environ, kind=Kind.TOKEN) == "ya29.fresh"


@pytest.mark.parametrize(
    ("text", "entry", "shown"),
    [
        (f"print('{SECRET}'); import sys; sys.exit(7)", "command-failed", "7"),
        (f"import sys; print('{SECRET}', file=sys.stderr); sys.exit(1)", "command-failed", "1"),
        (f"print(); print('{SECRET}')", "command-silent", ""),
        (f"print('{SECRET}', flush=True); import time; time.sleep(60)", "command-slow", "0.5"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str, entry: str, shown: str
) -> None:
    settings = Settings(password_command=command(tmp_path, text))
    with pytest.raises(UserError) as caught:
        secret("email", settings=settings, environ={}, keyring=kept, patience=0.5 if "slow" in entry else 30)
    error = caught.value
    assert error.message.id == f"credentials.{entry}"
    assert shown in str(error.message.values.get("status", shown))
    seen = "".join(traceback.format_exception(error)) + repr(error.message) + "".join(capfd.readouterr())
    assert SECRET not in seen
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_command_that_is_not_there_is_named_without_its_arguments() -> None:
    settings = Settings(password_command=f"/nowhere/give-password {SECRET}")
    with pytest.raises(UserError, match="give-password") as caught:
        secret("email", settings=settings, environ={}, keyring=kept)
    assert caught.value.message.id == "credentials.command-missing"
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("line", ["pass show 'mail", "   "])
def test_a_command_that_cannot_be_read_is_told(line: str) -> None:
    with pytest.raises(UserError, match="quotation mark"):
        secret("email", settings=Settings(password_command=line), environ={}, keyring=kept)


def test_windows_line_ends_and_bytes_that_are_no_text_are_taken(tmp_path: Path) -> None:
    settings = Settings(password_file=password_file(tmp_path, b"p\xe4ss word \r\nx"))
    found = secret("email", settings=settings, environ={}, keyring=none)
    assert found.encode("utf-8", "surrogateescape") == b"p\xe4ss word "


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_password_file_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    path = password_file(tmp_path, mode=mode)
    with pytest.raises(UserError) as caught:
        secret("email", settings=Settings(password_file=path), environ={}, keyring=kept)
    assert caught.value.message.id == "credentials.world-readable"
    assert words(caught.value.message).hint == f"chmod 600 {path}"


def test_a_password_file_that_is_missing_a_folder_or_empty_is_told(tmp_path: Path) -> None:
    cases = {
        str(tmp_path / "missing"): "credentials.file-unreadable",
        str(tmp_path): "credentials.file-unreadable",
        password_file(tmp_path, b"\nsecond"): "credentials.file-empty",
    }
    for path, entry in cases.items():
        with pytest.raises(UserError) as caught:
            secret("email", settings=Settings(password_file=path), environ={}, keyring=kept)
        assert caught.value.message.id == entry
        assert path in str(caught.value)


def test_a_secret_is_kept_found_and_forgotten() -> None:
    ring = Ring()
    set_secret("email", SECRET, keyring=lambda: ring)
    assert secret("email", environ={}, keyring=lambda: ring) == SECRET
    assert delete_secret("email", keyring=lambda: ring)
    assert not delete_secret("email", keyring=lambda: ring)
    assert ring.kept == {}


@pytest.mark.parametrize("keyring", [broken, Forgetful])
def test_a_machine_without_a_keyring_says_what_to_do_instead(keyring: Callable[[], Keyring]) -> None:
    with pytest.raises(UserError) as caught:
        set_secret("email", SECRET, keyring=keyring)
    assert caught.value.message.id == "credentials.no-keyring"
    hint = words(caught.value.message).hint
    assert "password_command" in hint
    assert "password_file" in hint
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert not delete_secret("email", keyring=keyring)


def test_an_empty_secret_is_not_kept() -> None:
    with pytest.raises(UserError, match="empty"):
        set_secret("email", "", keyring=none)


def test_a_keyring_that_will_not_let_go_is_told() -> None:
    class Locked(Ring):
        def delete_password(self, service_name: str, username: str) -> None:
            raise PermissionError(service_name, username)

    ring = Locked({("urgentaction", "email"): SECRET})
    with pytest.raises(UserError, match="still has") as caught:
        delete_secret("email", keyring=lambda: ring)
    assert SECRET not in str(caught.value)


def test_the_real_keyring_fits_what_we_use_of_it() -> None:
    ring = credentials.system_keyring()
    assert all(callable(getattr(ring, name)) for name in ("get_password", "set_password", "delete_password"))


def test_settings_show_no_secret() -> None:
    assert SECRET not in repr(Settings(password_file="/home/me/password"))
