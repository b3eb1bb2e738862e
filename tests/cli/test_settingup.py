"""`ua setup`: asks what is missing, once; knows the hosts; keeps the password out of files; tests the login."""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from urgentaction.channels.settings import Security, Settings

PASSWORD = "correct horse battery staple"
EMAIL = "elise@example.org"
PROFILE = ["Élise Lefèvre-Dubois", "12, rue de la République", "69002", "Lyon", "FR", EMAIL, "fr"]
PAPER, OWN = "2", "1"
KEYRING = ("urgentaction", "email")


def written(ua: Any) -> dict[str, Any]:
    """What the settings file holds."""
    return tomllib.loads((ua.home / "config.toml").read_text(encoding="utf-8"))


def server_of(settings: Settings, *, user: str = "", ca_file: str | None = None) -> list[str]:
    """The answers that describe a test server, which is not a known one and signed its own certificate."""
    certificate = settings.ca_file if ca_file is None else ca_file
    return [OWN, settings.host, str(settings.port), settings.security.value, certificate, user]


def everything_in(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.fixture
def server(mail_server: Callable[..., Any]) -> Any:
    """A server that lets Élise in."""
    return mail_server(Security.TLS, user=EMAIL, password=PASSWORD)


# --- Who you are ------------------------------------------------------------------------------------------------------


def test_a_first_run_writes_the_profile_for_its_owner_only(ua: Any) -> None:
    ran = ua("setup", answers=[*PROFILE, PAPER])
    assert ran.code == 0
    assert written(ua)["me"] == {
        "name": "Élise Lefèvre-Dubois",
        "street": "12, rue de la République",
        "postcode": "69002",
        "city": "Lyon",
        "country": "FR",
        "email": EMAIL,
        "language": "fr",
    }
    assert stat.S_IMODE((ua.home / "config.toml").stat().st_mode) == 0o600


def test_the_questions_come_in_the_order_of_an_address(ua: Any) -> None:
    asked = ua("setup", answers=[*PROFILE, PAPER]).err
    order = ["Your name", "Street", "Postcode", "Town", "Country", "E-mail", "Language", "How you send"]
    assert [asked.index(word) for word in order] == sorted(asked.index(word) for word in order)


def test_on_paper_nothing_else_is_asked_and_the_next_step_is_named(ua: Any) -> None:
    ran = ua("setup", answers=[*PROFILE, PAPER])
    assert "--by print" in ran.err
    assert "ua draft ablyazov-2013 -f pdf -o letter.pdf" in ran.err
    assert "email" not in written(ua)
    assert ran.out == ""


def test_enter_takes_country_and_language_of_the_locale(ua: Any) -> None:
    ua.environ["LANG"] = "fr_BE.UTF-8"
    ran = ua("setup", answers=["Jo Maes", "", "1000", "Bruxelles", "", "", "", PAPER])
    assert ran.code == 0
    assert written(ua)["me"] == {
        "name": "Jo Maes",
        "postcode": "1000",
        "city": "Bruxelles",
        "country": "BE",
        "language": "fr",
    }


def test_a_locale_without_a_country_leaves_the_question_open(ua: Any) -> None:
    ua.environ["LANG"] = "C.UTF-8"
    ran = ua("setup", answers=[*PROFILE[:4], "", "France", *PROFILE[5:], PAPER])
    assert "This one is needed." in ran.err
    assert written(ua)["me"]["country"] == "FR"


@pytest.mark.parametrize(
    ("place", "answer", "said"),
    [
        (0, "", "This one is needed."),
        (0, "Jo <jo@example.org>", "which no name does"),
        (0, "=1+1", "starts like a spreadsheet formula"),
        (0, "x" * 101, "at most 100"),
        (0, "Jo\x1b[D", "control character"),
        (4, "Frence", "is not a country that we know; FR?"),
        (5, "elise@", "is not an e-mail address"),
        (5, "a@example.org, b@example.org", "more than one address"),
        (6, "qq", "is not a language that we know"),
    ],
)
def test_an_answer_that_cannot_be_is_told_at_once_and_asked_again(ua: Any, place: int, answer: str, said: str) -> None:
    ran = ua("setup", answers=[*PROFILE[:place], answer, *PROFILE[place:], PAPER])
    assert ran.code == 0
    assert said in ran.err
    assert written(ua)["me"]["name"] == PROFILE[0]


def test_a_postcode_that_cannot_be_is_asked_again_once_the_country_is_known(ua: Any) -> None:
    ran = ua("setup", answers=["Jo", "", "o6000", "Nice", "FR", "06000", "", "", PAPER])
    assert '"o6000" does not look like a postcode of FR' in ran.err
    assert written(ua)["me"]["postcode"] == "06000"


def test_enter_keeps_a_strange_postcode(ua: Any) -> None:
    ua("setup", answers=["Jo", "", "BFPO 12", "Lyon", "FR", "", "", "", PAPER])
    assert written(ua)["me"]["postcode"] == "BFPO 12"


def test_a_postcode_gets_its_zero_back(ua: Any) -> None:
    ran = ua("setup", answers=["Jo", "", "6000", "Nice", "FR", "", "", PAPER])
    assert "06000, with its zero" in ran.err
    assert written(ua)["me"]["postcode"] == "06000"


def test_only_what_is_missing_is_asked_and_what_is_known_is_shown(ua: Any) -> None:
    (ua.home / "config.toml").write_text('# mine\n[me]\nname = "Jo"\ncity = "Lyon"\ncountry = "FR"\n', encoding="utf-8")
    (ua.home / "config.toml").chmod(0o600)
    ran = ua("setup", answers=["1, rue Une", "69001", "jo@example.org", "", PAPER])
    assert ran.code == 0
    assert "me.name     Jo" in ran.err
    assert "ua config set me.name" in ran.err
    assert written(ua)["me"]["street"] == "1, rue Une"
    assert (ua.home / "config.toml").read_text(encoding="utf-8").startswith("# mine\n")


def test_the_questions_are_asked_in_french(ua: Any) -> None:
    ua.environ["UA_LANG"] = "fr"
    ran = ua("setup", answers=[*PROFILE, PAPER])
    assert "Votre nom, tel qu’il figure sous une lettre\u00a0:" in ran.err
    assert "Comment vous envoyez" in ran.err


# --- Stopping, scripts, faults ----------------------------------------------------------------------------------------


def test_stopping_in_the_first_part_writes_nothing(ua: Any) -> None:
    ran = ua("setup", answers=PROFILE[:3])
    assert ran.code == 130
    assert "Nothing was written" in ran.err
    assert list(ua.home.iterdir()) == []


def test_stopping_in_the_second_part_keeps_the_first(ua: Any) -> None:
    ran = ua("setup", answers=[*PROFILE, OWN, "smtp.example.org"])
    assert ran.code == 130
    assert "nothing was written about how you send" in ran.err
    assert list(written(ua)) == ["me"]


def test_the_end_of_input_at_the_password_writes_nothing_of_the_account(me: Any, server: Any) -> None:
    def gone() -> Iterator[str]:
        raise EOFError
        yield ""

    me.secrets = gone()
    ran = me("setup", answers=[*server_of(server.settings), "2"])
    assert ran.code == 130
    assert "email" not in written(me)


def test_without_a_terminal_the_command_that_sets_the_name_is_told(ua: Any) -> None:
    ran = ua("setup")
    assert ran.code == 2
    assert "ua config set me.name" in ran.err


def test_without_a_terminal_and_with_a_profile_the_account_is_told(me: Any) -> None:
    ran = me("setup")
    assert ran.code == 2
    assert "ua config set email.host" in ran.err


def test_a_faulty_settings_file_is_told_and_left_alone(ua: Any) -> None:
    (ua.home / "config.toml").write_text('[me]\nnom = "Jo"\n', encoding="utf-8")
    ran = ua("setup", answers=[*PROFILE, PAPER])
    assert ran.code == 3
    assert "config.toml:2:1" in ran.err
    assert (ua.home / "config.toml").read_text(encoding="utf-8") == '[me]\nnom = "Jo"\n'


# --- An account of one's own ------------------------------------------------------------------------------------------


def test_an_account_is_written_its_password_kept_and_its_login_tested(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.secrets = iter([PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), "1"])
    assert ran.code == 0, ran.err
    assert written(me)["email"] == {
        "host": "127.0.0.1",
        "port": server.settings.port,
        "security": "tls",
        "ca_file": server.settings.ca_file,
    }
    assert me.keyring.kept == {KEYRING: PASSWORD}
    assert "127.0.0.1 let elise@example.org in. Nothing was sent." in ran.err
    assert "ua send ablyazov-2013 --test-to me" in ran.err
    assert (len(server.logins), server.mails) == (1, [])


def test_the_password_is_in_no_file_and_on_no_screen(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.secrets = iter(["wrong password", PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), "1"])
    for secret in ("wrong password", PASSWORD):
        assert secret.encode() not in everything_in(me.home)
        assert secret not in ran.err + ran.out


def test_a_second_run_asks_nothing_and_tests_the_login(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.secrets = iter([PASSWORD])
    me("setup", answers=[*server_of(server.settings), "1"])
    before = (me.home / "config.toml").read_bytes()
    ran = me("setup", answers=[])
    assert ran.code == 0
    assert "email.host" in ran.err
    assert "ua config set me.name" in ran.err
    assert len(server.logins) == 2
    assert (me.home / "config.toml").read_bytes() == before


def test_without_a_keyring_the_ways_out_are_told_and_the_password_is_asked_each_time(me: Any, server: Any) -> None:
    me.secrets = iter([PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), ""])
    assert ran.code == 0
    assert "no keyring that works" in ran.err
    assert "UA_EMAIL_PASSWORD" in ran.err
    assert "password_file" in ran.err
    assert "let elise@example.org in" in ran.err
    again = me("setup", answers=[])
    assert again.code == 0
    assert "ua asks for the password each time" in again.err
    assert len(server.logins) == 1


def test_a_command_may_print_the_password(me: Any, server: Any) -> None:
    ran = me("setup", answers=[*server_of(server.settings), "1", "'", f"echo {PASSWORD}"])
    assert ran.code == 0, ran.err
    assert "this is not a command" in ran.err
    assert written(me)["email"]["password_command"] == f"echo {PASSWORD}"
    assert "Nothing was sent" in ran.err


def test_a_keyring_that_forgets_is_found_out_and_the_login_is_tested_all_the_same(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.keyring.set_password = lambda *_words: None
    me.secrets = iter([PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), "1"])
    assert ran.code == 0
    assert "was not kept" in ran.err
    assert "let elise@example.org in" in ran.err


def test_a_password_in_the_environment_is_not_asked_for(me: Any, server: Any) -> None:
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    ran = me("setup", answers=server_of(server.settings))
    assert ran.code == 0
    assert "comes from UA_EMAIL_PASSWORD" in ran.err
    assert len(server.logins) == 1


def test_a_password_in_the_keyring_is_not_asked_for(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.keyring.kept[KEYRING] = PASSWORD
    ran = me("setup", answers=server_of(server.settings))
    assert ran.code == 0
    assert "ua secret set email" in ran.err
    assert len(server.logins) == 1


def test_a_server_that_wants_no_login_gets_none(me: Any, mail_server: Callable[..., Any]) -> None:
    server = mail_server(Security.STARTTLS)
    ran = me("setup", answers=server_of(server.settings, user="-"))
    assert ran.code == 0
    assert written(me)["email"]["auth"] == "none"
    assert server.connections == 1


def test_an_account_needs_an_address_and_it_is_asked_then(ua: Any, server: Any) -> None:
    ua.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    answers = [*PROFILE[:5], "", "fr", OWN, "", EMAIL, *server_of(server.settings)[1:]]
    ran = ua("setup", answers=answers)
    assert ran.code == 0, ran.err
    assert written(ua)["me"]["email"] == EMAIL


@pytest.mark.parametrize(
    ("place", "answer", "said"),
    [
        (0, "3", "A number from 1 to 2"),
        (1, "", "This one is needed."),
        (1, "smtp.example.org:587", "written as a name only"),
        (1, "smtp example", "is not the name of a server"),
        (2, "0", "is not a port"),
        (2, "99999", "is not a port"),
        (2, "imap", "is not a port"),
        (3, "ssl", "usual with port 465"),
        (4, "ca.pem", "does not say where it is"),
        (5, "elise\x1b[D", "cannot be seen"),
    ],
)
def test_an_answer_about_the_server_that_cannot_be_is_asked_again(
    me: Any, server: Any, place: int, answer: str, said: str
) -> None:
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    answers = server_of(server.settings)
    ran = me("setup", answers=[*answers[:place], answer, *answers[place:]])
    assert ran.code == 0, ran.err
    assert said in ran.err


def test_an_open_connection_to_another_machine_is_refused_at_once(me: Any) -> None:
    ran = me("setup", answers=[OWN, "mail.example.org", "2525", "plain"])
    assert "everybody on the way to mail.example.org could read the letter" in ran.err


# --- The login fails --------------------------------------------------------------------------------------------------


def test_a_wrong_password_may_be_typed_again(me: Any, server: Any) -> None:
    me.keyring.works = True
    me.secrets = iter(["wrong", PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), "1"])
    assert ran.code == 0
    assert "did not accept the user name and password" in ran.err
    assert me.keyring.kept == {KEYRING: PASSWORD}


def test_after_three_wrong_passwords_what_was_entered_is_kept_and_the_next_step_told(me: Any, server: Any) -> None:
    me.secrets = iter(["one", "two", "three"])
    ran = me("setup", answers=[*server_of(server.settings), "2"])
    assert ran.code == 1
    assert len(server.logins) == 3
    assert written(me)["email"]["host"] == "127.0.0.1"
    assert "What you entered is kept" in ran.err
    assert "ua secret set email" in ran.err
    assert "ua doctor" in ran.err


def test_an_arrow_key_in_a_password_is_told_and_the_password_asked_again(me: Any, server: Any) -> None:
    me.secrets = iter([f"{PASSWORD}\x1b[D", PASSWORD])
    ran = me("setup", answers=[*server_of(server.settings), "2"])
    assert ran.code == 0
    assert "characters that cannot be seen" in ran.err
    assert len(server.logins) == 1


def test_enter_puts_the_password_off(me: Any, server: Any) -> None:
    me.secrets = iter(["wrong", ""])
    ran = me("setup", answers=[*server_of(server.settings), "2"])
    assert ran.code == 1
    assert len(server.logins) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("534 5.7.9 Application-specific password required", "app password"),
        ("535 5.7.8 Username and Password not accepted", "did not accept the user name and password"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled", "did not accept"),
        ("454 4.7.0 Too many login attempts", "asks this account to slow down"),
    ],
)
def test_a_refused_login_is_told_in_words(me: Any, rude_server: Callable[..., Any], reply: str, said: str) -> None:
    server = rude_server({"AUTH": reply}, security=Security.TLS)
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    ran = me("setup", answers=server_of(server.settings))
    assert ran.code == 1
    assert said in ran.err
    assert "What you entered is kept" in ran.err


def test_a_certificate_that_nobody_vouches_for_is_told_before_any_password(me: Any, server: Any) -> None:
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    ran = me("setup", answers=server_of(server.settings, ca_file=""))
    assert ran.code == 1
    assert "could not prove who it is" in ran.err
    assert server.logins == []


def test_a_server_that_is_not_there_is_told(me: Any, server: Any) -> None:
    me.environ["UA_EMAIL_PASSWORD"] = PASSWORD
    answers = server_of(server.settings)
    ran = me("setup", answers=[*answers[:2], "1", *answers[3:]])
    assert ran.code == 1
    assert "takes no connection on port 1" in ran.err


# --- Hosts that are known: nothing here reaches the network, since no password is given -------------------------------


def mailbox(ua: Any, address: str) -> Any:
    """A profile with this address."""
    fields = {"name": "Jo", "street": "1", "postcode": "1", "city": "X", "country": "IE", "language": "en"}
    text = "".join(f'{key} = "{value}"\n' for key, value in {**fields, "email": address}.items())
    (ua.home / "config.toml").write_text(f"[me]\n{text}", encoding="utf-8")
    (ua.home / "config.toml").chmod(0o600)
    return ua


def test_gmail_is_known_and_says_how_to_get_an_app_password(ua: Any) -> None:
    mailbox(ua, "jo@gmail.com").keyring.works = True
    ua.secrets = iter([""])
    ran = ua("setup", answers=[OWN, "1"])
    assert ran.code == 0
    assert "the password of your Google account does not work here" in ran.err
    assert "16 letters, with or without spaces" in ran.err
    assert "https://myaccount.google.com/apppasswords" in ran.err
    assert written(ua)["email"] == {"host": "smtp.gmail.com", "port": 465, "security": "tls"}


def test_gmail_is_told_from_a_password_that_is_no_app_password(ua: Any) -> None:
    mailbox(ua, "jo@gmail.com").keyring.works = True
    ua.secrets = iter(["hunter2", ""])
    ran = ua("setup", answers=[OWN, "1", "n"])
    assert ran.code == 0
    assert "That is not an app password" in ran.err
    assert ua.keyring.kept == {}


def test_microsoft_needs_a_command_that_prints_a_token(ua: Any) -> None:
    ran = mailbox(ua, "jo@outlook.com")("setup", answers=[OWN, "/nowhere/token --fresh"])
    assert "ends after December 2026" in ran.err
    assert written(ua)["email"] == {
        "host": "smtp.office365.com",
        "port": 587,
        "security": "starttls",
        "auth": "xoauth2",
        "token_command": "/nowhere/token --fresh",
    }
    assert ran.code == 1
    assert "cannot be run" in ran.err


def test_microsoft_without_a_token_leaves_the_ways_without_an_account(ua: Any) -> None:
    ran = mailbox(ua, "jo@hotmail.fr")("setup", answers=[OWN, ""])
    assert ran.code == 0
    assert "--by mailto" in ran.err
    assert "-f eml" in ran.err
    assert "email" not in written(ua)


def test_a_host_without_smtp_leaves_the_ways_without_an_account(ua: Any) -> None:
    ran = mailbox(ua, "jo@tuta.com")("setup", answers=[OWN])
    assert ran.code == 0
    assert "no other program can send through it" in ran.err
    assert "-f eml" in ran.err
    assert "email" not in written(ua)


def test_a_host_with_a_bridge_is_reached_on_this_machine(ua: Any) -> None:
    ua.secrets = iter([""])
    ran = mailbox(ua, "jo@proton.me")("setup", answers=[OWN, "y", "", "", "", "/home/jo/bridge.pem", "", "2"])
    assert ran.code == 0
    assert written(ua)["email"] == {
        "host": "127.0.0.1",
        "port": 1025,
        "security": "starttls",
        "ca_file": "/home/jo/bridge.pem",
    }
    assert "Outgoing (SMTP) server [127.0.0.1]" in ran.err
    assert "Port [1025]" in ran.err
    assert "starttls [starttls]" in ran.err


def test_without_its_bridge_such_a_host_leaves_the_ways_without_an_account(ua: Any) -> None:
    ran = mailbox(ua, "jo@proton.me")("setup", answers=[OWN, "n"])
    assert ran.code == 0
    assert "email" not in written(ua)


def test_a_known_server_behind_an_unknown_domain_needs_no_port(ua: Any) -> None:
    mailbox(ua, "jo@example.org").keyring.works = True
    ua.secrets = iter([""])
    ran = ua("setup", answers=[OWN, "ssl0.ovh.net", "1"])
    assert ran.code == 0
    assert written(ua)["email"] == {"host": "ssl0.ovh.net", "port": 465, "security": "tls"}


def test_a_short_user_name_is_written_where_the_host_wants_it(ua: Any) -> None:
    mailbox(ua, "jo@free.fr").keyring.works = True
    ua.secrets = iter([""])
    ua("setup", answers=[OWN, "1"])
    assert written(ua)["email"]["user"] == "jo"
