"""Companies that print and mail in the settings: where their keys are, never what they are, nor where they are asked."""

from __future__ import annotations

from typing import Any

import pytest

from urgentaction import config, credentials

PINGEN = '[providers.pingen]\nclient_id = "abc"\n'


def test_a_provider_is_in_test_mode_unless_the_file_says_live(home: Any) -> None:
    assert home.load(PINGEN).post["pingen"].live is False
    assert home.load(PINGEN + "live = true\n").post["pingen"].live is True


def test_where_its_key_is_kept_and_what_is_no_secret_is_read(home: Any) -> None:
    found = home.load(PINGEN + 'organisation = "org"\npassword_command = "pass show pingen"\n').post["pingen"]
    assert (found.client_id, found.organisation) == ("abc", "org")
    assert found.credentials == credentials.Settings(password_command="pass show pingen")


def test_a_table_with_nothing_in_it_sets_up_a_provider_that_needs_a_key_only(home: Any) -> None:
    assert list(home.load("[providers.lob]\n[providers.mysendingbox]\n").post) == ["mysendingbox", "lob"]


def test_pingen_without_its_client_id_is_missing_it(home: Any) -> None:
    found = home.load("[providers.pingen]\nlive = true\n")
    assert not found.post
    assert found.missing == ("providers.pingen.client_id",)


@pytest.mark.parametrize("key", ["host", "url", "token_host", "ca_file"])
def test_no_file_can_send_a_key_to_another_host(home: Any, key: str) -> None:
    at = f"providers.pingen.{key}"
    assert home.faults(f'{PINGEN}{key} = "https://evil.example"\n')[at][2] == "library.unknown-key"


@pytest.mark.parametrize("key", ["client_secret", "api_key", "password"])
def test_a_key_in_the_file_is_refused_and_not_shown(home: Any, key: str) -> None:
    found = home.faults(f'[providers.lob]\n{key} = "test_0123456789"\n')
    assert found[f"providers.lob.{key}"][2] == "config.secret-in-file"
    assert "test_0123456789" not in str(found)


def test_every_fault_of_an_account_is_named(home: Any) -> None:
    found = home.faults('[providers.lob]\nlive = "yes"\npassword_command = ""\npassword_file = "key.txt"\n')
    assert {key: said for key, (_, _, said) in found.items()} == {
        "providers.lob.live": "library.not-true-or-false",
        "providers.lob.password_command": "config.not-a-command",
        "providers.lob.password_file": "config.relative-path",
    }


def test_what_is_shown_has_no_command_and_no_secret(home: Any) -> None:
    told = config.show(home.load(PINGEN + 'password_command = "pass show pingen"\n'))["providers"]
    assert told == {"pingen": {"client_id": "abc", "live": False, "password_command": "set", "password_file": "unset"}}
