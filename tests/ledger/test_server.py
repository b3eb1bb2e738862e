"""The address of a shared ledger: no secret in it, and off this machine nothing that is not verified."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urgentaction.errors import UserError, words
from urgentaction.ledger import server


def refusal(url: str) -> str:
    with pytest.raises(UserError) as error:
        server.parse(url)
    said = words(error.value.message)
    assert "hunter2" not in f"{error.value} {error.value.message.values} {said} {error.value.__cause__}"
    return error.value.message.id


def test_a_url_names_user_server_port_and_database() -> None:
    found = server.parse("postgresql://groupe%2027@db.example.org:5433/letters")
    assert (found.user, found.host, found.port, found.database) == ("groupe 27", "db.example.org", 5433, "letters")


def test_what_is_left_out_is_as_usual() -> None:
    found = server.parse("postgres:///letters")
    assert (found.user, found.host, found.port, found.options) == ("", "", 5432, {"sslmode": "prefer"})


@pytest.mark.parametrize("host", ["db.example.org", "10.0.0.7", "[2001:db8::1]", "localhost.example.org"])
def test_on_another_machine_the_server_is_always_verified(host: str) -> None:
    assert server.parse(f"postgresql://{host}/letters").options["sslmode"] == "verify-full"
    for mode in ("disable", "allow", "prefer", "require", "verify-ca"):
        assert refusal(f"postgresql://{host}/letters?sslmode={mode}") == "ledger.unverified"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "", "%2Fvar%2Frun%2Fpostgresql"])
def test_on_this_machine_nobody_is_in_between(host: str) -> None:
    assert server.parse(f"postgresql://{host}/letters").options["sslmode"] == "prefer"
    assert server.parse(f"postgresql://{host}/letters?sslmode=disable").options["sslmode"] == "disable"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:hunter2@db.example.org/letters",
        "postgresql://ana:@db.example.org/letters",
        "postgresql://ana@db.example.org/letters?password=hunter2",
        "postgresql://ana@db.example.org/letters?sslpassword=hunter2",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    assert refusal(url) == "ledger.password-in-url"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://",
        "postgresql://db.example.org",
        "postgresql://db.example.org/",
        "postgresql://db.example.org/a/b",
        "postgresql://one.example.org,two.example.org/letters",
        "postgresql://ana:hunter2/x@db.example.org/letters",
        "postgresql://db.example.org:port/letters",
        "postgresql://db.example.org:99999/letters",
        "postgresql://[::1/letters",
        "postgresql://db.example.org/letters?sslmode",
        "postgresql://db.example.org/letters#here",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    assert refusal(url) == "ledger.bad-url"


def test_other_databases_and_other_options_are_refused() -> None:
    assert refusal("mysql://db.example.org/letters") == "ledger.unknown-kind"
    assert refusal("postgresql://db.example.org/letters?options=-csearch_path%3Dx") == "ledger.unknown-option"
    assert refusal("postgresql://db.example.org/letters?host=evil.example.org") == "ledger.unknown-option"
    assert refusal("postgresql://localhost/letters?sslmode=always") == "ledger.unknown-mode"


def test_a_certificate_is_named_by_a_path_that_holds_everywhere() -> None:
    found = server.parse("postgresql://db.example.org/letters?sslrootcert=~/ca.pem")
    assert server.roots(found) == str(Path.home() / "ca.pem")
    assert refusal("postgresql://db.example.org/letters?sslrootcert=ca.pem") == "ledger.option-path"
    assert refusal("postgresql://db.example.org/letters?sslkey=system") == "ledger.option-path"
    system = server.parse("postgresql://db.example.org/letters?sslrootcert=system")
    assert server.roots(system) == "system"


def test_without_one_the_certificates_of_the_machine_are_trusted() -> None:
    found = server.roots(server.parse("postgresql://db.example.org/letters"))
    assert found == "system" or Path(found).is_file()


def test_an_address_is_shown_without_its_options() -> None:
    found = server.parse("postgresql://ana@[2001:db8::1]/letters?sslkey=/home/ana/key.pem&sslcert=/home/ana/cert.pem")
    assert str(found) == "postgresql://ana@[2001:db8::1]:5432/letters"


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(rest: str) -> None:
    try:
        found = server.parse(f"postgresql://{rest}")
    except UserError:
        return
    assert found.options["sslmode"] == "verify-full" or server.is_here(found.host)
