"""What a person types as the values of a case file; None where it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from urgentaction import grammar
from urgentaction.intake import days, nations
from urgentaction.intake.clauses import clause
from urgentaction.intake.labels import fold
from urgentaction.library.characters import forbidden
from urgentaction.library.entries import INVENTED
from urgentaction.library.fields import SLUG
from urgentaction.model.case import Hedge
from urgentaction.model.codes import COUNTRIES

NONE: Final = "-"
"""There is none: an answer, not a gap."""

_LABEL: Final = re.compile(r"[\w.-]*\d[\w.-]*|[^\W\d_]")
"""A paragraph of a source: a number, perhaps with letters (3a, p.2), or a letter."""

_LONGEST_LABEL: Final = 8

_TITLE: Final = re.compile(
    r"(?:m|mr|mrs|ms|miss|mx|dr|prof|me|mme|mlle|mm|mmes|maître|sr|sra|srta|sres|sras|don|doña|herr|frau|monsieur|madame"
    r"|mademoiselle|señora?|señorita)\.?",
    re.IGNORECASE,
)
_SAYS: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|be|should|must|est|sont|était|étaient|a été|ont|aurait|auraient|serait|es|son"
    r"|fue|fueron|está|están|ha|han)\b"
)
_LONGEST_NAME: Final = 6
"""Words of a name that may be of any kind; longer ones are looked at for a verb."""

GROUP: Final = "g"
"""Typed for the gender of several who are not named."""

_NUMBER: Final = re.compile(r"(?P<n>\d{1,3}) ?[/.-] ?(?:19|20)?(?P<y>\d\d)")
_ARTICLE: Final = re.compile(r"^(?:the|la|le|les|el|los|las) |^l['’]", re.IGNORECASE)
_STRAY: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]")
"""What arrow keys leave in a line where nothing edits it."""

_FIGURES: Final = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -]((?:19|20)\d\d)")


def tidy(typed: str) -> str | None:
    """A line as it was meant; None where it holds what nobody can see."""
    said = " ".join(_STRAY.sub("", typed).split())
    return None if any(map(forbidden, said)) else said


def number(said: str) -> str | None:
    """An action's number as `12/26`; one of another form as it is, if a figure is in it."""
    plain = re.sub(r"^.*\b(?:UA|AU)\b[ :]*", "", said, flags=re.IGNORECASE)
    if match := _NUMBER.fullmatch(plain):
        return f"{int(match['n'])}/{match['y']}"
    return plain if re.search(r"\d", plain) else None


def day(said: str, language: str) -> date | None:
    """A whole date: `2026-11-24`, `24 November 2026`, `24 nov. 2026`; figures that can be read in two ways are none."""
    if figures := _FIGURES.fullmatch(said):
        first, second = int(figures[1]), int(figures[2])
        if language == "en" and first != second and max(first, second) <= 12:  # noqa: PLR2004 - months
            return None
    for found, match in days.days(said, language):
        if match.group().rstrip(" .") == said.rstrip(" ."):
            return found
    return None


def deadline(said: str, language: str, first: date | None) -> date | str | None:
    """The last day for letters, not before the first; `-` where there is none."""
    found = or_none(said, partial(day, language=language))
    return None if isinstance(found, date) and first and found < first else found


def or_none(said: str, read: Callable[[str], date | None]) -> date | str | None:
    """A day, or `-` where there is none."""
    return NONE if said == NONE else read(said)


def is_in_id(number_: str, id_: str) -> bool:
    """Whether an id holds the figures of a number, as a case file wants it."""
    return (
        f"-{'-'.join(map(_figures, re.findall(r'[0-9]+', number_)))}-" in f"-{'-'.join(map(_figures, id_.split('-')))}-"
    )


def _figures(said: str) -> str:
    return said.lstrip("0") or said


def country(said: str) -> str | None:
    """The code of a country, by its code or its name in English, French or Spanish."""
    code = said.upper()
    if code in COUNTRIES or code == INVENTED:
        return code
    wanted = fold(said), fold(_ARTICLE.sub("", said))
    return next((code for name, code in nations.names() if name in wanted), None)


def name(said: str) -> str | None:
    """Whom it is about, or how a group is described: no title alone, nothing without a letter, no sentence."""
    words = said.split()
    if _TITLE.fullmatch(said) or not re.search(r"[^\W\d_]", said):
        return None
    is_sentence = len(words) > 1 and said[-1] in ".!?" and words[-1][0].islower()
    return None if is_sentence or (len(words) > _LONGEST_NAME and _SAYS.search(said)) else said


def title(said: str) -> str | None:
    """What stands before a family name: Ms, Mme, Dr; a word or two."""
    return said if len(said.split()) <= 2 and re.fullmatch(r"[^\W\d_][^\d_]{0,23}", said) else None  # noqa: PLR2004


def whose(said: str) -> str | None:
    """Somebody who reports or believes something; `-` is nobody who is known."""
    return said if said == NONE or re.search(r"[^\W\d_]", said) else None


def gender(said: str) -> str | None:
    """m, f or x, or g for a group; `h` for a man in French and Spanish."""
    letter = {"h": "m", "w": "f"}.get(said.casefold(), said.casefold())
    return letter if letter in {"m", "f", "x", GROUP} else None


def noun(said: str) -> str | None:
    """The gender of the noun that describes a group."""
    letter = gender(said)
    return None if letter == GROUP else letter


def is_copy(said: str) -> bool | None:
    """Whether an office gets a copy (c), or is written to (t; French: l)."""
    return {"c": True, "t": False, "l": False}.get(said.casefold()[:1])


def one_of(names: Sequence[str]) -> Callable[[str], str | None]:
    """Reads one of a numbered list: by its number, or by its name."""

    def read(said: str) -> str | None:
        if said.isdecimal() and 1 <= int(said) <= len(names):
            return names[int(said) - 1]
        return next((name for name in names if name.casefold() == said.casefold()), None)

    return read


def hedges(said: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """Hedges by their numbers or names; `words` are their names in the person's language. `-` is none."""
    if said == NONE:
        return ()
    known = [one.value for one in Hedge]
    folded = [fold(word) for word in words]
    made: list[str] = []
    for part in filter(None, re.split(r"[\s,;]+", said)):
        if part.isdecimal() and 1 <= int(part) <= len(known):
            made.append(known[int(part) - 1])
        elif part.casefold() in known:
            made.append(part.casefold())
        elif fold(part) in folded:
            made.append(known[folded.index(fold(part))])
        else:
            return None
    return tuple(name for name in known if name in made)


def demand(said: str, language: str) -> str | None:
    """What is asked as an infinitive clause without a full stop; French gets its `de`."""
    typed = said.rstrip(" .;,")
    # Whoever answers begins with the verb, and many with a capital; a name there is seen by what follows it.
    made = clause(typed if typed[:2].isupper() else typed[:1].lower() + typed[1:], language)
    return made if len(made.split()) > 1 and grammar.is_infinitive(made, language) else None


def sentence(said: str) -> str | None:
    """A whole sentence, which ends as one."""
    if len(said.split()) < 3:  # noqa: PLR2004 - a sentence has as many
        return None
    return said if said[-1] in ".!?…”»" else f"{said}."


def place(said: str, sources: Sequence[str]) -> str | None:
    """A source and its paragraph: `3` where there is one source; `2#3`, or `2` alone, where there are several."""
    chosen, mark, paragraph = said.replace(" ", "").partition("#")
    if not mark and len(sources) == 1:
        chosen, paragraph = "1", chosen
    if not (chosen.isdecimal() and 1 <= int(chosen) <= len(sources)) or (mark and not paragraph):
        return None
    if paragraph and not (len(paragraph) <= _LONGEST_LABEL and _LABEL.fullmatch(paragraph)):
        return None
    return f"{sources[int(chosen) - 1]}#{paragraph}" if paragraph else sources[int(chosen) - 1]


def url(said: str) -> str | None:
    """An address on the web, with https:// before it if that was left out."""
    made = said if "://" in said else f"https://{said}"
    return made if re.fullmatch(r"https?://[^\s/@]+\.[^\s/@]+(?:/\S*)?", made) else None


def way(said: str) -> str | None:
    """An e-mail address, or an address on the web."""
    return said if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", said) else url(said)


def case_id(said: str) -> str | None:
    """The id of a case."""
    return said if re.fullmatch(SLUG, said) else None
