"""The sheet that people sign at a stall: what is asked, who keeps their data, room to write, and the letter itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from urgentaction import errors, grammar
from urgentaction.documents.plain import guard, guard_text
from urgentaction.documents.press import Press, Refusal
from urgentaction.documents.runs import Cutter
from urgentaction.documents.sheet import as_paragraphs, as_runs, spoken
from urgentaction.errors import UserError
from urgentaction.model.letter import Document, Letter

KEPT = 30
"""Days after the end of an action until sheets and lists are destroyed: as long as a ledger keeps texts (design §7)."""

GAP = "\ufffc"
"""What stands for a name that is written in by hand."""

_BELOW = frozenset({"message", "privacy"})
_SIDE = frozenset({"consent"})
_WIDTHS: Mapping[str, float] = {"given": 30, "surname": 36, "street": 62, "postcode": 24, "city": 34, "email": 58}


@dataclass(frozen=True, kw_only=True)
class Stall:
    """What one sheet says.

    `columns` are (our field, its title); `choices` how much of a signer the letters may show; `letters` one for each
    office, unsigned, in the sheet's own language; `sent_in` the languages in which they leave; `group` and `contact`
    are empty where a person writes them in; `notice` is said first (a case that is over).
    """

    language: str
    title: str
    summary: str
    demands: tuple[str, ...]
    offices: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]
    letters: tuple[Letter, ...]
    sent_in: tuple[str, ...] = ()
    group: str = ""
    contact: str = ""
    deadline: date | None = None
    number: str = ""
    notice: str = ""


def pdf(stall: Stall, *, layout: Path, on: date) -> Document:
    """The sheet (A4 landscape, one page) and the letters (for the other side) as PDF/UA-1; `on` dates the file.

    Raises:
        UserError: `stall.too-long` where a text leaves no room to sign; else as `Press.pdf` and `plain.guard`.
    """
    for letter in stall.letters:
        guard(letter)
    for text in (stall.title, stall.summary, *stall.demands, *stall.offices, stall.group, stall.contact, stall.notice):
        guard_text(text)
    try:
        return Press(layout).pdf(_data(stall), on=on)
    except Refusal:
        raise UserError("stall.too-long") from None


def _data(stall: Stall) -> Mapping[str, object]:
    titles = dict(stall.columns)
    above = [field for field, _ in stall.columns if field not in _BELOW | _SIDE]
    return {
        **spoken(stall.language),
        "title": _typed(stall, stall.title),
        "number": stall.number,
        "notice": _typed(stall, stall.notice),
        "summary": _typed(stall, stall.summary),
        "to": _word(stall, "stall.to", offices="; ".join(stall.offices)),
        "asked": _word(stall, "stall.asked"),
        "demands": [_typed(stall, text) for text in stall.demands],
        "consent": _parts(stall, "stall.consent", **_who(stall)),
        "data": [
            {"label": _word(stall, f"stall.{name}-label"), "parts": _parts(stall, f"stall.{name}", **_who(stall))}
            for name in ("keeper", "purpose", "kept", "rights")
        ],
        "columns": [{"title": titles[field], "width": _WIDTHS[field]} for field in above],
        "words": f"{titles['message']} ({_word(stall, 'stall.optional')})" if "message" in titles else None,
        "choices": {"label": _word(stall, "stall.shows"), "of": stall.choices} if len(stall.choices) > 1 else None,
        "signed": [titles.get("consent", ""), _word(stall, "stall.signature")],
        "letters": [_letter(stall, letter) for letter in stall.letters],
    }


def _who(stall: Stall) -> dict[str, object]:
    """Who keeps the data and until when; what is not known is left to be written in."""
    until = "stall.until" if stall.deadline else "stall.until-over"
    ends = grammar.dates(stall.deadline, stall.language) if stall.deadline else ""
    return {
        "group": stall.group or GAP,
        "contact": stall.contact or GAP,
        "days": KEPT,
        "until": errors.message(until, ends=ends, days=KEPT),
        "sent_in": _sent_in(stall),
    }


def _sent_in(stall: Stall) -> errors.Message:
    """That the letter leaves in another language than the sheet's."""
    others = [errors.message(f"drafting.language-{code}") for code in stall.sent_in if code != stall.language]
    return errors.message("stall.sent-in" if others else "stall.sent-as-is", languages=others)


def _letter(stall: Stall, letter: Letter) -> Mapping[str, object]:
    cut = Cutter(letter)
    return {
        "heading": _word(stall, "stall.letter", office=letter.office),
        "subject": as_runs(cut.line(letter.subject)),
        "body": as_paragraphs(cut.paragraphs([p for block in letter.blocks for p in block.paragraphs])),
        "signed": _word(stall, "stall.your-name"),
    }


def _parts(stall: Stall, id_: str, **values: object) -> Sequence[str]:
    """A sentence cut at what is written in by hand: between two parts the layout draws a line."""
    return _word(stall, id_, **values).split(GAP)


def _word(stall: Stall, id_: str, **values: object) -> str:
    return _typed(stall, errors.words(errors.message(id_, **values), stall.language).text)


def _typed(stall: Stall, text: str) -> str:
    return grammar.typography(text, stall.language)
