"""Which envelope a letter is set for: the flag, the setting, the sender's country; and what the command line says of it."""

from __future__ import annotations

import email
import io
import json
import mailbox
from email import policy
from pathlib import Path

import pdfplumber
import pytest

from support.ua import Ua

MM = 72 / 25.4
OPEN = "example-2026"


def places(path: Path) -> list[tuple[int, int, int]]:
    """Of each page its width, and where the street of the court begins, in millimetres."""
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            street = [word for word in page.extract_words() if word["text"] == "VERDUN"]
            at = (round(street[0]["x0"] / MM), round(street[0]["top"] / MM)) if street else (0, 0)
            found.append((round(page.width / MM), *at))
    return found


def drafted(ua: Ua, folder: Path, *more: str, code: int = 0) -> list[tuple[int, int, int]]:
    ran = ua("draft", "ablyazov-2013", "--to", "aix", "-f", "pdf", "-o", str(folder / "l.pdf"), "--force", *more)
    assert ran.code == code, ran.err
    return places(folder / "l.pdf")


def is_french(page: tuple[int, int, int]) -> bool:
    return page[0] == 210 and page[1] > 110 and 56 < page[2] < 79


def is_german(page: tuple[int, int, int]) -> bool:
    return page[0] == 210 and 25 < page[1] < 91 and 62 < page[2] < 90


def is_american(page: tuple[int, int, int]) -> bool:
    return page[0] == 216 and 25 < page[1] < 111 and 63 < page[2] < 81


def lives_in(me: Ua, country: str, *lines: str) -> Ua:
    """The same person, living elsewhere; with settings above the profile."""
    file = me.home / "config.toml"
    text = file.read_text(encoding="utf-8").replace('country = "FR"', f'country = "{country}"')
    file.write_text("\n".join([*lines, text]), encoding="utf-8")
    return me


def test_the_envelope_is_that_of_the_senders_country(me: Ua, tmp_path: Path) -> None:
    (page,) = drafted(me, tmp_path)
    assert is_french(page)
    (page,) = drafted(lives_in(me, "DE"), tmp_path)
    assert is_german(page)


def test_who_lives_where_we_know_no_window_gets_a_page_with_the_address(me: Ua, tmp_path: Path) -> None:
    ran = lives_in(me, "GB")("draft", "ablyazov-2013", "--to", "aix", "-o", str(tmp_path / "l.pdf"))
    assert "2 pages" in ran.err
    cover, letter = places(tmp_path / "l.pdf")
    assert cover[1:] != (0, 0) != letter[1:]


def test_the_setting_is_stronger_than_the_country_and_the_flag_than_both(me: Ua, tmp_path: Path) -> None:
    lives_in(me, "DE", 'envelope = "us-10"')
    (page,) = drafted(me, tmp_path)
    assert is_american(page)
    (page,) = drafted(me, tmp_path, "--envelope", "fr-right")
    assert is_french(page)


def test_whoever_signs_has_the_envelope_of_their_own_country(me: Ua, tmp_path: Path) -> None:
    with (me.home / "config.toml").open("a", encoding="utf-8") as file:
        file.write('\n[signers.jo]\nname = "Jo Smith"\ncountry = "US"\n')
    (page,) = drafted(me, tmp_path, "--as", "jo")
    assert is_american(page)


def test_letters_of_a_list_are_for_the_envelope_of_who_prints_them(me: Ua, tmp_path: Path) -> None:
    csv = tmp_path / "signers.csv"
    csv.write_text(
        "name;street;postcode;city;country;consent;case\nAda Byron;1 Elm;10001;New York;US;2026-11-20;ablyazov-2013\n"
    )
    ran = me("draft", "ablyazov-2013", "--to", "aix", "--signers", str(csv), "-f", "pdf", "-o", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    (file,) = (tmp_path / "out").iterdir()
    (page,) = places(file)
    assert is_french(page)


@pytest.mark.parametrize("command", [("draft", "-f", "pdf"), ("send", "--by", "print", "--yes")])
def test_an_envelope_that_is_none_is_a_usage_error_that_lists_them(me: Ua, command: tuple[str, ...]) -> None:
    ran = me(command[0], "ablyazov-2013", "--to", "aix", *command[1:], "--envelope", "c4")
    assert ran.code == 2
    assert '"c4"' in ran.err
    assert "din-5008-b" in ran.err
    assert "cover-page" in ran.err


def test_config_tells_the_envelope_in_effect_and_takes_only_those_there_are(me: Ua) -> None:
    assert json.loads(me("config", "show", "--json").out)["envelope"] == "fr-right"
    lives_in(me, "CH")
    assert json.loads(me("config", "show", "--json").out)["envelope"] == "ch-right"
    assert me("config", "set", "envelope", "ch-left").code == 0
    assert json.loads(me("config", "show", "--json").out)["envelope"] == "ch-left"
    assert me("config", "set", "envelope", "c4").code != 0


def test_a_printed_letter_is_for_the_envelope_named(me: Ua, library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "prints"
    command = ("--library", str(library), "send", OPEN, "--by", "print", "--yes", "-o", str(folder))
    ran = me(*command, "--envelope", "us-10")
    assert ran.code == 0, ran.err
    (file,) = folder.iterdir()
    with pdfplumber.open(file) as pdf:
        assert [round(page.width / MM) for page in pdf.pages] == [216]


def test_a_letter_behind_its_address_may_be_sent_and_says_that_it_is_two_pages(
    me: Ua, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "prints"
    command = ("--library", str(library), "send", OPEN, "--by", "print", "--yes", "-o", str(folder))
    ran = me(*command, "--envelope", "cover-page")
    assert ran.code == 0, ran.err
    (file,) = folder.iterdir()
    with pdfplumber.open(file) as pdf:
        assert len(pdf.pages) == 2


def test_a_pdf_that_goes_with_a_mail_has_no_page_with_the_address(me: Ua, library: Path) -> None:
    command = ("--library", str(library), "send", OPEN, "--rehearse", "--attach-pdf")
    ran = me(*command, "--envelope", "cover-page")
    assert ran.code == 0, ran.err
    (mail,) = mailbox.Maildir(me.home / "data" / "rehearsal", create=False)
    (attached,) = email.message_from_bytes(mail.as_bytes(), policy=policy.default).iter_attachments()
    with pdfplumber.open(io.BytesIO(attached.get_content())) as pdf:
        assert len(pdf.pages) == 1


def test_zones_are_drawn_to_try_an_envelope_and_only_on_paper(me: Ua, tmp_path: Path) -> None:
    drafted(me, tmp_path, "--zones")
    with pdfplumber.open(tmp_path / "l.pdf") as pdf:
        assert "fr-right: keep clear" in pdf.pages[0].extract_text()
    drafted(me, tmp_path)
    with pdfplumber.open(tmp_path / "l.pdf") as pdf:
        assert "keep clear" not in pdf.pages[0].extract_text()
    ran = me("draft", "ablyazov-2013", "--zones")
    assert ran.code == 2
    assert "--zones" in ran.err


def with_address(library: Path, lines: list[str], country: str = "") -> None:
    """Give the example's office these lines above its street; `country` where it is not the file's own."""
    file = library / "authorities" / "xx.toml"
    own = f', country = "{country}"' if country else ""
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('lines = ["Ministry of Justice"]', f"lines = {json.dumps(lines)}{own}"), encoding="utf-8"
    )


SEVEN = ["Ministry of Justice", "Criminal Affairs", "East Wing", "Room 12"]
WIDE = "Landesjustizverwaltungsangelegenheitenoberamtsamt"


@pytest.mark.parametrize("lines", [SEVEN, [WIDE]], ids=["seven lines", "one long word"])
@pytest.mark.parametrize("country", ["", "DE"])
def test_what_no_window_takes_stands_on_a_page_of_its_own(
    me: Ua, library: Path, tmp_path: Path, lines: list[str], country: str
) -> None:
    with_address(library, lines, country)
    command = ("--library", str(library), "draft", OPEN, "-f", "pdf", "-o", str(tmp_path / "l.pdf"))
    refused = me(*command, "--envelope", "din-5008-b")
    assert refused.code == 1
    assert "--envelope cover-page" in refused.err
    ran = me(*command, "--envelope", "cover-page")
    assert ran.code == 0, ran.err
    with pdfplumber.open(tmp_path / "l.pdf") as pdf:
        assert lines[-1] in pdf.pages[0].extract_text()


def test_a_window_is_what_an_address_abroad_is_printed_for(me: Ua, library: Path, tmp_path: Path) -> None:
    with_address(library, SEVEN)
    command = ("--library", str(library), "send", OPEN, "--by", "print", "--yes", "-o", str(tmp_path / "prints"))
    assert "--envelope cover-page" in me(*command).err
    assert me(*command, "--envelope", "cover-page").code == 0


def test_the_norm_binds_a_french_address_whatever_the_envelope(me: Ua, library: Path) -> None:
    with_address(library, SEVEN, "FR")
    ran = me("--library", str(library), "draft", OPEN, "-f", "pdf", "--envelope", "cover-page")
    assert ran.code == 1
    assert "7 lines" in ran.err
