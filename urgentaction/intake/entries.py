"""The office of a document as an entry of an authority file, or as the one that the directory has already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from urgentaction.check.ages import PUBLISHED
from urgentaction.intake import postal
from urgentaction.intake.found import Found, Target, Value
from urgentaction.intake.labels import fold
from urgentaction.intake.nations import countries
from urgentaction.intake.zones import timezone
from urgentaction.model.authority import Authority, Level, Role
from urgentaction.model.case import Gender
from urgentaction.model.codes import LANGUAGES

_PRESIDENT: Final = r"^(?:mr |madam |the )?(?:president[ea]?|présidente?)"
_COUNTRYS: Final = (
    r"(?:of|de|du|del) (?:the |la |los |l['’])?(?:republic|républi|repúbli|federati|fédérati|federaci|nation|state|état|estado"
    r"|unión|union|kingdom)"
)
_ROLES: Final = (
    (Role.EMBASSY, r"embass(?:y|ies)|embajada|ambassade\b"),
    (Role.PRISON, r"prison|cárcel|penitenc|pénitenc|détention|warden"),
    (Role.HEAD_OF_GOVERNMENT, r"prime minister|premier ministre|primer ministro|primera ministra|première ministre"),
    (Role.MINISTRY, r"^(?:deputy |vice-?)?(?:minist|secretary (?:of|for)|secretario de estado|garde des sceaux|home)"),
    (Role.PROSECUTION, r"prosecut|attorney|procur|fiscal"),
    (Role.COURT, r"\bcourt|\bjudge|\bjuge|juez|jueza|tribunal|\bcour\b|\bcorte\b|magistra|chief justice"),
    (Role.POLICE, r"police|policía|gendarm"),
    (Role.PARLIAMENT, r"parliament|parlement|parlament|speaker|congres|assembl|asamblea|senat|sénat|senad"),
    (Role.MINISTRY, r"minist|garde des sceaux|secretary of state|secretari|secrétaire d['’]|home office"),
    (Role.HEAD_OF_STATE, rf"{_PRESIDENT}(?:$|,| {_COUNTRYS})|\b(?:king|queen|rey|roi|emir|sultan|supreme leader)\b"),
)
_BODY = re.compile(
    r"\b(?:minist[eè]r\w+|ministry|office|palace|palais|palacio|department|oficina|bureau|court|secretar\w+|presiden\w+)\b",
    re.IGNORECASE,
)
_COURTESY: Final = re.compile(
    r"(?P<m>(?:Mr|M|Sr|Hr)\b\.?|Monsieur\b|Señor\b|Don\b|Herr\b|Sir\b)|(?P<f>(?:Mrs|Ms|Mme|Mlle|Sra|Srta)\b\.?|Madame\b|Señora\b"
    r"|Doña\b|Frau\b|Dame\b)|(?P<her>(?:Dra|Licda|Profa)\.)"
)
"""Titles that say a gender; those of the last group belong to the name."""

_EMAIL = re.compile(r"[\w.+%-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{3,}")


@dataclass(frozen=True)
class Source:
    """What every contact taken from a document says of itself, when it was printed, until when it may be used."""

    name: str
    language: str
    until: date
    issued: date | None = None
    languages: tuple[str, ...] = ()


def source(found: Found, today: date) -> Source:
    """The document as a source; without a deadline its contacts are good for as long as printed ones are taken for."""
    issued = found.issued.value if found.issued else None
    named = (found.publisher, found.index or found.number, found.issued)
    return Source(
        name=" ".join(part.said for part in named if part) or "document",
        language=found.language,
        until=found.deadline.value if found.deadline else (issued or today) + timedelta(days=PUBLISHED),
        issued=issued,
        languages=tuple(one.value for one in found.languages),
    )


def home(target: Target, country: str) -> str:
    """The country of an office: the last line of its address, else that of the case."""
    for line in target.postal[-1:]:
        if found := postal.country_in(line.said) or postal.country_in(line.said.rpartition(",")[2]):
            return found
    return country


def represented(target: Target, home: str) -> str:
    """Whose embassy an office is: the country in its name; empty where it is none, or at home."""
    if role(target) is not Role.EMBASSY:
        return ""
    return next((code for code, _ in countries(target.office.said) if code != home), "")


def id_of(target: Target, home: str) -> str:
    """The id of an office that no library has: `be/minister-of-justice`; an embassy's is `fr/embassy/be`."""
    of = represented(target, home)
    return f"{home}/embassy/{of}".lower() if of else f"{home.lower()}/{slug(target.office.said) or 'office'}"


def slug(text: str, *, words: int = 6) -> str:
    """A name as an id has it."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", " ", plain))[:words])


def role(target: Target) -> Role:
    """What the office does, by its words."""
    said = target.office.said
    found = next((one for one, pattern in _ROLES if re.search(pattern, said, re.IGNORECASE)), Role.OTHER)
    of = re.match(rf"{_PRESIDENT} (?:of|de|du|del|d['’])(?P<rest>.*)", said, re.IGNORECASE)
    return Role.HEAD_OF_STATE if found is Role.OTHER and of and postal.country_in(of["rest"]) else found


def known(target: Target, offices: Sequence[Authority], country: str) -> Authority | None:
    """The office of the directory that this is: the same e-mail address, or the same words in the same country."""
    mails = {one.value.casefold() for one in target.emails}
    for office in offices:
        if mails & {one.value.casefold() for one in office.emails}:
            return office
    said, id_ = fold(_name(target)), id_of(target, country)
    here = [one for one in offices if one.country == country]
    return next((one for one in here if said in _names(one) or one.id == id_), None)


def _names(office: Authority) -> set[str]:
    made = set()
    for language, forms in office.office.items():
        for form in filter(None, (forms.m, forms.f, forms.any)):
            made |= {fold(form), fold(f"{form} {office.style.get(language, '')}".strip())}
    return made


def differences(target: Target, office: Authority) -> Iterator[tuple[str, str, str]]:
    """What the document says otherwise: the key, what the directory has, what the document has."""
    form = (office.web_form,) if office.web_form else ()
    pairs = (
        ("emails", office.emails, target.emails),
        ("phones", office.phones, target.phones),
        ("fax", office.fax, target.fax),
        ("web_form", form, (target.web_form,) if target.web_form else ()),
        ("social", office.social, target.social),
    )
    for key, ours, theirs in pairs:
        known = {_compared(one.value) for one in ours}
        new = [one.value for one in theirs if _compared(one.value) not in known]
        if new:
            yield key, ", ".join(one.value for one in ours), ", ".join(new)
    yield from _postal_differences(target, office)
    yield from _spoken_differences(target, office)


def _compared(said: str) -> str:
    """A contact as it is compared: digits of a number, a page without its scheme."""
    if re.fullmatch(r"[\d\s().+/-]+", said):
        return re.sub(r"\D", "", said).lstrip("0")
    return fold(re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", said.strip()))


def _postal_differences(target: Target, office: Authority) -> Iterator[tuple[str, str, str]]:
    theirs = postal.parsed([one.said for one in target.postal])
    ours = office.postal
    if not theirs or (ours and postal.written(theirs) == postal.written(asdict(ours))):
        return
    known = (*ours.lines, ours.street, f"{ours.postcode} {ours.city} {ours.cedex}".strip()) if ours else ()
    yield "postal", ", ".join(filter(None, known)), ", ".join(one.said for one in target.postal)


def _spoken_differences(target: Target, office: Authority) -> Iterator[tuple[str, str, str]]:
    """Who holds it, and how it is addressed."""
    if target.holder:
        name, held = _person(target.holder.said)["name"], [one.name for one in office.holders]
        if fold(name) not in map(fold, held):
            yield "holders", ", ".join(held), name
    for code, value in target.salutations:
        forms = office.salutation.get(code)
        known = dict.fromkeys(filter(None, (forms.any, forms.m, forms.f))) if forms else {}
        if fold(value.said.rstrip(",:! ")) not in {fold(form.rstrip(",:! ")) for form in known}:
            yield f"salutation.{code}", " / ".join(known), value.said


def entry(target: Target, source: Source, country: str) -> Mapping[str, Any]:
    """The entry of an office that the directory does not have; contacts are `published`: good until the deadline."""
    stamp = {"source": source.name, "level": Level.PUBLISHED.value}
    said = dict(reversed([(code, _comma(value.said, code)) for code, value in target.salutations if code in LANGUAGES]))
    languages = [code for code in (source.language, *(source.languages or said)) if code in LANGUAGES]
    body = next((one.said for one in target.postal if _BODY.search(one.said)), _name(target))
    of = represented(target, country)
    kind = role(target)
    made: dict[str, Any] = {
        "role": (kind if of or kind is not Role.EMBASSY else Role.OTHER).value,
        "represents": of,
        "body": {source.language: body},
        "office": {source.language: {"any": _name(target)}},
        "salutation": {code: {"any": form} for code, form in reversed(said.items())},
        "closing": {"en": _closing(said["en"])} if "en" in said else {},
        "languages": list(dict.fromkeys(languages)),
        "timezone": timezone(country),
        "postal": _postal(target, stamp, body),
        "emails": [{"address": one.value, **stamp} for one in target.emails if _EMAIL.fullmatch(one.value)],
        "phones": [{"number": number, **stamp} for number in _numbers(target.phones)],
        "fax": [{"number": number, **stamp} for number in _numbers(target.fax)],
        "web_form": {"url": _url(target.web_form.value), **stamp} if target.web_form else None,
        "social": [{"handle": one.value, **stamp} for one in target.social],
        "holders": [_holder(target.holder.said, source)] if target.holder else [],
        "review_by": source.until,
    }
    ways = [name for name, key in (("email", "emails"), ("post", "postal"), ("webform", "web_form")) if made[key]]
    return {key: value for key, value in {**made, "channels": [*ways, "print"]}.items() if value}


def sound(entry: Mapping[str, Any], id_: str) -> tuple[dict[str, Any], list[str]]:
    """The entry without what a file cannot hold (a damaged e-mail address), and what that was: it must load."""
    from pydantic import ValidationError

    from urgentaction.library.authority_schema import authority_of

    made, dropped = dict(entry), list[str]()
    while True:
        try:
            authority_of(made, id_=id_, library="")
        except ValidationError as wrong:
            key, *inside = wrong.errors()[0]["loc"]
            dropped.append(str(wrong.errors()[0]["input"]))
            _drop(made, str(key), inside)
        else:
            break
    ways = {"email": "emails", "post": "postal", "webform": "web_form"}
    made["channels"] = [way for way in made["channels"] if way not in ways or ways[way] in made]
    return made, dropped


def _drop(made: dict[str, Any], key: str, inside: Sequence[Any]) -> None:
    """Take out the row of a list that is at fault, else the whole key."""
    rows = made.pop(key)
    if isinstance(rows, list) and inside and (rest := [row for at, row in enumerate(rows) if at != inside[0]]):
        made[key] = rest


def _name(target: Target) -> str:
    return target.office.said.strip(" ,;:")


def _person(said: str) -> Mapping[str, str]:
    """Name and gender of a holder: the gender that a courtesy title says, which is no part of the name."""
    title = _COURTESY.match(said)
    if title is None:
        return {"name": said, "gender": Gender.X.value}
    name = said if title["her"] else said[title.end() :].strip()
    return {"name": name or said, "gender": (Gender.M if title["m"] else Gender.F).value}


def _holder(said: str, source: Source) -> Mapping[str, Any]:
    """Whoever the document names, known to hold the office on its day and on no other."""
    seen = {"seen": source.issued} if source.issued else {}
    return {**_person(said), **seen, "source": source.name}


def _comma(said: str, language: str) -> str:
    """A salutation ends as letters in its language do."""
    end = ":" if language == "es" else ","
    return said if said.endswith((",", ":", "!")) else said + end


def _closing(salutation: str) -> str:
    """How English ends a letter that begins so: faithfully to whom it names by neither name nor office."""
    return "Yours faithfully," if re.search(r"\b(?:Sir|Madam|Sirs|whom)\b", salutation) else "Yours sincerely,"


def _url(said: str) -> str:
    return said if said.startswith("http") else f"https://{said}"


def _numbers(values: Sequence[Value[str]]) -> list[str]:
    """Numbers as a file holds them: `+(504) 22` is `+504 22`."""
    made = (
        re.sub(r"^\+?\s*\(?0*(\d+)\)?", lambda match: ("+" if "+" in match.group() else "") + match[1], one.value)
        for one in values
    )
    return [number for number in made if _NUMBER.fullmatch(number)]


def _postal(target: Target, stamp: Mapping[str, str], body: str) -> Mapping[str, Any] | None:
    """The address; above a city alone stands the body."""
    made = dict(postal.parsed([one.said for one in target.postal]))
    if not made:
        return None
    if not made.get("lines") and not made.get("street"):
        made["lines"] = [body]
    return {**made, **stamp}
