"""From the PDF of an action to a letter that has left: import, check, send; and what keeps it from leaving."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from support import actions
from support.mail import MailServer
from support.ua import Ua
from urgentaction.channels.settings import Security, Settings

PASSWORD = "correct horse battery staple"
Sender = tuple[Ua, MailServer]

MODEL = (
    (
        "I am writing to express my concern about Odette Vanderlinden, who has been held in the harbour barracks since"
        " 12 November 2026. She is 47 years old and has kept the lighthouse of Port Saint-Aubin for 21 years."
    ),
    "Her open letter of 3 November asked for 2 lamps to be repaired. Nobody should be detained for asking that.",
    (
        "I urge you to release Odette Vanderlinden immediately, as she is held solely for exercising her right to freedom of"
        " expression. Until then, I ask you to ensure that she can see a lawyer of her choice and her family."
    ),
)


@pytest.fixture
def sender(account: Callable[[Settings], Ua], mail_server: Callable[..., MailServer]) -> Sender:
    """A profile with an account on a real server; gives the program and the server."""
    server = mail_server(Security.TLS, user="elise@example.org", password=PASSWORD)
    return account(server.settings), server


@pytest.fixture
def english(tmp_path: Path) -> Path:
    return actions.pdf(actions.ENGLISH, tmp_path / "ua-12-26.pdf")


def mail_of(server: MailServer, number: int = -1) -> EmailMessage:
    return email.message_from_bytes(server.mails[number].content, policy=email.policy.default)


def said_in(mail: EmailMessage) -> str:
    """What a mail says, its lines joined."""
    return " ".join(mail.get_content().replace("\xa0", " ").replace("\u202f", " ").replace("’", "'").split())


def case_file(ua: Ua, id_: str) -> Path:
    return ua.home / "data" / "letters" / "cases" / f"{id_}.toml"


def offices_file(ua: Ua, country: str = "be") -> Path:
    return ua.home / "data" / "letters" / "authorities" / f"{country}.toml"


def test_three_commands_and_the_letter_has_left(sender: Sender, english: Path) -> None:
    ua, server = sender
    imported = ua("case", "import", str(english), "--yes")
    assert imported.code == 0, imported.err
    checked = ua("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err
    sent = ua("send", "ua-12-26", answers=["y", "y"])
    assert sent.code == 0, sent.err
    assert "have you compared them" in sent.err.lower()
    assert "minister@harbours.example.org" in sent.err.partition("[y/N]")[0]
    (envelope,) = server.mails
    assert envelope.rcpt_tos == ["minister@harbours.example.org"]
    mail = mail_of(server)
    assert mail["Subject"] == "Situation of Odette Vanderlinden"
    said = said_in(mail)
    start = said.index("Dear Minister,")
    assert said[start:].startswith(" ".join(("Dear Minister,", *MODEL, "I would be grateful")))
    assert "Yours sincerely, Élise Lefèvre-Dubois" in said


@pytest.mark.parametrize(
    ("action", "id_", "to", "words"),
    [
        (
            actions.FRENCH,
            "ua-13-26",
            "cabinet@justice.example.org",
            (
                "Monsieur le Ministre, Je vous écris au sujet de Kouadio Assémien, instituteur, détenu à la prison de Bokadougou"
                " depuis le 9 novembre 2026. Il a remis au sous-préfet une pétition de 340 parents qui demandait la réparation"
                " du toit de l'école. Personne ne doit être privé de liberté pour avoir remis une pétition. Je vous prie"
                " instamment de libérer Kouadio Assémien immédiatement et sans condition. Je vous demande également de veiller à"
                " ce qu'il puisse s'entretenir avec son avocate."
            ),
        ),
        (
            actions.SPANISH,
            "ua-14-26",
            "fiscal.general@fiscalia.example.org",
            (
                "Le ruego respetuosamente que tenga a bien: – velar por que las autoridades proporcionen a Rosalía Tzul Chavajay"
                " protección eficaz, de acuerdo con sus deseos; – velar por que las autoridades investiguen de forma inmediata e"
                " imparcial las amenazas."
            ),
        ),
    ],
)
def test_the_same_in_french_and_where_a_spanish_action_has_points(
    sender: Sender, tmp_path: Path, action: str, id_: str, to: str, words: str
) -> None:
    ua, server = sender
    ua.now = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # office hours in Abidjan and in Guatemala
    pdf = actions.pdf(action, tmp_path / "action.pdf")
    assert ua("case", "import", str(pdf), "--yes").code == 0
    checked = ua("check", id_)
    assert (checked.code, "Errors: 0. Remarks: 0." in checked.err) == (0, True), checked.out
    sent = ua("send", id_, "--yes", "--accept-unverified")
    assert sent.code == 0, sent.err
    assert server.mails[0].rcpt_tos == [to]
    assert words in said_in(mail_of(server))


# --- The one confirmation ---------------------------------------------------------------------------------------------


def test_an_address_of_the_document_is_confirmed_once(sender: Sender, english: Path) -> None:
    ua, server = sender
    ua("case", "import", str(english), "--yes")
    refused = ua("send", "ua-12-26", "--yes")
    assert refused.code == 5
    assert "--accept-unverified" in refused.err
    assert ua("send", "ua-12-26", answers=["y", "y"]).code == 0
    assert offices_file(ua).read_text(encoding="utf-8").count("verified_on = 2026-11-24") == 2
    again = ua("send", "ua-12-26", "--yes", "--again")
    assert again.code == 0, again.err
    assert len(server.mails) == 2


def test_an_option_lets_the_letter_go_and_claims_no_comparison(sender: Sender, english: Path) -> None:
    ua, server = sender
    ua("case", "import", str(english), "--yes")
    before = offices_file(ua).read_bytes()
    assert ua("send", "ua-12-26", "--yes", "--accept-unverified").code == 0
    assert offices_file(ua).read_bytes() == before
    assert len(server.mails) == 1
    assert ua("send", "ua-12-26", "--yes", "--again").code == 5


def test_whoever_did_not_compare_it_sends_nothing(sender: Sender, english: Path) -> None:
    ua, server = sender
    ua("case", "import", str(english), "--yes")
    before = offices_file(ua).read_bytes()
    ran = ua("send", "ua-12-26", answers=["n"])
    assert ran.code == 5
    assert "nobody has confirmed it" in ran.err
    assert offices_file(ua).read_bytes() == before
    assert not server.mails


@pytest.mark.parametrize("option", ["--dry-run", "--rehearse"])
def test_nothing_is_asked_or_noted_where_nothing_leaves(sender: Sender, english: Path, option: str) -> None:
    ua, _ = sender
    ua("case", "import", str(english), "--yes")
    before = offices_file(ua).read_bytes()
    ran = ua("send", "ua-12-26", option, "--accept-unverified", answers=[])
    assert "compared" not in ran.err
    assert offices_file(ua).read_bytes() == before


def test_on_paper_nobody_is_asked(sender: Sender, english: Path) -> None:
    ua, _ = sender
    ua("case", "import", str(english), "--yes")
    before = offices_file(ua).read_bytes()
    assert ua("send", "ua-12-26", "--by", "print", "--yes").code == 0
    assert offices_file(ua).read_bytes() == before


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2027, 1, 14, 11, 0, tzinfo=UTC), 0),
        (datetime(2027, 1, 15, 11, 0, tzinfo=UTC), 0),
        (datetime(2027, 1, 18, 11, 0, tzinfo=UTC), 5),
    ],
)
def test_an_address_that_was_confirmed_is_good_until_the_deadline_and_no_longer(
    sender: Sender, english: Path, now: datetime, code: int
) -> None:
    """An action that runs longer is another matter: its file says so, and its addresses are looked at anew."""
    ua, server = sender
    ua("case", "import", str(english), "--yes")
    assert ua("send", "ua-12-26", answers=["y", "y"]).code == 0
    file = case_file(ua, "ua-12-26")
    file.write_text(file.read_text(encoding="utf-8").replace("deadline = 2027-01-15", "deadline = 2027-03-01"))
    ua.now = now
    ran = ua("send", "ua-12-26", "--yes", "--again", "--still-true")
    assert ran.code == code, ran.err
    assert len(server.mails) == (2 if code == 0 else 1)
    assert ("was to be reviewed by" in ran.err) == (code == 5)


def test_without_a_deadline_it_is_good_for_half_a_year(sender: Sender, tmp_path: Path) -> None:
    ua, _ = sender
    text = actions.ENGLISH.replace("PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 15 January 2027\n", "")
    assert ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    assert "review_by = 2027-05-19" in offices_file(ua).read_text(encoding="utf-8")
    assert ua("send", "ua-12-26", "--yes", "--accept-unverified").code == 0


# --- What is open -----------------------------------------------------------------------------------------------------


def test_a_required_gap_is_asked_about_and_answering_it_is_all_that_it_takes(sender: Sender, tmp_path: Path) -> None:
    ua, server = sender
    text = actions.ENGLISH.replace("Amnesty International believes", "Her union says")
    text = text.replace("the Amnesty office", "the office")
    assert ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    checked = ua("check", "ua-12-26")
    assert checked.code == 3
    assert "who says so?" in checked.err
    refused = ua("send", "ua-12-26", "--yes", "--accept-unverified")
    assert refused.code == 3
    assert "who says so?" in refused.err
    assert "ua check ua-12-26" in refused.err
    assert not server.mails
    file = case_file(ua, "ua-12-26")
    lines = file.read_text(encoding="utf-8").splitlines()
    answered = ['publisher = "Lantern Network"' if line.startswith("# GAP publisher") else line for line in lines]
    file.write_text("\n".join(answered) + "\n", encoding="utf-8")
    checked = ua("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err
    assert ua("send", "ua-12-26", "--yes", "--accept-unverified").code == 0
    assert len(server.mails) == 1


# --- A second action --------------------------------------------------------------------------------------------------


SECOND = actions.ENGLISH.replace("12/26", "40/27").replace("20 November 2026", "20 January 2027")
SECOND = SECOND.replace("15 January 2027", "20 March 2027").replace("4 Quay Street", "9 Pier Street")


def test_an_office_of_an_earlier_action_is_written_anew_from_a_newer_one(sender: Sender, tmp_path: Path) -> None:
    ua, server = sender
    ua("case", "import", str(actions.pdf(actions.ENGLISH, tmp_path / "first.pdf")), "--yes")
    ua("send", "ua-12-26", "--yes", "--accept-unverified")
    ua.now = datetime(2027, 1, 22, 11, 0, tzinfo=UTC)
    ran = ua("case", "import", str(actions.pdf(SECOND, tmp_path / "second.pdf")), "--yes")
    assert ran.code == 0, ran.err
    assert "9 Pier Street" in ran.err
    assert "the newer document is used" in ran.err
    text = offices_file(ua).read_text(encoding="utf-8")
    assert 'street = "9 Pier Street"' in text
    assert "review_by = 2027-03-20" in text
    assert "verified_on" not in text
    assert ua("send", "ua-40-27", "--yes").code == 5
    assert ua("send", "ua-40-27", "--yes", "--accept-unverified").code == 0
    assert len(server.mails) == 2


@pytest.mark.parametrize("day", ["20 November 2026", "10 November 2026"])
def test_an_office_is_not_written_anew_from_an_older_document_or_one_of_the_same_day(
    sender: Sender, tmp_path: Path, day: str
) -> None:
    ua, _ = sender
    ua("case", "import", str(actions.pdf(actions.ENGLISH, tmp_path / "first.pdf")), "--yes")
    before = offices_file(ua).read_bytes()
    ran = ua(
        "case", "import", str(actions.pdf(SECOND.replace("20 January 2027", day), tmp_path / "second.pdf")), "--yes"
    )
    assert ran.code == 0, ran.err
    assert "the library's entry is used" in ran.err.replace("’", "'")
    assert offices_file(ua).read_bytes() == before


@pytest.mark.parametrize(("answers", "is_replaced"), [(None, False), (["n", "y"], False), (["y", "y"], True)])
def test_another_e_mail_domain_replaces_one_only_if_a_person_says_so(
    sender: Sender, tmp_path: Path, answers: list[str] | None, is_replaced: bool
) -> None:
    ua, _ = sender
    ua("case", "import", str(actions.pdf(actions.ENGLISH, tmp_path / "first.pdf")), "--yes")
    ua.now = datetime(2027, 1, 22, 11, 0, tzinfo=UTC)
    second = actions.pdf(SECOND.replace("@harbours.example.org", "@other.example.org"), tmp_path / "second.pdf")
    ran = ua("case", "import", str(second), *(() if answers else ("--yes",)), answers=answers)
    assert ran.code == 0, ran.err
    assert "at another domain" in ran.err
    assert ("minister@other.example.org" in offices_file(ua).read_text(encoding="utf-8")) is is_replaced


def test_what_somebody_verified_is_not_replaced_by_a_document(sender: Sender, tmp_path: Path) -> None:
    ua, _ = sender
    ua("case", "import", str(actions.pdf(actions.ENGLISH, tmp_path / "first.pdf")), "--yes")
    file = offices_file(ua)
    file.write_text(file.read_text(encoding="utf-8").replace('level = "published"', 'level = "official"', 1))
    before = file.read_bytes()
    ran = ua("case", "import", str(actions.pdf(SECOND, tmp_path / "second.pdf")), "--yes")
    assert ran.code == 0, ran.err
    assert "9 Pier Street" in ran.err
    assert "the library's entry is used" in ran.err
    assert file.read_bytes() == before


def test_who_holds_the_office_and_how_it_is_addressed_are_differences_too(sender: Sender, tmp_path: Path) -> None:
    ua, _ = sender
    ua("case", "import", str(actions.pdf(actions.ENGLISH, tmp_path / "first.pdf")), "--yes")
    other = SECOND.replace("20 March 2027", "10 January 2027").replace("Mr Joris Pleyn", "Ms Ada Quay")
    other = other.replace("Salutation: Dear Minister", "Salutation: Your Excellency").replace(
        "January 2027 Date", "Date"
    )
    ran = ua("case", "import", str(actions.pdf(other, tmp_path / "second.pdf")), "--yes")
    assert ran.code == 0, ran.err
    rows = {line.split()[0]: line for line in ran.err.splitlines() if line.startswith("  ")}
    assert "Joris Pleyn" in rows["holders"]
    assert "Ada Quay" in rows["holders"]
    assert "Your Excellency" in rows["salutation.en"]
    assert "9 Pier Street" in rows["postal"]


# --- What a case says of its letter -----------------------------------------------------------------------------------


def test_the_publishers_letter_is_shown_and_has_no_translation_of_ours_beside_it(me: Ua, english: Path) -> None:
    me("case", "import", str(english), "--yes")
    shown = me("show", "ua-12-26").out
    assert "Letter of the publisher, sent word for word" in shown
    assert MODEL[1] in shown
    file = case_file(me, "ua-12-26")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("title.en = ", 'title.fr = "Une gardienne de phare"\ntitle.en = ', 1), encoding="utf-8"
    )
    assert "--beside" not in me("draft", "ua-12-26").err
    refused = me("draft", "ua-12-26", "--beside", "fr")
    assert refused.code == 2
    assert "nobody has written it" in refused.err


def test_it_is_locked_in_the_editor(me: Ua, english: Path, tmp_path: Path) -> None:
    me("case", "import", str(english), "--yes")
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nsed -i 's/2 lamps/3 lamps/' \"$1\"\n", encoding="utf-8")
    script.chmod(0o700)
    me.environ["EDITOR"] = str(script)
    ran = me("draft", "ua-12-26", "--edit", answers=[])
    assert ran.code != 0
    assert "demands" in ran.err


def test_a_letter_that_takes_two_pages_is_said_not_cut(me: Ua, tmp_path: Path) -> None:
    long = "\n\n".join(
        f"In year {n} the lamps were dark for {n} nights, as the harbour's own log of that year says. " * 4
        for n in range(12)
    )
    text = actions.ENGLISH.replace("Her open letter of 3 November", f"{long}\n\nHer open letter of 3 November")
    me("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes")
    checked = me("check", "ua-12-26")
    assert checked.code == 3
    assert "takes 2 pages" in checked.out + checked.err


# --- Other offices ----------------------------------------------------------------------------------------------------


def test_a_copy_goes_to_an_embassy_that_the_document_gives(sender: Sender, tmp_path: Path) -> None:
    ua, server = sender
    text = actions.ENGLISH.replace("Yours sincerely,\n", COPIES)
    assert ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    assert 'represents = "BE"' in offices_file(ua, "fr").read_text(encoding="utf-8")
    sent = ua("send", "ua-12-26", answers=["y", "y"])
    assert sent.code == 0, sent.err
    asked = sent.err.partition("[y/N]")[0]
    assert "paris@diplobel.example.org" in asked
    assert "9 rue de Tilsitt, 75017 Paris" in asked
    assert [one.rcpt_tos for one in server.mails] == [["minister@harbours.example.org"], ["paris@diplobel.example.org"]]
    assert MODEL[0] in said_in(mail_of(server))


COPIES = """\
Yours sincerely,

## COPIES TO:

Embassy of Belgium
9 rue de Tilsitt
75017 Paris
France
Email: paris@diplobel.example.org
"""


WIDE = "9 Street of the Four Hundred Keepers of the Old and the New Lighthouses and of their Widows"
WIDE_COPY = f"""\
Yours sincerely,

## COPIES TO:

Parliamentary Committee
{WIDE}
1000 Port Saint-Aubin
Belgium
"""


@pytest.mark.parametrize(("way", "mails"), [("", 1), ("Email: committee@house.example.org\n", 2)])
def test_a_copy_whose_address_no_envelope_shows_is_left_out_alone_and_leaves_by_mail(
    sender: Sender, tmp_path: Path, way: str, mails: int
) -> None:
    ua, server = sender
    text = actions.ENGLISH.replace("Yours sincerely,\n", WIDE_COPY + way)
    assert ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    sent = ua("send", "ua-12-26", "--yes", "--accept-unverified")
    assert sent.code == 0, sent.err
    assert [one.rcpt_tos for one in server.mails][:1] == [["minister@harbours.example.org"]]
    assert len(server.mails) == mails
    assert ("too wide" in sent.err) == (mails == 1)


def test_nothing_is_noted_as_compared_for_a_letter_that_cannot_be_written(sender: Sender, tmp_path: Path) -> None:
    ua, server = sender
    text = actions.ENGLISH.replace("4 Quay Street", WIDE)
    assert ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    refused = ua("send", "ua-12-26", "--yes", "--accept-unverified", "--attach-pdf")
    assert refused.code == 1
    assert "too wide" in refused.err
    assert "verified_on" not in offices_file(ua).read_text(encoding="utf-8")
    assert not server.mails


def test_an_office_with_a_web_form_alone_stands_once_in_the_head_of_the_letter(me: Ua, tmp_path: Path) -> None:
    text = actions.ENGLISH.replace(
        "Email: minister@harbours.example.org", "Web form: https://harbours.example.org/write"
    )
    text = text.replace("Quay Palace\n4 Quay Street\n1000 Port Saint-Aubin\n", "")
    assert me("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes").code == 0
    checked = me("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err
    assert me("draft", "ua-12-26").out.count("Minister of Harbours") == 1
    sent = me("send", "ua-12-26", answers=["y", "y"])
    assert sent.code == 0, sent.err
    assert me.opened == ["https://harbours.example.org/write"]


def test_a_court_is_asked_for_guarantees_and_by_name(sender: Sender, tmp_path: Path) -> None:
    ua, server = sender
    text = actions.ENGLISH.replace(
        "Minister of Harbours\nMr Joris Pleyn\nQuay Palace", "Presiding Judge\nDistrict Court"
    )
    ran = ua("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes")
    assert "is a court" in ran.err
    assert "--to be/presiding-judge" in ran.err
    assert ua("check", "ua-12-26").code == 3
    file = case_file(ua, "ua-12-26")
    demand = 'id = "demand-2"\n'
    before = file.read_text(encoding="utf-8")
    assert demand in before
    head, _, rest = before.partition("[[demands]]")
    rest = rest[rest.index("[[demands]]") :].replace(demand, f'{demand}for = ["court"]\n')
    file.write_text(head + rest, encoding="utf-8")
    checked = ua("check", "ua-12-26")
    assert checked.code == 0, checked.out + checked.err
    assert ua("send", "ua-12-26", "--yes", "--accept-unverified").code == 2
    sent = ua("send", "ua-12-26", "--to", "be/presiding-judge", "--yes", "--accept-unverified")
    assert sent.code == 0, sent.err
    said = said_in(mail_of(server))
    assert "ensure that she can see a lawyer of her choice and her family" in said
    assert "I urge you to release" not in said


def test_an_office_in_no_known_country_is_said_and_not_lost_in_silence(me: Ua, tmp_path: Path) -> None:
    text = actions.ENGLISH.replace("Belgium", "Karvania")
    ran = me("case", "import", str(actions.pdf(text, tmp_path / "action.pdf")), "--yes")
    assert "Minister of Harbours: nothing says in which country it is" in ran.err


def test_a_list_of_signers_needs_the_confirmation_too(sender: Sender, english: Path, tmp_path: Path) -> None:
    ua, server = sender
    ua("case", "import", str(english), "--yes")
    with (ua.home / "config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[group]\nname = "Group 27"\ncontact = "group27@example.org"\n')
    rows = tmp_path / "signers.csv"
    rows.write_text(
        "name,email,street,postcode,city,country,consent,case\n"
        "Ana Silva,ana@example.org,1 Main Street,1000,Lyon,FR,2026-11-23,ua-12-26\n",
        encoding="utf-8",
    )
    command = ("send", "ua-12-26", "--signers", str(rows), "--yes", "--fresh-ledger-ok")
    assert ua(*command).code == 5
    sent = ua(*command, "--accept-unverified")
    assert sent.code == 0, sent.err
    assert "verified_on" not in offices_file(ua).read_text(encoding="utf-8")
    assert MODEL[2] in said_in(mail_of(server))
