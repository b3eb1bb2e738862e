"""The two layouts with a model letter: the form of labels of 2017, and the letter from 2018 on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.ours import parts
from intake.ours.action import Action
from intake.ours.pages import Pages
from intake.ours.parts import colon, word
from intake.ours.wording import PRONOUNS

LAST = {"en": "and", "fr": "et", "es": "y"}


def form(action: Action) -> Pages:
    """The form of 2017: a label for every field."""
    pages = parts.start(action)
    title = f"{action.facts['country_name']}{colon(action)} {action.facts['title']}"
    pages.row(word(action, "title"), title, "title")
    if not action.omits("issued"):
        pages.row(word(action, "publication"), action.day(action.issued))
    if not action.omits("number"):
        ua = f"{parts.ordinal(action)} {word(action, 'ua')} {action.number_printed}"
        pages.row(word(action, "type"), ua.upper(), "sequence", action.sequence)
    if not action.omits("index"):
        pages.row(word(action, "index number"), action.index())
    if not action.omits("summary"):
        pages.row(word(action, "summary"), _with_marks(action), "summary")
    parts.people(pages, action, genders=_is_marked(action) and not action.omits("summary"))
    pages.put("h", word(action, "letter"))
    _letter(pages, action, action.get("targets")[0])
    pages.put("h", word(action, "contact"))
    parts.targets(pages, action, action.get("targets"))
    if copies := action.facts.get("copies", ()):
        pages.put("h", word(action, "and copies"))
        parts.targets(pages, action, copies, "copies")
    _form_tail(pages, action)
    return pages


def _is_marked(action: Action) -> bool:
    return action.turn % 2 == 0


def _with_marks(action: Action) -> str:
    """The summary, in every second form with the gender behind each name."""
    said = str(action.facts["summary"])
    for person in action.facts["people"] if _is_marked(action) else ():
        said = said.replace(person["name"], parts.marked(action, person), 1)
    return said


def _letter(pages: Pages, action: Action, target: Mapping[str, Any]) -> str:
    """The model letter: its salutation, paragraphs and close."""
    given = target.get("salutations") or action.facts["targets"][0]["salutations"]
    salutation = str(given[action.language])
    pages.put("p", f"{salutation},")
    for paragraph in action.facts["letter"]:
        pages.letter(paragraph)
    pages.put("p", action.facts["close"])
    return salutation


def _form_tail(pages: Pages, action: Action) -> None:
    pages.row(word(action, "preferred"), parts.tongues(pages, action, last=LAST[action.language]).capitalize())
    if not action.omits("deadline"):
        pages.row(word(action, "notice"), word(action, "until", action.day(action.deadline)))
        pages.expect("deadline", action.deadline)
    pages.put("h", word(action, "diplomats"))
    pages.expect("diplomatic", True)
    if action.get("kind") == "update":
        pages.row(word(action, "link"), action.previous, "previous")
    parts.background(pages, action, "400 words")
    parts.report(pages, action)


def letter(action: Action) -> Pages:
    """From 2018 on: one office, a letter in full, then the languages, the deadline and the pronouns."""
    pages = parts.start(action)
    pages.put("p", _letter_head(pages, action))
    pages.put("h", word(action, "action"))
    pages.put("t", action.facts["title"].upper())
    pages.expect("title", action.facts["title"].upper())
    parts.summary(pages, action)
    if action.get("kind") == "stop":
        pages.put("p", word(action, "no more"))
    else:
        pages.put("h", word(action, "take action"))
        target = action.get("targets")[0]
        lines, expected = parts.office(action, target, salutes=False)
        pages.put("a", "\n".join(lines))
        expected["salutations"] = {action.language: _letter(pages, action, target)}
        pages.also("targets", expected)
    parts.background(pages, action, "additional")
    _letter_tail(pages, action)
    return pages


def _letter_head(pages: Pages, action: Action) -> str:
    head = ""
    if not action.omits("number"):
        point = "" if "point" in action.how else colon(action)
        head = f"{parts.ordinal(action).capitalize()} {word(action, 'ua')}{point} {action.number_printed} "
        pages.expect("sequence", action.sequence)
    if not action.omits("index"):
        name = {"en": "Index", "fr": "Index", "es": "Índice"}[action.language]
        head += f"{name}{colon(action)} {action.index()} "
    return f"{head}{action.facts['country_name']} {word(action, 'date')}{colon(action)} {action.day(action.issued)}"


def _letter_tail(pages: Pages, action: Action) -> None:
    if action.get("kind") != "stop":
        pages.row(word(action, "preferred"), f"{parts.tongues(pages, action)}. {word(action, 'own')}")
        if not action.omits("deadline"):
            pages.row(word(action, "as soon"), f"{action.day(action.deadline)}. {word(action, 'after')}")
            pages.expect("deadline", action.deadline)
    pages.row(word(action, "pronoun"), ", ".join(map(_spoken(action), action.facts["people"])))
    parts.people(pages, action)
    if action.get("kind") in {"update", "stop"}:
        pages.row(word(action, "link"), action.previous, "previous")
    parts.report(pages, action)


def _spoken(action: Action) -> Any:
    def one(person: Mapping[str, str]) -> str:
        if "number" in person:
            return person["name"]
        return f"{person['name']} ({PRONOUNS[action.language][person.get('gender', 'x')]})"

    return one
