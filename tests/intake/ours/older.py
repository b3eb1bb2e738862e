"""The two layouts that list points to write of: the bulletin up to 2010 and the sheet of 2011 to 2017."""

from __future__ import annotations

from intake.ours import parts
from intake.ours.action import Action
from intake.ours.pages import Pages
from intake.ours.parts import colon, word


def bulletin(action: Action) -> Pages:
    """Up to 2010: the concern behind the number, the country in capitals before the names."""
    pages = parts.start(action)
    _bulletin_head(pages, action)
    parts.summary(pages, action)
    parts.background(pages, action, "background")
    if action.get("kind") == "stop":
        pages.put("p", word(action, "no more"))
        return pages
    pages.put("h", word(action, "recommended", parts.tongues(pages, action)))
    parts.points(pages, action)
    pages.put("h", word(action, "appeals"))
    parts.targets(pages, action, action.get("targets"))
    if copies := action.facts.get("copies", ()):
        pages.put("h", word(action, "copies"))
        parts.targets(pages, action, copies, "copies")
    pages.put("p", word(action, "diplomatic", action.facts["country_name"]))
    pages.expect("diplomatic", True)
    if not action.omits("deadline"):
        pages.put("p", word(action, "immediately", action.day(action.deadline)))
        pages.expect("deadline", action.deadline)
    return pages


def _bulletin_head(pages: Pages, action: Action) -> None:
    index = "" if action.omits("index") else word(action, "index", action.index())
    pages.put("p", f"{word(action, 'public')}          {index}")
    pages.put("p", action.day(action.issued))
    ua = f"{word(action, 'ua')} {action.number_printed}"
    concern = action.facts["concern"]
    if action.get("kind") in {"update", "stop"}:
        before = f"{action.previous}, {action.day(action.earlier)}"
        pages.put("p", word(action, "further", f"{ua} ({before})"))
        pages.put("t", concern)
        pages.expect("previous", action.previous)
    elif action.turn % 2:
        pages.put("t", f"{ua}   {concern}")
    else:
        pages.put("p", ua)
        pages.put("t", concern)
    pages.expect("title", concern)
    roles = action.facts.get("roles", ())
    names = [parts.marked(action, person) for person in action.facts["people"]]
    names = [", ".join((name, *roles[at : at + 1])) for at, name in enumerate(names)]
    pages.put("a", f"{action.facts['country_name'].upper()}          " + "\n".join(names))
    parts.people(pages, action)


def sheet(action: Action) -> Pages:
    """2011 to 2017: one line of number, index, country and date; a headline in capitals; up to three offices."""
    pages = parts.start(action)
    if action.omits("number"):
        pages.put("p", f"{_index(action)} {action.facts['country_name']} {_date(action, 'date')}")
    else:
        pages.put("p", _sheet_head(action))
    pages.put("h", word(action, "action"))
    _headline(pages, action)
    parts.summary(pages, action)
    if action.get("kind") == "stop":
        pages.put("p", word(action, "no more"))
    else:
        _sheet_ask(pages, action)
    if action.get("kind") in {"update", "stop"}:
        parts.updates(pages, action)
    parts.report(pages, action)
    if not action.omits("background"):
        pages.put("n", "")
        pages.put("h", word(action, "action"))
        parts.background(pages, action, "additional")
    _sheet_tail(pages, action)
    return pages


def _headline(pages: Pages, action: Action) -> None:
    said = action.facts["title"].upper()
    if action.how.get("long"):  # over two lines, as a narrow sheet prints it
        words = said.split()
        half = len(words) // 2 + 1
        pages.put("t", " ".join(words[:half]) + "\n" + " ".join(words[half:]))
    else:
        pages.put("t", said)
    pages.expect("title", said)


def _index(action: Action) -> str:
    name = {"en": "Index", "fr": "Index", "es": "Índice"}[action.language]
    return "" if action.omits("index") else f"{name}{colon(action)} {action.index()}"


def _date(action: Action, key: str) -> str:
    return f"{word(action, key)}{colon(action)} {action.day(action.issued)}"


def _sheet_head(action: Action) -> str:
    ua = f"{word(action, 'ua')}{colon(action)} {action.number_printed}"
    if action.get("kind") in {"update", "stop"}:
        ua = word(action, "further", ua)
    return f"{ua} {_index(action)} {action.facts['country_name']} {_date(action, 'date')}"


def _sheet_ask(pages: Pages, action: Action) -> None:
    pages.put("h", word(action, "write", parts.tongues(pages, action)))
    parts.points(pages, action)
    if action.omits("deadline"):
        pages.put("h", word(action, "appeals"))
    else:
        pages.put("h", word(action, "before", action.day(action.deadline).upper()))
        pages.expect("deadline", action.deadline)
    parts.targets(pages, action, action.get("targets"))
    if copies := action.facts.get("copies", ()):
        pages.put("h", word(action, "and copies"))
        parts.targets(pages, action, copies, "copies")
    pages.put("p", word(action, "also diplomatic"))
    pages.expect("diplomatic", True)
    if not action.omits("deadline"):
        pages.put("p", word(action, "check"))


def _sheet_tail(pages: Pages, action: Action) -> None:
    several = action.facts["people"]
    name = word(action, "names" if len(several) > 1 else "name") + colon(action)
    if len(several) == 1 and "gender" in several[0]:
        mark = parts.MARKS[action.language][several[0]["gender"]]
        pages.put("a", f"{name} {several[0]['name']}\n{word(action, 'gender')}{colon(action)} {mark}")
    else:
        pages.put("p", f"{name} {', '.join(parts.marked(action, one) for one in several)}")
    parts.people(pages, action)
    if not action.omits("number"):
        ua = f"{word(action, 'ua')}{colon(action)} {action.number_printed}"
        pages.put("p", f"{ua} {_index(action)} {_date(action, 'issue date')}")
