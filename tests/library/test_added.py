"""What a library that somebody else made can do, and what it cannot."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import urgentaction
from urgentaction.errors import Faults, UsageError, UserError
from urgentaction.library import Acceptance, Library, Standing, open_library, select_targets
from urgentaction.library import acceptance as accepting
from urgentaction.model.authority import ChannelName, Level
from urgentaction.model.case import CaseState

Another = Callable[[str], Any]

MINISTER = "xx/justice/minister"
OURS, THEIRS = "justice.minister@office.example", "collector@elsewhere.example"
STOPPED = '[status]\nstate = "stopped"\non = 2026-11-15\nwhy.en = "Withdrawn."\nsource = "group"\n\n[[sources]]'
PATTERN = 'timezone = "Europe/Paris"'
TODAY = date(2026, 11, 24)


@pytest.fixture
def theirs(letters: Any, another: Another) -> Any:
    """A copy of our library that somebody else hands us."""
    del letters
    return another("theirs")


def opened(letters: Any, theirs: Any, accepted: tuple[Acceptance, ...] = ()) -> Library:
    """Both, theirs named first, as settings may do."""
    return open_library([theirs.layer(name="theirs", added=True), letters.layer(built_in=True)], accepted)


def only_office(letters: Any, theirs: Any, *changes: tuple[str, str]) -> None:
    """Their library holds one office: our minister's entry, with these changes."""
    text = letters.text("authorities/xx.toml").partition("[port.prosecutor]")[0]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    theirs.write("authorities/xx.toml", text)


def taken(library: Library, id_: str) -> Acceptance:
    (one,) = library.proposals(id_)
    return Acceptance(one.authority, one.library, one.digest, TODAY)


# --- it cannot redirect mail ---


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OURS, THEIRS),
        ('m = "Ministre"', 'm = "Monsieur le Voleur"'),
        ('body.fr = "Ministère de la Justice"', 'body.fr = "Cabinet du Voleur"'),
        ("Madame, Monsieur,", "Cher ami,"),
        ('closing.fr = "haute considération"', 'closing.fr = "parfait mépris"'),
        ('reply = "ask"', 'reply = "none"'),
    ],
)
def test_it_changes_nothing_of_an_office_that_is_known_without_it(
    letters: Any, theirs: Any, old: str, new: str
) -> None:
    theirs.authorities((old, new))
    assert opened(letters, theirs).authority(MINISTER) == letters.open().authority(MINISTER)


def test_a_post_address_for_an_office_that_has_none_is_not_used(letters: Any, theirs: Any) -> None:
    theirs.authorities(
        (
            'channels = ["email", "print"]',
            'channels = ["email", "print", "post"]\npostal = { city = "X", street = "1", source = "x", level = "official" }',
        )
    )
    office = opened(letters, theirs).authority(MINISTER)
    assert office.postal is None
    assert ChannelName.POST not in office.channels


def test_an_office_that_bears_the_name_of_ours_is_not_verified(letters: Any, theirs: Any) -> None:
    only_office(
        letters,
        theirs,
        ("[justice.minister]", "[cabinet.justice]"),
        (OURS, THEIRS),
        ("Ministère de la Justice", "Ministere"),
    )
    office = opened(letters, theirs).authority("xx/cabinet/justice")
    assert {contact.provenance.level for contact in office.emails} == {Level.UNVERIFIED}
    assert opened(letters, theirs).proposals("xx/cabinet/justice")[0].resembles == MINISTER


@pytest.mark.parametrize("name", ["justice.ministre", "justice.minister1", "justise.minister", "justice.ministe"])
def test_an_office_whose_id_is_one_character_from_ours_is_not_verified(letters: Any, theirs: Any, name: str) -> None:
    changes = [("[justice.minister]", f"[{name}]"), (OURS, THEIRS), ('m = "Ministre", f = "Ministre"', 'm = "Chef"')]
    only_office(letters, theirs, *changes)
    office = opened(letters, theirs).authority(f"xx/{name.replace('.', '/')}")
    alike = name != "justice.ministre"  # two characters are exchanged: another word
    assert office.emails[0].provenance.level is (Level.UNVERIFIED if alike else Level.OFFICIAL)


def test_an_office_of_its_own_is_used_as_it_says(letters: Any, theirs: Any) -> None:
    changes = [
        ("[justice.minister]", "[health.minister]"),
        (OURS, THEIRS),
        ("de la Justice", "de la Santé"),
        ("Ministère de la Justice", "Ministère de la Santé"),
    ]
    only_office(letters, theirs, *changes[:2], changes[2])
    library = opened(letters, theirs)
    assert library.authority("xx/health/minister").emails[0].provenance.level is Level.OFFICIAL
    assert library.proposals("xx/health/minister") == ()


def test_its_case_cannot_lead_letters_of_ours_to_an_office_that_looks_alike(letters: Any, theirs: Any) -> None:
    only_office(letters, theirs, ("[justice.minister]", "[justice.minister1]"), (OURS, THEIRS))
    theirs.case(('authority = "xx/justice/minister"', 'authority = "xx/justice/minister1"'))
    theirs.change("cases/valley-2026.toml", ('for = ["xx/port/court"]', 'for = ["court"]'))
    library = opened(letters, theirs)
    assert library.case("valley-2026").targets == letters.open().case("valley-2026").targets
    assert [office.id for office in select_targets((), library.case("valley-2026"), library)] == [MINISTER]


def test_words_that_fit_ours_are_never_taken_for_its_office_alone(letters: Any, theirs: Any) -> None:
    """Theirs has the very word, ours only begins with it."""
    only_office(
        letters,
        theirs,
        ("[justice.minister]", "[pol.chef]"),
        (OURS, THEIRS),
        ("de la Justice", "du pol"),
        ('m = "Ministre", f = "Ministre"', 'm = "Directeur"'),
    )
    library = opened(letters, theirs)
    with pytest.raises(UsageError) as caught:
        select_targets(("pol",), library.case("valley-2026"), library)
    assert caught.value.message.id == "library.several-targets"


# --- it can only restrict ---


def test_it_cannot_lift_a_stop(letters: Any, theirs: Any) -> None:
    letters.case(("[[sources]]", STOPPED))
    theirs.case(("checked_on = 2026-11-20", "checked_on = 2026-11-24"))
    assert opened(letters, theirs).case("valley-2026").status.state is CaseState.STOPPED


def test_it_can_stop_a_case(letters: Any, theirs: Any) -> None:
    theirs.case(("[[sources]]", STOPPED))
    assert not opened(letters, theirs).case("valley-2026").is_open


@pytest.mark.parametrize(("said", "holds"), [("2027-12-24", date(2026, 12, 24)), ("2026-12-01", date(2026, 12, 1))])
def test_it_cannot_extend_a_deadline(letters: Any, theirs: Any, said: str, holds: date) -> None:
    theirs.case(("deadline = 2026-12-24", f"deadline = {said}"))
    assert opened(letters, theirs).case("valley-2026").deadline == holds


def test_it_cannot_loosen_a_limit_nor_add_a_channel(letters: Any, theirs: Any) -> None:
    letters.authorities((PATTERN, f"{PATTERN}\nlimits = {{ per_hour = 2, per_day = 4 }}"))
    theirs.authorities((PATTERN, f'{PATTERN}\nlimits = {{ per_hour = 6, days = "mon-sun", hours = "00:00-24:00" }}'))
    theirs.authorities(('["email", "print"]', '["email", "print", "mailto"]'))
    office, ours = opened(letters, theirs).authority(MINISTER), letters.open().authority(MINISTER)
    assert office.limits == ours.limits
    assert office.channels == ours.channels


def test_it_cannot_loosen_the_pace_of_a_case(letters: Any, theirs: Any) -> None:
    letters.case(("[[people]]", "[pace]\nper_day = 9\n\n[[people]]"))
    theirs.case(("[[people]]", "[pace]\nper_day = 900\n\n[[people]]"))
    assert opened(letters, theirs).case("valley-2026").pace.per_day == 9


def test_it_cannot_keep_contacts_fresh(letters: Any, theirs: Any) -> None:
    letters.authorities((PATTERN, f"{PATTERN}\nreview_by = 2026-12-01"))
    theirs.authorities((PATTERN, f"{PATTERN}\nreview_by = 2036-12-01"))
    assert opened(letters, theirs).authority(MINISTER).review_by == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("commute her sentence", "pay the ransom"),
        ("de proposer que sa peine soit commuée", "de hâter l'exécution"),
        ("A farmer faces execution", "A farmer"),
        ("She was sentenced to death on 3 October.", "She confessed."),
        ('hedges = ["reported"]\nattribute_to = "the group"\n', ""),
        ("[[people]]", "[letter]\nforbidden = []\nmax_words = 900\n\n[[people]]"),
        ("[[people]]", '[privacy]\nsender = "name-only"\n\n[[people]]'),
        ('basis = "iccpr-6"', 'basis = "iccpr-6"\nfor = ["ministry"]'),
        ("round = 1", "round = 7"),
    ],
)
def test_it_changes_no_word_of_a_case_that_is_known_without_it(letters: Any, theirs: Any, old: str, new: str) -> None:
    """Facts, demands, hedges, law, targets, and what the rules of `ua check` are told to look for."""
    theirs.case((old, new))
    assert opened(letters, theirs).case("valley-2026") == letters.open().case("valley-2026")


def test_it_changes_neither_law_nor_template_nor_layout_of_ours(letters: Any, theirs: Any) -> None:
    theirs.change("law/treaties.toml", ("protects", "permits taking"))
    theirs.write("templates/death-penalty/fr.j2", "theirs")
    theirs.write("templates/_base/fr.j2", "theirs")
    theirs.write("templates/layout/letter.html.j2", "theirs")
    letters.write("templates/layout/letter.html.j2", "ours")
    library = opened(letters, theirs)
    assert library.laws() == letters.open().laws()
    assert library.templates("death-penalty", "fr") == letters.open().templates("death-penalty", "fr")
    assert library.layout("letter.html.j2").read_text(encoding="utf-8") == "ours"


def test_no_typst_is_taken_from_it(letters: Any, theirs: Any) -> None:
    theirs.write("templates/layout/more.typ", '#read("/etc/passwd")')
    library = opened(letters, theirs)
    assert library.layout("letter.typ").is_relative_to(letters.root)
    with pytest.raises(UserError):
        library.layout("more.typ")


def test_it_may_bring_cases_offices_laws_and_kinds_of_its_own(letters: Any, theirs: Any) -> None:
    text = (
        theirs.text("cases/valley-2026.toml").replace("valley-2026", "other-2026").replace("death-penalty", "eviction")
    )
    theirs.write("cases/other-2026.toml", text)
    theirs.write("templates/eviction/fr.j2", "theirs")
    theirs.write("templates/eviction/en.j2", "theirs")
    library = opened(letters, theirs)
    assert library.case("other-2026").kind == "eviction"
    assert library.templates("eviction", "fr")["eviction/fr.j2"].text == "theirs"
    assert library.templates("eviction", "fr")["_base/fr.j2"].path.startswith("letters/")


# --- it cannot reach files or the network ---


@pytest.mark.parametrize("name", ["cases/spy-2026.toml", "authorities/de.toml", "law/spy.toml", "templates/spy/en.j2"])
def test_it_cannot_read_through_a_link(letters: Any, theirs: Any, tmp_path: Path, name: str) -> None:
    private = tmp_path / "private"
    private.write_text('[a.b]\nrole = "court"\n', encoding="utf-8")
    (theirs.root / name).parent.mkdir(exist_ok=True)
    (theirs.root / name).symlink_to(private)
    library = opened(letters, theirs)
    reads: dict[str, Callable[[], object]] = {
        "cases": lambda: library.case("spy-2026"),
        "authorities": lambda: library.authorities("DE"),
        "law": library.laws,
        "templates": lambda: library.templates("spy", "en"),
    }
    with pytest.raises(Faults) as caught:
        reads[name.split("/", maxsplit=1)[0]]()
    assert "library.outside" in {fault.message.id for fault in caught.value.faults}


def test_a_folder_that_is_a_link_is_not_followed(letters: Any, theirs: Any, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "en.j2").write_text("secret", encoding="utf-8")
    (theirs.root / "templates" / "spy").symlink_to(tmp_path / "private")
    with pytest.raises(Faults):
        opened(letters, theirs).templates("spy", "en")


@pytest.mark.parametrize("kind", ["../../private", "..", "/etc", "death-penalty/../../../private"])
def test_a_case_cannot_name_a_kind_that_leads_out(letters: Any, theirs: Any, tmp_path: Path, kind: str) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "fr.j2").write_text("secret", encoding="utf-8")
    theirs.write(
        "cases/other-2026.toml",
        theirs.text("cases/valley-2026.toml")
        .replace("valley-2026", "other-2026")
        .replace('"death-penalty"', f'"{kind}"'),
    )
    with pytest.raises(Faults):
        opened(letters, theirs).case("other-2026")
    with pytest.raises(UserError):
        opened(letters, theirs).templates(kind, "fr")


@pytest.mark.parametrize(
    "id_",
    ["xx/../fr/minister", "../xx/justice/minister", "xx/./justice/minister", "xx//justice", "XX/justice/minister"],
)
def test_an_id_is_no_path(letters: Any, theirs: Any, id_: str) -> None:
    library = opened(letters, theirs)
    with pytest.raises(UsageError):
        library.authority(id_)
    theirs.write(
        "cases/other-2026.toml",
        theirs.text("cases/valley-2026.toml")
        .replace("valley-2026", "other-2026")
        .replace('"xx/justice/minister"', f'"{id_}"'),
    )
    with pytest.raises(Faults):
        library.case("other-2026")


def test_a_table_whose_name_is_no_slug_is_no_office(letters: Any, theirs: Any) -> None:
    theirs.authorities(("[justice.minister]", '[justice."../minister"]'))
    with pytest.raises(Faults):
        opened(letters, theirs).authorities()


NETWORK = {
    "urgentaction.http",
    "urgentaction.http_wire",
    "socket",
    "http",
    "urllib.request",
    "httpx",
    "ftplib",
    "smtplib",
    "requests",
    "asyncio",
    "subprocess",
    "ssl",
}


def test_nothing_that_reads_a_library_can_reach_the_network() -> None:
    """Neither the part that reads files nor the one that fills templates imports anything that could fetch."""
    root = Path(urgentaction.__file__).parent
    for path in (*(root / "library").glob("*.py"), *(root / "compose").glob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not {name for name in names if name in NETWORK or name.split(".")[0] in NETWORK}, path.name


# --- what a person accepts is used ---


def test_what_was_accepted_is_used_until_the_library_says_something_else(letters: Any, theirs: Any) -> None:
    theirs.authorities((OURS, THEIRS))
    before = opened(letters, theirs)
    assert [one.standing for one in before.proposals(MINISTER)] == [Standing.NEW]
    accepted = (taken(before, MINISTER),)
    assert opened(letters, theirs, accepted).authority(MINISTER).emails[0].value == THEIRS
    theirs.authorities((THEIRS, "other@elsewhere.example"))
    later = opened(letters, theirs, accepted)
    assert later.authority(MINISTER).emails[0].value == OURS
    (one,) = later.proposals(MINISTER)
    assert (one.standing, one.accepted_on) == (Standing.CHANGED, TODAY)


@pytest.mark.parametrize("change", ["level", "source", "ours"])
def test_an_acceptance_is_of_level_and_source_too_and_of_what_was_replaced(
    letters: Any, theirs: Any, change: str
) -> None:
    theirs.authorities((OURS, THEIRS), ('level = "official"', 'level = "unverified"'))
    accepted = (taken(opened(letters, theirs), MINISTER),)
    changes: dict[str, Callable[[], Any]] = {
        "level": lambda: theirs.authorities(('level = "unverified"', 'level = "official"')),
        "source": lambda: theirs.authorities(("https://office.example/", "https://elsewhere.example/")),
        "ours": lambda: letters.authorities((OURS, "new@office.example")),
    }
    changes[change]()
    library = opened(letters, theirs, accepted)
    assert library.authority(MINISTER).emails[0].value != THEIRS
    assert library.proposals(MINISTER)[0].standing is Standing.CHANGED


def test_an_acceptance_of_one_library_or_office_is_none_of_another(letters: Any, theirs: Any) -> None:
    theirs.authorities((OURS, THEIRS))
    one = taken(opened(letters, theirs), MINISTER)
    for other in (replace(one, library="else"), replace(one, authority="xx/port/court"), replace(one, digest="0" * 24)):
        assert opened(letters, theirs, (other,)).authority(MINISTER).emails[0].value == OURS


def test_accepting_contacts_accepts_nothing_else(letters: Any, theirs: Any) -> None:
    theirs.authorities(
        (OURS, THEIRS), ('m = "Ministre"', 'm = "Voleur"'), ('["email", "print"]', '["email", "print", "mailto"]')
    )
    accepted = (taken(opened(letters, theirs), MINISTER),)
    office, ours = opened(letters, theirs, accepted).authority(MINISTER), letters.open().authority(MINISTER)
    assert replace(office, emails=ours.emails) == ours


def test_a_channel_that_leads_nowhere_any_more_is_gone(letters: Any, theirs: Any) -> None:
    mail = 'emails = [{ address = "justice.minister@office.example", source = "https://office.example/", level = "official" }]'
    theirs.authorities(
        (mail, 'email_none = { source = "its site", on = 2026-11-01 }'), ('["email", "print"]', '["print"]')
    )
    accepted = (taken(opened(letters, theirs), MINISTER),)
    office = opened(letters, theirs, accepted).authority(MINISTER)
    assert (office.emails, office.channels) == ((), (ChannelName.PRINT,))


def test_an_office_that_looks_alike_is_used_when_its_data_were_accepted(letters: Any, theirs: Any) -> None:
    only_office(letters, theirs, ("[justice.minister]", "[cabinet.justice]"), (OURS, THEIRS))
    id_ = "xx/cabinet/justice"
    accepted = (taken(opened(letters, theirs), id_),)
    assert opened(letters, theirs, accepted).authority(id_).emails[0].provenance.level is Level.OFFICIAL
    theirs.authorities((THEIRS, "other@elsewhere.example"))
    assert opened(letters, theirs, accepted).authority(id_).emails[0].provenance.level is Level.UNVERIFIED


def test_of_two_accepted_libraries_the_first_in_the_settings_is_used(
    letters: Any, theirs: Any, another: Another
) -> None:
    more = another("more")
    theirs.authorities((OURS, THEIRS))
    more.authorities((OURS, "more@elsewhere.example"))
    layers = [theirs.layer(name="theirs", added=True), more.layer(name="more", added=True), letters.layer()]
    said = open_library(layers).proposals(MINISTER)
    assert [one.library for one in said] == ["theirs", "more"]
    accepted = [Acceptance(one.authority, one.library, one.digest, TODAY) for one in reversed(said)]
    assert open_library(layers, accepted).authority(MINISTER).emails[0].value == THEIRS
    assert open_library(layers, accepted[:1]).authority(MINISTER).emails[0].value == "more@elsewhere.example"


def test_what_was_accepted_is_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    some = (
        Acceptance("xx/a", '/home/ana/"their" library', "0" * 24, TODAY),
        Acceptance("xx/b", "/l", "1" * 24, TODAY),
    )
    assert accepting.load(path) == ()
    path.write_bytes(accepting.dump(some))
    assert accepting.load(path) == some


@pytest.mark.parametrize(
    "text", ["accepted = ", '[[accepted]]\nauthority = "xx/a"\n', "[[accepted]]\non = 2026-11-24\n"]
)
def test_a_record_that_is_not_whole_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults):
        accepting.load(path)
