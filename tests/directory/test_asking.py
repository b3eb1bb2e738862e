"""The directory is asked page by page, for no more than it gives, and never gives half an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.dila import COURT_ID, Directory, answer, embassy, ministry, prefecture, record
from support.web import Reply
from urgentaction.directory import asking, sources
from urgentaction.directory.asking import Service, quoted
from urgentaction.directory.kinds import KINDS
from urgentaction.errors import UserError

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
Serving = Callable[..., Directory]


def service(directory: Directory, waits: list[float] | None = None) -> Service:
    return Service(directory.url, pause=(waits if waits is not None else []).append, now=lambda: NOW)


def refused(directory: Directory) -> UserError:
    with pytest.raises(UserError) as refusal:
        list(service(directory).where(KINDS["cour_appel"].where))
    return refusal.value


def courts(count: int) -> list[dict[str, object]]:
    return [record(id=f"court-{n:05}", nom=f"Cour d'appel d'Exempleville {n}") for n in range(count)]


def test_more_than_a_hundred_records_come_on_several_pages_in_one_order(serving: Serving) -> None:
    directory = serving(*courts(234))
    found = list(service(directory).where(KINDS["cour_appel"].where))
    assert [one["id"] for one in found] == [f"court-{n:05}" for n in range(234)]
    assert [asked["offset"] for asked in directory.asked] == ["0", "100", "200"]
    assert {asked["order_by"] for asked in directory.asked} == {"id"}


def test_only_the_fields_that_are_needed_are_asked_for(serving: Serving) -> None:
    directory = serving(record())
    list(service(directory).where(KINDS["cour_appel"].where))
    assert "siret" not in directory.asked[0]["select"]


def test_more_than_ten_thousand_are_not_begun_and_the_export_is_named(serving: Serving) -> None:
    directory = serving(*courts(3))
    directory.total = 93_782
    told = refused(directory)
    assert told.message.id == "directory.too-many"
    assert len(directory.asked) == 1
    assert "exports/json" in str(told.message.values["export"])


def test_ten_thousand_are_asked_for_within_what_the_interface_allows(serving: Serving) -> None:
    directory = serving(*courts(10_000))
    assert sum(1 for _ in service(directory).where(KINDS["cour_appel"].where)) == asking.MOST


def test_fewer_than_it_said_is_told(serving: Serving) -> None:
    directory = serving(*courts(3))
    directory.total = 5
    assert refused(directory).message.id == "directory.fewer"


def test_a_short_wait_that_it_asks_for_is_waited_and_a_long_one_told(serving: Serving) -> None:
    directory = serving(record())
    waits: list[float] = []
    directory.then(answer({}, 429, **{"Retry-After": "3"}))
    assert len(list(service(directory, waits).where(KINDS["cour_appel"].where))) == 1
    assert waits == [3.0]
    directory.then(answer({}, 429, **{"Retry-After": "600"}))
    told = refused(directory)
    assert told.message.id == "directory.busy-until"
    assert told.message.values["until"] == datetime(2026, 11, 24, 11, 10, tzinfo=UTC)
    directory.then(answer({}, 429))
    assert refused(directory).message.id == "directory.busy"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_fails_is_said(serving: Serving, status: int) -> None:
    directory = serving(record())
    directory.then(*[answer({}, status)] * 3)
    assert refused(directory).message.id == "directory.failing"


def test_a_server_that_fails_once_is_asked_again(serving: Serving) -> None:
    directory = serving(record())
    directory.then(answer({}, 503), Reply(drop=True))
    assert len(list(service(directory).where(KINDS["cour_appel"].where))) == 1


def test_a_connection_that_is_cut_in_the_second_page_gives_nothing_to_write(serving: Serving) -> None:
    directory = serving(*courts(150))
    found = service(directory).where(KINDS["cour_appel"].where)
    next(found)
    directory.then(*[Reply(drop=True)] * 3)
    with pytest.raises(UserError) as refusal:
        list(found)
    assert refusal.value.message.id == "http.dropped"


@pytest.mark.parametrize(
    "body", [b"<html>Maintenance</html>", b"", b"[]", b'{"results": []}', b'{"total_count": true, "results": []}', b"1"]
)
def test_a_page_instead_of_data_is_said(serving: Serving, body: bytes) -> None:
    directory = serving(record())
    directory.then(Reply(200, body))
    assert refused(directory).message.id == "directory.not-understood"


def test_why_it_refuses_a_question_is_shown(serving: Serving) -> None:
    directory = serving(record())
    directory.then(answer({"error_code": "ODSQLError", "message": "Unknown field: pivot"}, 400))
    assert refused(directory).message.values["why"] == "Unknown field: pivot"


def test_an_answer_of_ten_megabytes_is_not_taken(serving: Serving) -> None:
    directory = serving(record())
    directory.then(*[answer({"total_count": 1, "results": [record(mission="x" * 10_000_000)]})] * 3)
    assert refused(directory).message.id == "http.too-large"


def test_another_host_is_not_followed_to(serving: Serving) -> None:
    directory = serving(record())
    directory.then(*[Reply(302, headers={"Location": "https://elsewhere.example/"})] * 3)
    assert refused(directory).message.id == "http.redirected"


def test_ids_are_asked_for_together_and_names_one_by_one(serving: Serving) -> None:
    others = [record(id=f"id-{n}", nom=f"Maison {n}") for n in range(60)]
    directory = serving(record(), prefecture(), *others)
    asked = sources.Asked(service(directory), date(2026, 11, 24))
    found = asked.wanted({f"id-{n}" for n in range(60)}, {"Cour d’appel d'EXEMPLEVILLE"})
    assert len(found) == 61
    assert COURT_ID in {one.id for one in found}
    assert len(directory.asked) == 3


def test_a_name_that_only_contains_the_words_is_not_the_record(serving: Serving) -> None:
    directory = serving(record(nom="Chambre sociale de la Cour d'appel d'Exempleville"))
    asked = sources.Asked(service(directory), date(2026, 11, 24))
    assert asked.wanted(set(), {"Cour d'appel d'Exempleville"}) == []


@pytest.mark.parametrize(
    ("kind", "own"),
    [("cour_appel", record()), ("prefecture", prefecture()), ("ministere", ministry()), ("ambassade", embassy())],
)
def test_a_kind_finds_its_own_and_not_what_is_only_called_alike(
    serving: Serving, kind: str, own: dict[str, object]
) -> None:
    region = prefecture(id="r", nom="Préfecture de région", pivot=[{"type_service_local": "prefecture_region"}])
    consulate = embassy(id="c", nom="Consulat général de France à Exempleville")
    bureau = ministry(id="b", nom="Bureau du cabinet")
    directory = serving(own, region, consulate, bureau)
    asked = sources.Asked(service(directory), date(2026, 11, 24))
    assert [one.id for one in asked.kind(KINDS[kind])] == [own["id"]]


@given(st.text())
def test_no_name_ends_the_text_in_a_question(name: str) -> None:
    written = quoted(name)
    assert written.count('"') == 2
    assert "\\" not in written
