"""`ua send --by post`: who prints, what it costs, what may be spent, and that a test is a test."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from support.pages import drawn, inside, touches
from support.pingen import SECRET, Fault, error
from support.posthouse import OPEN, Posthouse, change, posthouse
from support.printhouses import LOB_KEY, SENDINGBOX_KEY
from support.ua import Ran, Ua
from support.webserver import Upload, form_of
from urgentaction.model.envelope import Box

ROWS = (
    f"Zoé Abel;;1 rue X;13100;Aix;FR;2026-11-20;{OPEN};;\n"
    f"Émile Zola;;2 rue X;06000;Nice;FR;2026-11-20;{OPEN};;\n"
    f"Ben Adler;;3 rue X;69001;Lyon;FR;2026-11-20;{OPEN};;initials-town\n"
)
PRIVATE = ("Lefèvre", "rue de la République", "Abel", "Zola", "Adler", "rue X", SECRET, LOB_KEY, SENDINGBOX_KEY)
"""What no message may tell of those who sign, and no company's key."""


@pytest.fixture
def house(me: Ua, library: Path) -> Iterator[Posthouse]:
    with posthouse(me, library) as made:
        yield made


def uploaded(house: Posthouse) -> list[bytes]:
    return [data for data in house.pingen.uploads.values() if data]


def nobodys_secret(ran: Ran) -> None:
    told = ran.out + ran.err
    assert [word for word in PRIVATE if word in told] == []


# --- Which company ----------------------------------------------------------------------------------------------------


def test_without_a_company_post_says_how_to_set_one_up_and_offers_print(house: Posthouse) -> None:
    ran = house.send("--by", "post", "--yes", code=2)
    assert "docs/post.md" in ran.err
    assert "--by print" in ran.err


def test_the_only_company_that_is_set_up_is_taken_and_several_must_be_named(house: Posthouse) -> None:
    house.has("pingen")
    assert "pingen, ordinary mail" in house.send("--by", "post", "--dry-run").err
    house.has("lob")
    ran = house.send("--by", "post", "--dry-run", code=2)
    assert "pingen, lob" in ran.err
    assert "--provider" in ran.err
    assert "pingen, ordinary mail" in house.send("--provider", "pingen", "--dry-run").err


def test_a_key_alone_sets_up_a_company_that_needs_no_more(house: Posthouse) -> None:
    house.ua.environ["UA_MYSENDINGBOX_PASSWORD"] = SENDINGBOX_KEY
    assert "mysendingbox, ordinary mail" in house.send("--by", "post", "--dry-run").err


@pytest.mark.parametrize(("name", "said"), [("pingen", "not set up"), ("pidgin", "no provider called")])
def test_a_company_that_is_not_there_is_not_taken(house: Posthouse, name: str, said: str) -> None:
    house.has("lob")
    assert said in house.send("--provider", name, "--yes", code=2).err


@pytest.mark.parametrize(
    "option", [("--provider", "pingen"), ("--service", "priority"), ("--colour",), ("--max-cost", "5 EUR")]
)
def test_an_option_for_post_goes_with_no_other_way(house: Posthouse, option: tuple[str, ...]) -> None:
    house.has("pingen")
    assert option[0] in house.send(*option, "--by", "print", "--yes", code=2).err


def test_only_a_live_company_is_taken_without_being_asked_for(house: Posthouse) -> None:
    house.has("pingen")
    assert "print" in house.send("--dry-run").err
    assert house.pingen.web.asked == []
    change_live = house.ua.home / "config.toml"
    change_live.write_text(change_live.read_text(encoding="utf-8") + "live = true\n", encoding="utf-8")
    assert "pingen, ordinary mail: really printed, posted and paid for" in house.send("--dry-run").err


def test_a_company_that_does_not_take_ones_letters_is_not_taken_unasked(house: Posthouse) -> None:
    house.has("lob", live=True)
    assert "print" in house.send("--dry-run").err, "Lob wants a sender in the United States"
    change_country(house, "US")
    assert "lob, ordinary mail: really" in house.send("--dry-run").err


# --- The test mode ----------------------------------------------------------------------------------------------------


def test_a_test_is_said_to_be_one_and_counts_as_no_letter_sent(house: Posthouse) -> None:
    house.has("pingen")
    ran = house.send("--by", "post", answers=("y",))
    assert "test mode: nothing is printed or paid" in ran.err
    assert "1 × 1.45 CHF" in ran.err
    assert "pingen (test): letter-1" in ran.err
    assert len(house.pingen.charged) == 1
    assert "sent" not in house.ua("status").out
    again = house.send("--by", "post", "--yes")
    assert "letter-2" in again.err, "a test may be repeated"
    for one in (ran, again):
        nobodys_secret(one)


def test_a_test_that_is_not_wanted_uploads_nothing(house: Posthouse) -> None:
    house.has("pingen")
    assert "Nothing was sent" in house.send("--by", "post", answers=("n",)).err
    assert uploaded(house) == []


def test_a_test_waits_in_no_queue(house: Posthouse) -> None:
    house.has("pingen")
    assert "--queue-only" in house.send("--by", "post", "--queue-only", "--yes", code=2).err


def test_the_gates_keep_a_letter_from_the_test_mode_too(house: Posthouse, library: Path) -> None:
    change(library, 'level = "official"', 'level = "unverified"')
    house.has("pingen")
    assert "nobody has verified" in house.send("--by", "post", "--yes", code=5).err
    assert uploaded(house) == []
    house.send("--by", "post", "--yes", "--accept-unverified")
    assert len(uploaded(house)) == 1


def test_a_list_is_tried_and_its_letters_stay_to_be_written(house: Posthouse) -> None:
    house.has("mysendingbox")
    path = house.signers(ROWS)
    ran = house.send("--by", "post", "--signers", path, answers=("y",))
    assert "3 × 0.97 EUR = 2.91 EUR" in ran.err
    assert len([asked for asked in house.box.posts() if asked.path == "/letters"]) == 3
    assert "sent" not in house.ua("status").out
    nobodys_secret(ran)


def test_one_letter_of_a_list_can_be_tried(house: Posthouse) -> None:
    house.has("pingen")
    assert "1 × 1.45 CHF" in house.send("--by", "post", "--signers", house.signers(ROWS), "--limit", "1", "--yes").err
    assert len(house.pingen.charged) == 1


# --- Live, and money --------------------------------------------------------------------------------------------------


def test_a_live_letter_is_ordered_after_a_question_that_names_the_price(house: Posthouse) -> None:
    house.has("pingen", live=True)
    ran = house.send("--by", "post", answers=("y",))
    assert "really printed, posted and paid for" in ran.err
    assert "for about 1.45 CHF? [y/N]" in ran.err
    assert "Ordered from pingen: letter-1" in ran.err
    assert "sent 1" in house.ua("status").out
    assert "Already written" in house.send("--by", "post", answers=("y",)).err
    nobodys_secret(ran)


def test_yes_alone_spends_nothing(house: Posthouse) -> None:
    house.has("pingen", live=True)
    ran = house.send("--by", "post", "--yes", code=2)
    assert "--max-cost" in ran.err
    assert house.pingen.charged == []
    house.send("--by", "post", "--yes", "--max-cost", "1.45 CHF")
    assert len(house.pingen.charged) == 1


@pytest.mark.parametrize(
    ("most", "code", "said"),
    [
        ("1.44 CHF", 5, "about 1.45 CHF, and --max-cost allows 1.44 CHF"),
        ("50 EUR", 2, "The price is in CHF, and --max-cost in EUR"),
        ("fifty", 2, "not an amount"),
        ("50", 2, "not an amount"),
        ("-5 CHF", 2, "not an amount"),
    ],
)
def test_nothing_is_ordered_that_costs_more_than_was_allowed(house: Posthouse, most: str, code: int, said: str) -> None:
    house.has("pingen", live=True)
    assert said in house.send("--by", "post", "--yes", f"--max-cost={most}", code=code).err
    assert uploaded(house) == []


def test_where_no_price_is_to_be_had_that_is_said_and_no_limit_can_be_promised(house: Posthouse) -> None:
    house.has("lob", live=True)
    change_country(house, "US")
    ran = house.send("--by", "post", answers=("n",))
    assert "not known: lob does not say it beforehand" in ran.err
    assert "at a price that lob does not say beforehand?" in ran.err
    assert "cannot be told" in house.send("--by", "post", "--yes", "--max-cost", "50 USD", code=1).err
    assert house.lob.posts() == []


def test_a_list_is_counted_by_what_its_letters_cost(house: Posthouse) -> None:
    house.has("pingen", live=True)
    path = house.signers(ROWS)
    assert (
        "allows 4.34 CHF" in house.send("--by", "post", "--signers", path, "--yes", "--max-cost=4.34 CHF", code=5).err
    )
    ran = house.send("--by", "post", "--signers", path, "--yes", "--max-cost", "4,35 CHF")
    assert "3 × 1.45 CHF = 4.35 CHF" in ran.err
    assert len(house.pingen.charged) == 3
    assert "sent 3" in house.ua("status").out
    nobodys_secret(ran)


def test_a_queued_letter_is_ordered_by_the_next_run(house: Posthouse) -> None:
    house.has("pingen", live=True)
    house.send("--by", "post", "--queue-only", answers=("y",))
    assert house.pingen.charged == []
    assert house.ua("outbox", "run").code == 0
    assert len(house.pingen.charged) == 1


def test_a_run_after_live_was_taken_back_orders_nothing(house: Posthouse) -> None:
    house.has("pingen", live=True)
    house.send("--by", "post", "--queue-only", answers=("y",))
    file = house.ua.home / "config.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("live = true", "live = false"), encoding="utf-8")
    ran = house.ua("outbox", "run")
    assert ran.code == 4
    assert "test mode now" in ran.err
    assert (uploaded(house), house.pingen.charged) == ([], [])
    file.write_text(file.read_text(encoding="utf-8").replace("live = false", "live = true"), encoding="utf-8")
    assert house.ua("outbox", "run").code == 0
    assert len(house.pingen.charged) == 1


# --- What goes wrong --------------------------------------------------------------------------------------------------


def test_a_wrong_key_is_told_before_anything_is_asked(house: Posthouse) -> None:
    house.has("pingen", live=True)
    house.ua.environ["UA_PINGEN_PASSWORD"] = "another-secret-of-mine"
    ran = house.send("--by", "post", answers=("y",), code=4)
    assert "did not accept the key" in ran.err
    assert "[y/N]" not in ran.err
    assert "another-secret-of-mine" not in ran.out + ran.err


def test_a_key_that_is_kept_nowhere_is_asked_for_once(house: Posthouse) -> None:
    house.has("pingen", keys=False)
    assert "ua secret set pingen" in house.send("--by", "post", "--yes", code=4).err
    house.ua.secrets = iter([SECRET])
    house.send("--by", "post", answers=("y",))
    assert len(house.pingen.charged) == 1


def test_a_key_that_is_typed_serves_for_the_price_and_for_the_order(house: Posthouse) -> None:
    house.has("pingen", live=True, keys=False)
    house.ua.secrets = iter([SECRET])
    house.send("--by", "post", answers=("y",))
    assert len(house.pingen.charged) == 1


def test_a_live_key_in_test_mode_orders_nothing(house: Posthouse) -> None:
    house.has("mysendingbox")
    house.ua.environ["UA_MYSENDINGBOX_PASSWORD"] = "live_0123456789"
    ran = house.send("--by", "post", "--yes", code=4)
    assert "is a live key" in ran.err
    assert house.box.asked == []


def test_an_account_without_credit_ends_the_run_and_the_letters_wait(house: Posthouse) -> None:
    house.has("pingen", live=True)
    path = house.signers(ROWS)
    house.pingen.faults["send"] = [Fault(error(402, "insufficient_balance"))]
    ran = house.send("--by", "post", "--signers", path, "--yes", "--max-cost", "50 CHF", code=4)
    assert "no credit left" in ran.err
    assert house.pingen.charged == []
    assert len(json.loads(house.ua("outbox", "list", "--json").out)) == 3
    nobodys_secret(ran)


@pytest.mark.parametrize("listed", [False, True])
def test_what_is_wished_for_is_ordered(house: Posthouse, listed: bool) -> None:
    house.has("pingen")
    further = ("--signers", house.signers(ROWS)) if listed else ()
    ran = house.send("--service", "priority", "--colour", "--duplex", "--yes", *further)
    assert "priority mail, printing in colour, printing on both sides" in ran.err
    for letter in house.pingen.letters.values():
        wanted = [letter.attributes[key] for key in ("delivery_product", "print_mode", "print_spectrum")]
        assert wanted == ["fast", "duplex", "color"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (("--service", "tracked"), "tracked mail to FR. No provider"),
        (("--service", "registered-receipt"), "Who can: mysendingbox"),
    ],
)
def test_a_wish_that_cannot_be_met_names_who_can(house: Posthouse, wish: tuple[str, ...], said: str) -> None:
    house.has("pingen")
    path = house.signers(ROWS)
    assert said in house.send("--by", "post", *wish, "--yes", code=2).err
    assert said in house.send("--by", "post", *wish, "--signers", path, "--yes", code=2).err


def test_a_service_that_there_is_not_is_named(house: Posthouse) -> None:
    house.has("pingen")
    assert "registered-receipt" in house.send("--service", "express", "--yes", code=2).err


def test_a_signer_whom_the_company_does_not_take_is_left_out_and_the_others_go(house: Posthouse) -> None:
    house.has("lob")
    path = house.signers(ROWS + f"Ann Winter;;17 Quiet Lane;12180;Troy, NY;US;2026-11-20;{OPEN};;\n")
    ran = house.send("--by", "post", "--signers", path, "--yes", code=4)
    assert "a sender in FR" in ran.err
    assert len(house.lob.posts()) == 1
    nobodys_secret(ran)


# --- In time ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "code"), [("2026-12-01", 0), ("2026-11-30", 5)])
def test_a_letter_that_cannot_arrive_in_time_is_refused(house: Posthouse, library: Path, day: str, code: int) -> None:
    change(library, "deadline = 2026-12-24", f"deadline = {day}")
    house.has("pingen", live=True)
    ran = house.send("--by", "post", answers=("y",), code=code)
    assert ("up to 7 days in the post" in ran.err) is bool(code)
    assert len(house.pingen.charged) == (0 if code else 1)


def test_registered_mail_is_given_its_own_days(house: Posthouse, library: Path) -> None:
    change(library, "deadline = 2026-12-24", "deadline = 2026-11-30")
    house.has("pingen", live=True)
    house.send("--by", "post", "--service", "registered", answers=("y",))
    assert len(house.pingen.charged) == 1


def test_a_letter_that_waited_too_long_is_not_ordered(house: Posthouse, library: Path) -> None:
    change(library, "deadline = 2026-12-24", "deadline = 2026-12-01")
    house.has("pingen", live=True)
    house.send("--by", "post", "--queue-only", answers=("y",))
    house.ua.now = house.ua.now.replace(day=25)
    ran = house.ua("outbox", "run")
    assert "too late" in ran.err
    assert (house.pingen.charged, house.pingen.letters) == ([], {}), "its draft is not left there either"


# --- The sheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("service", "top", "height"), [("standard", 60, 25.5), ("registered", 68, 17.5)])
def test_pingens_window_shows_the_address_and_nothing_else(
    house: Posthouse, service: str, top: float, height: float
) -> None:
    house.has("pingen")
    house.send("--by", "post", "--service", service, "--yes")
    with pdfplumber.open(io.BytesIO(uploaded(house)[0])) as pdf:
        page = pdf.pages[0]
        window, clear = Box(22, top, 85.5, height), Box(20, 40, 89.5, 45.5)
        shown = [char for char in page.chars if touches(char, clear)]
        assert all(inside(char, window) for char in shown)
        assert not any(touches(thing, clear) for thing in drawn(page))
        text = "".join(char["text"] for char in shown)
        assert text.startswith("Minister of Justice")
        assert text.endswith("13616 AIX EN PROVENCE CEDEX 1FRANCE")
        assert [round(float(side) * 25.4 / 72) for side in (page.width, page.height)] == [210, 297]
        borders = Box(5, 5, 200, 287)
        assert all(inside(thing, borders) for thing in (*page.chars, *drawn(page)))


def test_the_paper_is_the_providers(house: Posthouse) -> None:
    house.has("lob")
    change_country(house, "US")
    house.send("--by", "post", "--yes")
    sent = form_of(house.lob.posts()[0])["file"]
    assert isinstance(sent, Upload)
    with pdfplumber.open(io.BytesIO(sent.data)) as pdf:
        (page,) = pdf.pages
        assert (float(page.width), float(page.height)) == (612, 792)
        lines = page.extract_text().replace("\u00a0", " ").splitlines()
        assert "20 PLACE DE VERDUN" in " ".join(lines), "the letter says whom it is to, on a sheet of its own too"


def test_who_shows_themselves_in_part_is_known_in_part_to_the_company_too(house: Posthouse) -> None:
    house.has("mysendingbox")
    path = house.signers(ROWS.splitlines(keepends=True)[2])
    house.send("--by", "post", "--service", "registered", "--signers", path, "--yes", code=5)
    assert b"Adler" not in b"".join(asked.body for asked in house.box.asked)
    house.send("--by", "post", "--signers", path, "--yes")
    (ordered,) = [form_of(asked) for asked in house.box.posts() if asked.path == "/letters"]
    assert not any("Adler" in value or "rue X" in value for value in ordered.values() if isinstance(value, str))


# --- Words ------------------------------------------------------------------------------------------------------------


def test_the_plan_speaks_french(house: Posthouse) -> None:
    house.has("pingen", live=True)
    house.ua.environ["UA_LANG"] = "fr"
    ran = house.send("--by", "post", answers=("o",))
    assert "vraiment imprimé, posté et payé" in ran.err
    assert "pour environ 1,45 CHF" in ran.err
    assert "Commandé chez pingen" in ran.err


def test_what_is_told_to_programs_has_no_key_and_no_address(house: Posthouse) -> None:
    house.has("pingen", live=True)
    ran = house.send("--by", "post", "--yes", "--max-cost", "5 CHF", "--json")
    (row,) = json.loads(ran.out)
    assert (row["channel"], row["recipient"], row["receipt"]["reference"]) == ("post", "pingen/standard", "letter-1")
    nobodys_secret(ran)


@pytest.mark.parametrize(("live", "said"), [(False, "in test mode"), (True, "is paid")])
def test_the_doctor_tells_what_is_set_up_and_asks_nobody(house: Posthouse, live: bool, said: str) -> None:
    house.has("pingen", live=live)
    ran = house.ua("doctor")
    assert said in ran.out
    assert house.pingen.web.asked == []
    nobodys_secret(Ran(0, ran.out.replace("Élise Lefèvre-Dubois", ""), ran.err))


def test_a_key_is_kept_and_taken_out_by_the_name_of_its_company(house: Posthouse) -> None:
    house.ua.keyring.works = True
    ran = house.ua("secret", "set", "mysendingbox", stdin=f"{SENDINGBOX_KEY}\n")
    assert "key is in the keyring" in ran.err
    nobodys_secret(ran)
    assert "mysendingbox, ordinary mail" in house.send("--by", "post", "--dry-run").err
    assert house.ua("secret", "delete", "mysendingbox").code == 0
    assert house.ua.keyring.kept == {}


def change_country(house: Posthouse, country: str) -> None:
    """Whoever sends lives elsewhere."""
    file = house.ua.home / "config.toml"
    text = file.read_text(encoding="utf-8")
    moved = text.replace('postcode = "69002"\ncity = "Lyon"', 'postcode = "12180"\ncity = "Troy, NY"')
    file.write_text(moved.replace('country = "FR"', f'country = "{country}"'), encoding="utf-8")


def test_a_case_that_is_over_needs_no_company_to_be_refused(house: Posthouse) -> None:
    assert "this case is over" in house.ua("send", "ablyazov-2013", "--to", "aix", "--by", "post", "--yes").err


def test_a_rehearsal_of_post_stays_here(house: Posthouse) -> None:
    house.has("pingen", live=True)
    path = house.signers(ROWS)
    for further in ((), ("--signers", path)):
        assert "No gate would refuse" in house.send("--by", "post", "--rehearse", *further).err
    assert house.pingen.web.asked == []


def test_what_sets_up_a_company_can_be_typed(house: Posthouse) -> None:
    for key, value in (("client_id", "my-app"), ("live", "true")):
        assert house.ua("config", "set", f"providers.pingen.{key}", value).code == 0
    house.ua.environ["UA_PINGEN_PASSWORD"] = SECRET
    assert "really printed" in house.send("--by", "post", "--dry-run").err
    assert "providers.pingen.live" in house.ua("config", "show").out
    assert house.ua("config", "set", "providers.pingen.host", "https://evil.example").code == 2


def test_pingen_without_its_client_id_is_told_by_the_doctor(house: Posthouse) -> None:
    assert house.ua("config", "set", "providers.pingen.live", "true").code == 0
    ran = house.ua("doctor")
    assert "providers.pingen.client_id is not set" in ran.out
    assert ran.code == 3


def test_a_key_command_comes_before_the_keyring_and_that_is_said(house: Posthouse) -> None:
    house.ua.keyring.works = True
    house.ua("config", "set", "providers.lob.password_command", "pass show lob")
    assert "providers.lob.password_command" in house.ua("secret", "set", "lob", stdin=f"{LOB_KEY}\n").err


def test_no_log_holds_a_key_or_who_signs(house: Posthouse, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house.has("pingen")
    path = house.signers(ROWS)
    house.send("--by", "post", "--signers", path, "--yes")
    house.ua.environ["UA_PINGEN_PASSWORD"] = f"x{SECRET}"
    house.send("--by", "post", "--signers", path, "--yes", code=4)
    assert [word for word in PRIVATE if word in caplog.text] == []


# --- While nothing waits yet ------------------------------------------------------------------------------------------


@pytest.fixture
def offline(house: Posthouse) -> Posthouse:
    """Companies that cannot be reached."""
    for server in (house.pingen.web, house.box.web, house.lob.web):
        server.close()
    return house


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize(
    ("live", "further"),
    [
        (False, ("--yes",)),
        (True, ("--yes", "--max-cost", "5 CHF")),
        (True, ("--yes", "--max-cost", "5 CHF", "--queue-only")),
    ],
)
def test_offline_nothing_is_said_to_wait_where_nothing_does(
    offline: Posthouse, live: bool, further: tuple[str, ...], listed: bool
) -> None:
    offline.has("pingen", live=live)
    who = ("--signers", offline.signers(ROWS)) if listed else ()
    ran = offline.send("--by", "post", *further, *who, code=4)
    assert "could not be asked" in ran.err
    assert "nothing waits; run the same command again when you are online" in ran.err
    assert "tried again" not in ran.err
    assert json.loads(offline.ua("outbox", "list", "--json").out) == []


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize(("language", "said"), [("en", "not known: pingen could not"), ("fr", "inconnu : pingen n’a")])
def test_a_dry_run_needs_no_price(offline: Posthouse, language: str, said: str, listed: bool) -> None:
    offline.has("pingen", live=True)
    offline.ua.environ["UA_LANG"] = language
    who = ("--signers", offline.signers(ROWS)) if listed else ()
    ran = offline.send("--by", "post", "--dry-run", "--max-cost", "5 CHF", *who)
    assert said in ran.err


def test_a_company_that_is_busy_before_anything_waits_is_asked_again_by_the_same_command(house: Posthouse) -> None:
    house.has("pingen", live=True)
    house.ua.environ["UA_LANG"] = "fr"
    house.pingen.faults["price"] = [Fault(error(429, "slow_down"))] * 9
    ran = house.send("--by", "post", answers=("o",), code=4)
    assert "rien n’attend ; relancez la même commande plus tard" in ran.err
    assert "Les lettres attendent" not in ran.err


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "The test did not get there"), ("fr", "L’essai n’est pas parvenu")]
)
def test_a_test_that_did_not_get_there_is_no_success_and_waits_nowhere(
    house: Posthouse, language: str, said: str, listed: bool
) -> None:
    house.has("pingen")
    house.ua.environ["UA_LANG"] = language
    house.pingen.faults["file_upload"] = [Fault(error(503, "down"))] * 30
    who = ("--signers", house.signers(ROWS)) if listed else ()
    ran = house.send("--by", "post", "--yes", *who, code=4)
    assert said in ran.err.splitlines()[-1]
    told = ("waits until", "tried again", "your account", "attend", "nouvel essai aura", "votre compte", "ua outbox")
    assert [words for words in told if words in ran.err] == []
    assert house.pingen.charged == []


def test_a_list_of_which_one_letter_did_not_get_there_says_so(house: Posthouse) -> None:
    house.has("pingen")
    house.pingen.faults["file_upload"] = [None, *[Fault(error(503, "down"))] * 3]
    ran = house.send("--by", "post", "--yes", "--signers", house.signers(ROWS), code=4)
    assert "did not get there" in ran.err
    assert "Look at the letter in your account" in ran.err


# --- Keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "are posted and paid for"), ("fr", "sont postées et payées")])
def test_the_doctor_says_that_a_live_key_is_not_for_test_mode(house: Posthouse, language: str, said: str) -> None:
    house.has("lob")
    house.ua.environ |= {"UA_LOB_PASSWORD": "live_abc", "UA_LANG": language}
    ran = house.ua("doctor")
    told = " ".join(ran.out.split())
    assert ran.code == 3
    assert "✗" in told
    assert "ua secret set lob" in told
    assert told.count(said) == 2, "the way out that costs money says so"
    assert "live_abc" not in ran.out + ran.err
    assert house.lob.asked == []


def test_the_doctor_says_that_it_tried_no_key_and_which_cannot_be_found(house: Posthouse) -> None:
    house.has("mysendingbox")
    assert "the key itself was not tried" in " ".join(house.ua("doctor").out.split())
    house.ua("config", "set", "providers.lob.password_file", str(house.ua.home / "nowhere"))
    ran = house.ua("doctor")
    assert ran.code == 3
    assert "cannot be read" in ran.out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_keyring_the_setting_is_named_wherever_a_key_is_missing(house: Posthouse, language: str) -> None:
    house.has("pingen", keys=False)
    house.ua.environ["UA_LANG"] = language
    for ran in (
        house.ua("doctor"),
        house.ua("secret", "set", "pingen", stdin=f"{SECRET}\n"),
        house.send("--by", "post", "--yes", code=4),
    ):
        assert "ua config set providers.pingen.password_file FI" in " ".join((ran.out + ran.err).split())
        nobodys_secret(Ran(0, ran.out.replace("Élise Lefèvre-Dubois", ""), ran.err))
    refused = house.send("--provider", "lob", "--yes", code=2)
    assert "ua config set providers.lob.password_file FI" in refused.err


def test_a_key_in_a_file_serves(house: Posthouse) -> None:
    house.has("pingen", keys=False)
    file = house.ua.home / "key"
    file.write_text(SECRET, encoding="utf-8")
    file.chmod(0o600)
    assert house.ua("config", "set", "providers.pingen.password_file", str(file)).code == 0
    house.send("--by", "post", "--yes")
    assert len(house.pingen.charged) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "is not looked at"), ("fr", "n’est pas pris en compte")])
def test_where_nothing_is_paid_and_no_price_is_told_a_limit_is_no_obstacle(
    house: Posthouse, language: str, said: str
) -> None:
    house.has("lob")
    house.ua.environ["UA_LANG"] = language
    change_country(house, "US")
    assert said in house.send("--by", "post", "--yes", "--max-cost", "50 USD").err
    assert len(house.lob.posts()) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "its own envelopes"), ("fr", "ses propres enveloppes")])
def test_an_envelope_of_ones_own_is_not_for_post(house: Posthouse, language: str, said: str) -> None:
    house.has("pingen")
    house.ua.environ["UA_LANG"] = language
    for asked in (("--by", "post"), ("--provider", "pingen")):
        assert said in house.send(*asked, "--envelope", "c4", "--yes", code=2).err
    assert house.pingen.web.asked == []


@pytest.mark.parametrize(("language", "said"), [("en", "its test mode"), ("fr", "son mode d’essai")])
def test_a_rehearsal_says_that_the_company_is_no_part_of_it(house: Posthouse, language: str, said: str) -> None:
    house.has("pingen")
    house.ua.environ["UA_LANG"] = language
    for further in ((), ("--signers", house.signers(ROWS))):
        assert said in house.send("--by", "post", "--rehearse", *further).err
    assert said not in house.send("--rehearse").err
