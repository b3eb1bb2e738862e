"""What every layout prints in some place: words in turn, offices with their ways to write, people, demands, background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.ours.action import Action
from intake.ours.pages import Pages
from intake.ours.wording import MARKS, ORDINALS, WORDS

LISTS = (("phones", "phone"), ("faxes", "fax"), ("emails", "email"), ("social", "social"))


def word(action: Action, key: str, *values: str) -> str:
    """A label or phrase in the document's language."""
    several = WORDS[action.language][key]
    return several[action.turn % len(several)].format(*values)


def colon(action: Action) -> str:
    return " :" if action.language == "fr" else ":"


def ordinal(action: Action) -> str:
    """Which update this is, in words."""
    return ORDINALS[action.language][action.sequence - 1]


def label(action: Action, key: str) -> str:
    return f"{word(action, key)}{colon(action)}"


def start(action: Action) -> Pages:
    """A document of which its kind, language, number, index, dates and country are known."""
    pages = Pages()
    updated = action.get("kind", "action")
    pages.expect("kind_of_document", updated)
    pages.expect("language", action.language)
    if not action.omits("number"):
        pages.expect("number", action.number)
    if not action.omits("index"):
        pages.expect("index", action.index())
    if action.facts.get("country"):
        pages.expect("country", action.facts["country"])
    if not action.omits("issued"):
        pages.expect("issued", action.issued)
    return pages


def summary(pages: Pages, action: Action) -> None:
    """The summary and the paragraphs that tell more."""
    if not action.omits("summary"):
        pages.put("p", action.facts["summary"])
        pages.expect("summary", action.facts["summary"])
        for paragraph in action.facts.get("more", ()):
            pages.put("p", paragraph)


def points(pages: Pages, action: Action) -> None:
    """What to ask, as points; the first only expresses concern."""
    pages.put("b", action.facts["concern_point"])
    for point in action.facts["points"]:
        pages.put("b", point)
        pages.also("demands", point)


def background(pages: Pages, action: Action, heading: str, kind: str = "h") -> None:
    if not action.omits("background"):
        pages.put(kind, word(action, heading))
        for paragraph in action.facts["background"]:
            pages.put("p", paragraph)
            pages.also("background", paragraph)


def tongues(pages: Pages, action: Action, *, last: str = "") -> str:
    """The languages to write in, by name."""
    codes = action.facts["languages"]
    pages.expect("preferred_languages", codes)
    return action.tongues(codes, last=last)


def office(action: Action, target: Mapping[str, Any], *, salutes: bool = True) -> tuple[list[str], dict[str, Any]]:
    """The lines of an office as a document prints them, and what is expected of it."""
    lines = [target["office"], *([target["holder"]] if "holder" in target else []), *target.get("lines", ())]
    keys = ("office", "holder", "lines", "emails", "phones", "faxes", "social", "web_form")
    expected = {key: target[key] for key in keys if key in target}
    for key, name in LISTS:
        if key in target:
            between = " / " if action.turn % 2 and key != "social" else "; "
            lines.append(f"{label(action, name)} {between.join(target[key])}")
    if "web_form" in target:
        lines.append(f"{label(action, 'web_form')} {target['web_form']}")
    given = target.get("salutations", {})
    if given and salutes:
        lines.append(f"{label(action, 'salutation')} {' / '.join(given.values())}")
        expected["salutations"] = dict(given)
    return lines, expected


def targets(pages: Pages, action: Action, several: Sequence[Mapping[str, Any]], key: str = "targets") -> None:
    """Offices in blocks of lines."""
    for target in several:
        lines, expected = office(action, target)
        pages.put("a", "\n".join(lines))
        pages.also(key, expected)


def marked(action: Action, person: Mapping[str, str]) -> str:
    """A name with the mark of its gender."""
    if "gender" not in person:
        return person["name"]
    return f"{person['name']} ({MARKS[action.language][person['gender']]})"


def people(pages: Pages, action: Action, *, genders: bool = True) -> None:
    """Those whom it is about, with their gender where the document says it; where it does not, as it is `in_fact`."""
    for person in action.facts["people"]:
        expected = {key: person[key] for key in ("name", "gender", "number") if key in person}
        if not genders and "gender" in expected:
            expected["in_fact"] = expected.pop("gender")
        pages.also("people", expected)


def report(pages: Pages, action: Action) -> None:
    if back := action.facts.get("report"):
        pages.put("p", word(action, "report", back))
        pages.expect("report_back", back)


def updates(pages: Pages, action: Action) -> None:
    """Which update this is, and where the document before it is."""
    said = word(action, "update", ordinal(action), f"{word(action, 'ua')} {action.number_printed}")
    pages.put("p", f"{said} {word(action, 'where', action.previous)}")
    pages.expect("sequence", action.sequence)
    pages.expect("previous", action.previous)
