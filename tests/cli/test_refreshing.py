"""`ua authority refresh` and `import`: against a directory on this machine, and from a file of it."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.dila import COURT_ID, Directory, address, answer, as_answered, embassy, ministry, prefecture, record
from support.ua import Ua
from support.web import Reply

Serving = Callable[..., Directory]

AIX = {
    "id": "aix-id",
    "nom": "Cour d'appel d'Aix-en-Provence",
    "adresse": [address(numero_voie="20 place de Verdun", code_postal="13100", nom_commune="Aix-en-Provence")],
}


@pytest.fixture
def serving(ua: Ua) -> Iterator[Serving]:
    """Open a directory with these records, and have `ua` ask that one."""
    with ExitStack() as open_:

        def _serving(*records: dict[str, Any]) -> Directory:
            directory = open_.enter_context(closing(Directory(*records)))
            ua.change = lambda world: replace(world, hosts={"dila": directory.url})
            return directory

        yield _serving


def own(ua: Ua) -> Path:
    return ua.home / "data" / "letters" / "authorities" / "fr.toml"


def entries(ua: Ua) -> dict[str, Any]:
    return tomllib.loads(own(ua).read_text(encoding="utf-8"))


def begin(ua: Ua, text: str) -> bytes:
    own(ua).parent.mkdir(parents=True)
    own(ua).write_bytes(text.encode())
    return own(ua).read_bytes()


MINE = """\
# My own list.\r
\r
[prefecture]   # looked up by hand\r
role = "police"\r
body.fr = "Préfecture de l'Exemple"\r
office.fr = { m = "Préfet", f = "Préfète" }\r
languages = ["fr"]\r
timezone = "Europe/Paris"\r
# the street is what matters\r
postal = { street = "1 place de l'Exemple", postcode = "01234", city = "Exempleville", source = "a friend", level = "unverified" }  # hm\r
channels = [ "post" , "print" ]\r
guidance.en = "Be polite."\r
"""


# --- import -----------------------------------------------------------------------------------------------------------


def test_a_court_of_appeal_becomes_two_offices_in_one_s_own_library(ua: Ua, serving: Serving) -> None:
    serving(record())
    ran = ua("authority", "import", "fr", "--type", "cour_appel", answers=["y"])
    assert ran.code == 0, ran.err
    made = entries(ua)["cour-d-appel-d-exempleville"]
    assert [made[name]["role"] for name in ("premier-president", "procureur-general")] == ["court", "prosecution"]
    shown = json.loads(ua("authority", "show", "fr/cour-d-appel-d-exempleville/premier-president", "--json").out)
    assert shown["reply"] == "none"
    assert shown["channels"] == ["post", "print"]
    assert shown["salutation"]["fr"]["f"] == "Madame la Première présidente,"
    assert shown["postal"]["provenance"]["level"] == "official"
    assert shown["postal"]["provenance"]["verified_on"] == "2026-11-24"


@pytest.mark.parametrize(
    ("type_", "raw", "id_", "role"),
    [
        ("prefecture", prefecture(), "fr/prefecture-de-l-exemple", "police"),
        ("ministere", ministry(), "fr/ministere-de-l-exemple", "ministry"),
        ("ambassade", embassy(), "kz/ambassade-de-france-au-kazakhstan", "embassy"),
        (
            "maison_arret",
            record(id="m", nom="Maison d'arrêt", pivot=[{"type_service_local": "maison_arret"}]),
            "fr/maison-d-arret",
            "prison",
        ),
    ],
)
def test_every_kind_is_imported_with_its_role(
    ua: Ua, serving: Serving, type_: str, raw: dict[str, Any], id_: str, role: str
) -> None:
    serving(raw)
    assert ua("authority", "import", "fr", "--type", type_, "--yes").code == 0
    shown = json.loads(ua("authority", "show", id_, "--json").out)
    assert shown["role"] == role
    assert shown["postal"]["provenance"] == {
        "source": f"Service-Public.gouv.fr / DILA: {raw['url_service_public']}",
        "level": "unverified",
        "source_id": raw["id"],
        "retrieved_on": "2026-11-24",
    }


def test_a_french_embassy_stands_in_the_file_of_its_country_where_look_ups_find_it(ua: Ua, serving: Serving) -> None:
    serving(embassy())
    assert ua("authority", "import", "fr", "--type", "ambassade", "--yes").code == 0
    path = own(ua).with_name("kz.toml")
    made = tomllib.loads(path.read_text(encoding="utf-8"))["ambassade-de-france-au-kazakhstan"]
    assert (made["represents"], made["timezone"], "country" in made["postal"]) == ("FR", "Asia/Almaty", False)
    shown = json.loads(ua("authority", "show", "kz/ambassade-de-france-au-kazakhstan", "--json").out)
    assert shown["postal"]["country"] == "KZ"
    before = path.read_bytes()
    assert "as the directory has it" in ua("authority", "refresh", "fr", "kazakhstan", "--yes").err
    assert "There already" in ua("authority", "import", "fr", "--type", "ambassade", "--yes").err
    assert path.read_bytes() == before
    ran = ua("authority", "refresh", "fr", "kazakhstan", answers=["y"])
    assert ran.code == 0
    assert b"official" in path.read_bytes()


def test_a_french_embassy_that_sits_in_france_or_nowhere_is_left_out(ua: Ua, serving: Serving) -> None:
    serving(embassy(adresse=[address()]), embassy(id="e2", adresse=None))
    ran = ua("authority", "import", "fr", "--type", "ambassade", "--yes")
    assert ran.err.count("No address that could be used") == 2
    assert not own(ua).exists()


def test_what_a_script_imports_is_unverified_and_what_a_person_looked_at_official(ua: Ua, serving: Serving) -> None:
    serving(*(prefecture(id=f"p{n}", nom=f"Préfecture de l'Exemple {n}") for n in range(4)))
    ran = ua("authority", "import", "fr", "--type", "prefecture", answers=["y", "n", "a"])
    assert ran.code == 0
    levels = {name: one["postal"]["level"] for name, one in entries(ua).items()}
    assert levels == {
        "prefecture-de-l-exemple-0": "official",
        "prefecture-de-l-exemple-2": "unverified",
        "prefecture-de-l-exemple-3": "unverified",
    }


def test_imported_twice_it_is_the_same_file(ua: Ua, serving: Serving) -> None:
    serving(record(), record(id="twin"))
    ua("authority", "import", "fr", "--type", "cour_appel", "--yes")
    before = own(ua).read_bytes()
    ran = ua("authority", "import", "fr", "--type", "cour_appel", "--yes")
    assert own(ua).read_bytes() == before
    assert len(entries(ua)) == 2
    assert "There already: fr/cour-d-appel-d-exempleville/premier-president" in ran.err
    assert "Nothing was written." in ran.err


def test_a_court_that_our_own_library_knows_is_not_imported_again(ua: Ua, serving: Serving) -> None:
    serving(record(**AIX))
    ran = ua("authority", "import", "fr", "--type", "cour_appel", "--yes")
    assert "fr/aix/procureur-general, fr/aix/premier-president" in ran.err
    assert not own(ua).exists()


def test_an_office_at_the_address_of_another_with_its_role_may_be_the_same_renamed(ua: Ua, serving: Serving) -> None:
    directory = serving(ministry(), prefecture(id="p", adresse=ministry()["adresse"]))
    ua("authority", "import", "fr", "--type", "ministere", "--yes")
    ran = ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    assert "perhaps the same office" not in ran.err
    directory.records = [ministry(id="new", nom="Ministère de l'Exemple et du Reste")]
    ran = ua("authority", "import", "fr", "--type", "ministere", answers=["n"])
    assert "fr/ministere-de-l-exemple: perhaps the same office" in ran.err
    assert "ministere-de-l-exemple-et-du-reste" not in entries(ua)


def test_words_choose_among_what_is_imported(ua: Ua, serving: Serving) -> None:
    serving(prefecture(), prefecture(id="p2", nom="Préfecture de la Drôme"))
    ua("authority", "import", "fr", "DROME", "--type", "prefecture", "--yes")
    assert list(entries(ua)) == ["prefecture-de-la-drome"]


def test_an_unknown_type_or_country_is_refused_with_those_there_are(ua: Ua, serving: Serving) -> None:
    directory = serving(record())
    ran = ua("authority", "import", "fr", "--type", "prefectur", "--yes")
    assert ran.code == 2
    assert "prefecture" in ran.err
    assert "cour_appel" in ran.err
    assert ua("authority", "import", "de", "--type", "prefecture", "--yes").code == 2
    assert ua("authority", "refresh", "de").code == 2
    assert directory.asked == []


def test_a_court_s_e_mail_is_not_taken_and_that_is_said(ua: Ua, serving: Serving) -> None:
    serving(record(adresse_courriel=["greffe@exemple.example.org"]))
    ran = ua("authority", "import", "fr", "--type", "cour_appel", "--yes")
    assert "greffe@exemple.example.org" in ran.err
    assert "greffe" not in own(ua).read_text(encoding="utf-8")


def test_a_body_without_an_address_is_left_out_and_that_is_said(ua: Ua, serving: Serving) -> None:
    serving(record(adresse=None))
    ran = ua("authority", "import", "fr", "--type", "cour_appel", "--yes")
    assert "No address that could be used" in ran.err
    assert not own(ua).exists()


def test_dry_run_and_json_show_and_write_nothing(ua: Ua, serving: Serving) -> None:
    serving(record())
    assert "cour-d-appel-d-exempleville" in ua("authority", "import", "fr", "--type", "cour_appel", "--dry-run").err
    rows = json.loads(ua("authority", "import", "fr", "--type", "cour_appel", "--json").out)
    assert [row["record"] for row in rows] == [COURT_ID, COURT_ID]
    assert not own(ua).exists()


def test_without_a_terminal_the_flag_is_named(ua: Ua, serving: Serving) -> None:
    serving(record())
    ran = ua("authority", "import", "fr", "--type", "cour_appel")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert not own(ua).exists()


# --- refresh ----------------------------------------------------------------------------------------------------------


def test_where_nothing_changed_the_file_is_the_same_byte_for_byte(ua: Ua, serving: Serving) -> None:
    serving(prefecture(adresse_courriel=None, telephone=[], affectation_personne=[]))
    before = begin(ua, MINE.replace("channels", 'email_none = { source = "they say so", on = 2026-01-01 }\r\nchannels'))
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert ran.code == 0, ran.err
    assert own(ua).read_bytes() == before
    assert "as the directory has it" in ran.err


def test_only_what_was_agreed_to_changes_and_every_comment_stays(ua: Ua, serving: Serving) -> None:
    serving(prefecture(telephone=[], affectation_personne=[]))
    before = begin(ua, MINE).decode().splitlines()
    ran = ua("authority", "refresh", "fr", "prefecture", answers=["y"])
    assert ran.code == 0, ran.err
    after = own(ua).read_bytes().decode()
    assert after.count("\r\n") == after.count("\n")
    kept = [line for line in before if not line.startswith("postal")]
    assert [line for line in after.splitlines() if line in before] == kept
    made = entries(ua)["prefecture"]
    assert made["postal"]["level"] == "official"
    assert made["postal"]["verified_on"] == datetime(2026, 11, 24, tzinfo=UTC).date()
    assert made["emails"][0]["address"] == "prefecture@exemple.example.org"
    assert made["channels"] == ["post", "print"]
    assert "# hm" in after


def test_a_no_writes_nothing(ua: Ua, serving: Serving) -> None:
    serving(prefecture())
    before = begin(ua, MINE)
    ran = ua("authority", "refresh", "fr", "prefecture", answers=["n"])
    assert ran.code == 0
    assert own(ua).read_bytes() == before


def test_what_a_person_verified_is_left_unless_that_office_is_named(ua: Ua, serving: Serving) -> None:
    serving(
        prefecture(
            adresse=[address(numero_voie="9 rue Neuve")], telephone=[], adresse_courriel=None, affectation_personne=[]
        )
    )
    text = MINE.replace('level = "unverified"', 'verified_on = 2026-01-01, level = "official"')
    text = text.replace("channels", 'email_none = { source = "they say so", on = 2026-01-01 }\r\nchannels')
    before = begin(ua, text)
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert "--replace fr/prefecture" in ran.err
    assert "9 rue Neuve" in ran.err
    assert own(ua).read_bytes() == before
    assert ua("authority", "refresh", "fr", "--replace", "fr/nowhere").code == 2
    ua("authority", "refresh", "fr", "prefecture", "--yes", "--replace", "fr/prefecture")
    assert entries(ua)["prefecture"]["postal"]["street"] == "9 rue Neuve"
    assert entries(ua)["prefecture"]["postal"]["level"] == "unverified"


def test_an_office_of_the_built_in_library_is_copied_into_one_s_own_and_changed_there(ua: Ua, serving: Serving) -> None:
    serving(record(**AIX))
    ran = ua("authority", "refresh", "fr", "fr/aix/procureur-general", answers=["y"])
    assert ran.code == 0, ran.err
    assert "copied" in ran.err
    shown = json.loads(ua("authority", "show", "fr/aix/procureur-general", "--json").out)
    assert shown["library"] == "user"
    assert shown["postal"]["provenance"]["level"] == "official"
    assert shown["postal"]["lines"] == ["Cour d'appel d'Aix-en-Provence"]
    assert shown["guidance"]["en"]


def test_several_records_are_listed_and_none_is_guessed(ua: Ua, serving: Serving) -> None:
    serving(prefecture(), prefecture(id="twin"))
    before = begin(ua, MINE)
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert "(twin)" in ran.err
    assert own(ua).read_bytes() == before


def test_an_office_that_is_gone_from_the_directory_is_said_and_stays(ua: Ua, serving: Serving) -> None:
    directory = serving(prefecture())
    ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    before = own(ua).read_bytes()
    directory.records = []
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert "gone from the directory" in ran.err
    assert own(ua).read_bytes() == before


def test_refresh_finds_the_record_by_its_id_after_both_names_changed(ua: Ua, serving: Serving) -> None:
    directory = serving(prefecture())
    ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    directory.records = [prefecture(nom="Préfecture de l'Ailleurs", telephone=[{"valeur": "01 99 99 99 99"}])]
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert ran.code == 0, ran.err
    numbers = [row["number"] for row in entries(ua)["prefecture-de-l-exemple"]["phones"]]
    assert numbers == ["01 02 03 04 05", "01 99 99 99 99"]


def test_a_contact_that_is_gone_is_said_and_stays(ua: Ua, serving: Serving) -> None:
    directory = serving(prefecture())
    ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    before = own(ua).read_bytes()
    directory.records = [prefecture(adresse_courriel=None, telephone=[])]
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert "gone there  e-mail  prefecture@exemple.example.org" in ran.err
    assert "stays in your file" in ran.err
    assert own(ua).read_bytes() == before


def test_a_file_that_could_not_be_written_back_is_said_before_anything_is_asked(ua: Ua, serving: Serving) -> None:
    serving(prefecture())
    before = begin(ua, MINE + "# the last line ends otherwise\n")
    ran = ua("authority", "refresh", "fr", "prefecture", answers=["y"])
    assert ran.code == 1
    assert "y: yes" not in ran.err
    assert own(ua).read_bytes() == before


def test_a_file_that_changed_while_we_asked_is_not_written(ua: Ua, serving: Serving) -> None:
    directory = serving(prefecture())
    begin(ua, MINE)

    def meanwhile(_: object) -> Reply:
        own(ua).write_text("# somebody else\n", encoding="utf-8")
        return answer({"total_count": 1, "results": [as_answered(prefecture())]})

    directory.next = [meanwhile]
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert ran.code == 1
    assert "was changed" in ran.err
    assert own(ua).read_text(encoding="utf-8") == "# somebody else\n"


@pytest.mark.parametrize(
    "replies",
    [[answer({}, 500)], [Reply(drop=True)] * 3, [Reply(200, b"<html>")], [answer({}, 429, **{"Retry-After": "900"})]],
)
def test_a_directory_that_fails_writes_nothing_and_says_what_to_do(
    ua: Ua, serving: Serving, replies: list[Reply]
) -> None:
    directory = serving(prefecture())
    before = begin(ua, MINE)
    directory.then(*replies)
    ran = ua("authority", "refresh", "fr", "prefecture", "--yes")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert own(ua).read_bytes() == before


def test_what_the_directory_says_cannot_steer_the_terminal(ua: Ua, serving: Serving) -> None:
    serving(prefecture(telephone=[{"valeur": "\x1b]0;owned\x07\u202e"}], adresse=[address(numero_voie="\x1b[2J")]))
    ran = ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    assert ran.code == 0
    assert "telephone" in ran.err
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.err + ran.out)


def test_an_open_directory_must_be_named_with_its_licence_and_it_is(ua: Ua, serving: Serving) -> None:
    serving(prefecture())
    ran = ua("authority", "import", "fr", "--type", "prefecture", "--yes")
    line = next(line for line in own(ua).read_text(encoding="utf-8").splitlines() if "DILA" in line)
    for part in (
        "Service-Public.gouv.fr / DILA",
        "Licence Ouverte 2.0",
        "https://api-lannuaire",
        "/exports/json",
        "2026-11-24",
    ):
        assert part in line
        assert part in ran.err


# --- from a file ------------------------------------------------------------------------------------------------------


def test_a_downloaded_file_serves_without_any_network(ua: Ua) -> None:
    path = ua.home / "all_latest.json"
    path.write_text(json.dumps({"service": [record(), prefecture(), record(**AIX)]}), encoding="utf-8")
    day = datetime(2026, 11, 2, 12, tzinfo=UTC)
    os.utime(path, (day.timestamp(), day.timestamp()))
    ran = ua("authority", "import", "fr", "--type", "prefecture", "--from", "all_latest.json", "--yes")
    assert ran.code == 0, ran.err
    text = own(ua).read_text(encoding="utf-8")
    assert "all_latest.json, 2026-11-02" in text
    assert entries(ua)["prefecture-de-l-exemple"]["postal"]["retrieved_on"] == day.date()
    ran = ua("authority", "refresh", "fr", "aix", "--from", "all_latest.json", "--json")
    assert [row["id"] for row in json.loads(ran.out)] == ["fr/aix/premier-president", "fr/aix/procureur-general"]
    assert json.loads(ran.out)[0]["differences"][0]["what"] == "same"


def test_a_part_of_the_directory_is_no_word_about_the_offices_that_are_not_in_it(ua: Ua) -> None:
    path = ua.home / "part.json"
    path.write_text(json.dumps({"service": [record(**AIX)]}), encoding="utf-8")
    ran = ua("authority", "refresh", "fr", "--from", "part.json", "--dry-run")
    assert "offices are not in part.json; they were left as they are." in ran.err
    assert "no record" not in ran.err
    alone = ua("authority", "refresh", "fr", "fr/defenseur-des-droits", "--from", "part.json", "--dry-run")
    assert "The directory has no record of this name" in alone.err


def test_what_is_looked_at_in_an_old_file_is_as_old_as_the_file_and_none_is_of_tomorrow(ua: Ua) -> None:
    path = ua.home / "old.json"
    path.write_text(json.dumps([prefecture()]), encoding="utf-8")
    os.utime(path, (datetime(2026, 1, 2, tzinfo=UTC).timestamp(),) * 2)
    ua("authority", "import", "fr", "--type", "prefecture", "--from", "old.json", answers=["y"])
    made = entries(ua)["prefecture-de-l-exemple"]
    assert (str(made["postal"]["verified_on"]), str(made["review_by"])) == ("2026-01-02", "2027-01-02")
    own(ua).unlink()
    os.utime(path, (datetime(2036, 1, 2, tzinfo=UTC).timestamp(),) * 2)
    ua("authority", "import", "fr", "--type", "prefecture", "--from", "old.json", answers=["y"])
    assert str(entries(ua)["prefecture-de-l-exemple"]["postal"]["verified_on"]) == "2026-11-24"


def test_a_file_that_is_no_export_is_said(ua: Ua) -> None:
    (ua.home / "x.json").write_text("{}", encoding="utf-8")
    ran = ua("authority", "import", "fr", "--type", "prefecture", "--from", "x.json", "--yes")
    assert ran.code == 1
    assert "not a file of the directory" in ran.err
    assert ua("authority", "refresh", "fr", "--from", "missing.json").code == 1


def test_a_year_later_the_same_answer_asks_somebody_to_look_again(ua: Ua, serving: Serving) -> None:
    serving(prefecture())
    ua("authority", "import", "fr", "--type", "prefecture", answers=["y"])
    ua.now += timedelta(days=366)
    ran = ua("authority", "refresh", "fr", "prefecture", answers=["y"])
    assert "same there" in ran.err
    assert str(entries(ua)["prefecture-de-l-exemple"]["review_by"]) == "2028-11-24"
