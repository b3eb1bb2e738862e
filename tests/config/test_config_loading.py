"""Flag > environment > file > default; where everything lies; what loading costs."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from urgentaction import config
from urgentaction.config import Group, Overrides
from urgentaction.errors import Exit, Faults, UsageError, UserError, words
from urgentaction.model.case import Privacy
from urgentaction.model.signer import Signer

Home = Any


def test_without_a_file_everything_has_its_default(home: Home) -> None:
    found = home.load()
    assert (found.language, found.libraries, found.envelope) == ("en", (), None)
    assert (found.me, found.signers, found.group, found.email, found.missing) == (None, {}, None, None, ())
    assert list(home.folder.iterdir()) == []


def test_the_settings_cannot_be_changed(home: Home) -> None:
    found = home.load()
    with pytest.raises(FrozenInstanceError):
        found.language = "fr"


def test_ua_home_holds_everything(home: Home) -> None:
    where = home.places
    assert where.config_file == home.folder / "config.toml"
    assert where.data == home.folder / "data"
    below = (where.letters, where.ledger, where.prints, where.rehearsal, where.rehearsal_ledger)
    assert len({*below}) == 5
    assert all(place.parent == where.data for place in below)


def test_the_folders_of_the_system_are_used_else(tmp_path: Path) -> None:
    xdg = {f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}
    where = config.places(xdg)
    assert where.config_file == tmp_path / "config/urgentaction/config.toml"
    assert where.ledger == tmp_path / "data/urgentaction/ledger.sqlite"
    assert where.rehearsal == tmp_path / "state/urgentaction/rehearsal"
    assert config.places({}).config_file.parts[-2:] == ("urgentaction", "config.toml")
    assert config.places({"XDG_CONFIG_HOME": "relative"}).config_file.is_absolute()


def test_a_flag_names_the_file_before_ua_config_does(home: Home, tmp_path: Path) -> None:
    (tmp_path / "flag.toml").write_text('language = "fr"', encoding="utf-8")
    (tmp_path / "environment.toml").write_text('language = "en"', encoding="utf-8")
    environ = {**home.environ, "UA_CONFIG": str(tmp_path / "environment.toml")}
    flag = Overrides(config_file=tmp_path / "flag.toml")
    assert config.load(environ=environ).places.config_file == tmp_path / "environment.toml"
    assert config.load(environ=environ, overrides=flag).language == "fr"
    assert config.load(environ=environ, overrides=flag).places.data == home.folder / "data"


@pytest.mark.parametrize(
    ("flag", "environ", "file", "language"),
    [
        ("en", {"UA_LANG": "fr"}, 'language = "fr"', "en"),
        ("", {"UA_LANG": "fr"}, 'language = "en"', "fr"),
        ("", {"LANG": "en_GB.UTF-8"}, 'language = "fr"', "fr"),
        ("", {"LC_ALL": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"}, "", "fr"),
        ("", {"LC_MESSAGES": "fr_CH.UTF-8", "LANG": "de_CH.UTF-8"}, "", "fr"),
        ("", {"LC_ALL": "", "LANG": "FR"}, "", "fr"),
        ("", {"LANG": "de_DE.UTF-8"}, "", "en"),
        ("", {"UA_LANG": "de"}, "", "en"),
        ("", {}, "", "en"),
    ],
)
def test_the_language_of_prompts(home: Home, flag: str, environ: dict[str, str], file: str, language: str) -> None:
    if file:
        home.write(file)
    found = config.load(environ={**home.environ, **environ}, overrides=Overrides(language=flag))
    assert found.language == language


def test_libraries_come_from_flag_environment_and_file_in_that_order(home: Home, tmp_path: Path) -> None:
    home.write('library = ["/file", "beside", "~/own"]')
    environ = {**home.environ, "UA_LIBRARY": os.pathsep.join(["/one", "", "two"])}
    found = config.load(environ=environ, overrides=Overrides(libraries=(Path("/flag"),)))
    beside = home.folder / "beside"
    assert found.libraries == (Path("/flag"), Path("/one"), Path.cwd() / "two")
    assert found.added == (Path("/file"), beside, Path("~/own").expanduser())
    assert tmp_path == home.folder


WHOLE = """
#:schema config.schema.json
language = "fr"
envelope = "fr-right"

[me]
name = "Élise Lefèvre"
email = "Elise@EXAMPLE.org"
street = '''
Bât. B
12 rue de l’Église'''
postcode = "6000"
city = "Nice"
country = "France"
language = "français"
pronouns = "elle"
about = "infirmière à Nice"
privacy = "initials-town"
id = "e1"

[signers.jose]
name = "José Muñoz"

[signers."Jo B."]
name = "Jo B."

[group]
name = "Groupe 27"
contact = "groupe27@example.org"

[email]
host = "smtp.example.org"
"""


def test_a_whole_file_becomes_the_settings(home: Home) -> None:
    found = home.load(WHOLE)
    assert found.language == "fr"
    assert found.me == Signer(
        name="Élise Lefèvre",
        email="Elise@example.org",
        street="Bât. B\n12 rue de l’Église",
        postcode="06000",
        city="Nice",
        country="FR",
        language="fr",
        pronouns="elle",
        about="infirmière à Nice",
        privacy=Privacy.INITIALS_TOWN,
        id="e1",
    )
    assert {name: signer.name for name, signer in found.signers.items()} == {"jose": "José Muñoz", "Jo B.": "Jo B."}
    assert found.group == Group(name="Groupe 27", contact="groupe27@example.org")
    assert found.email is not None
    assert found.email.address == "Elise@example.org"
    assert found.missing == ()


def test_a_contact_on_two_lines_becomes_one(home: Home) -> None:
    found = home.load('[group]\nname = "Groupe  27"\ncontact = """\nrue X\nNice"""')
    assert found.group == Group(name="Groupe 27", contact="rue X Nice")


def test_a_profile_is_found_by_its_name(home: Home) -> None:
    found = home.load(WHOLE)
    assert config.signer(found, "jose").name == "José Muñoz"
    assert config.signer(found, "me") == found.me


@pytest.mark.parametrize(
    ("text", "name", "id_", "part"),
    [
        (WHOLE, "josé", "config.no-signer", "Did you mean jose?"),
        (WHOLE, "xyz", "config.no-signer", 'No profile "xyz".'),
        ("", "jose", "config.no-signers", "none is set up"),
        ('[signers.jose]\ncity = "Nice"', "jose", "config.signer-unnamed", "no name to sign with"),
        ('[signers.me]\ncity = "Nice"', "me", "config.signer-unnamed", "no name to sign with"),
    ],
)
def test_a_profile_that_is_not_there_is_a_usage_error(home: Home, text: str, name: str, id_: str, part: str) -> None:
    found = home.load(text)
    with pytest.raises(UsageError) as caught:
        config.signer(found, name)
    assert caught.value.message.id == id_
    assert caught.value.exit is Exit.USAGE
    assert part in str(caught.value)


def test_what_to_type_for_a_name_with_a_space_is_one_word_of_the_shell(home: Home) -> None:
    with pytest.raises(UsageError) as caught:
        config.signer(home.load(""), "A B")
    assert shlex.split(words(caught.value.message).hint)[3:] == ["signers.A B.name", "Their Name"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ('[email]\nhost = "smtp.example.org"', ("email.address",)),
        ('[email]\naddress = "a@example.org"', ("email.host",)),
        ("[email]\nport = 465", ("email.address", "email.host")),
        ('[me]\ncity = "Nice"\n[email]\nhost = ""', ("me.name", "email.address", "email.host")),
    ],
)
def test_what_is_not_finished_is_no_fault_and_is_told_when_it_is_needed(
    home: Home, text: str, missing: tuple[str, ...]
) -> None:
    found = home.load(text)
    assert (found.me, found.email, found.missing) == (None, None, missing)
    with pytest.raises(UserError) as caught:
        config.account(found)
    assert caught.value.message.id == "config.account-incomplete"
    assert "email." in str(caught.value)


def test_without_an_account_the_next_step_is_told(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        config.account(home.load())
    assert caught.value.message.id == "config.no-account"


def test_an_address_may_come_from_a_profile_that_has_no_name_yet(home: Home) -> None:
    found = home.load('[me]\nemail = "a@example.org"\n[email]\nhost = "smtp.example.org"')
    assert config.account(found).address == "a@example.org"


def test_what_is_shown_is_all_that_is_in_effect_and_no_command(home: Home) -> None:
    shown = config.show(home.load(WHOLE + 'password_command = "pass show hunter2"\n'))
    assert shown["email"]["password_command"] == "set"
    assert shown["email"]["token_command"] == "unset"
    assert shown["email"]["port"] == 465
    assert shown["me"]["city"] == "Nice"
    assert shown["places"]["ledger"] == str(home.places.ledger)
    assert "hunter2" not in str(shown)
    assert config.show(config.load(environ={"UA_HOME": "/nowhere"}))["email"] is None


def test_without_a_file_nothing_heavy_is_imported() -> None:
    program = (
        "import sys; from urgentaction import config; config.load(environ={'UA_HOME': '/nowhere'});"
        "print(*sorted({'pydantic', 'platformdirs', 'tomlkit', 'tomli_w', 'email_validator', 'csv', 'sqlite3',"
        " 'subprocess', 'babel', 'smtplib'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_folder_for_copies_is_absolute(home: Home) -> None:
    assert home.load('backup_to = "/media/usb"').backup_to == Path("/media/usb")
    assert home.load('backup_to = "~/copies"').backup_to == Path.home() / "copies"
    with pytest.raises(Faults) as caught:
        home.load('backup_to = "stick"')
    assert caught.value.faults[0].message.id == "config.relative-path"
