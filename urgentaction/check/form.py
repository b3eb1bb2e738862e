"""Rules on how a letter is addressed and set: salutation and closing, blanks, stray characters, address, subject."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from urgentaction import address, grammar
from urgentaction.check.reading import Passage, clause, everything, passages, plain, says
from urgentaction.check.rules import Said, Seen, say
from urgentaction.model.authority import Origin
from urgentaction.model.case import reference_for
from urgentaction.model.letter import Part

SUBJECT_MOST = 100
"""Characters of a subject; longer ones are cut off in most mail programs, and on paper take a second line."""

SUBJECT_FINE = 78
"""Characters of a header line that RFC 5322 §2.1.1 recommends."""

_REPEATING = frozenset({"fr"})
PLACEHOLDER = re.compile(r"\[[^\[\]]*\]|\{\{|\}\}|\{%|%\}|\bTODO\b|\bXXX+\b")
_SIGNED = frozenset({"sender", "signature"})
_SPACES = re.compile(r"[ \u00a0\u202f]{2,}")
_MARKS = "\u061c\u200c\u200d\u200e\u200f"
_FAR = range(0x0590, 0x1E00)
"""Hebrew, Arabic, the scripts of India and South-East Asia: joiners and direction marks belong to their spelling."""


def salutation(seen: Seen) -> Iterator[Said]:
    """The salutation is the office's form of address in this language, for who held it on the letter's date."""
    forms = seen.authority.salutation.get(seen.language)
    if forms is None:
        return
    said = [clause(passage.text) for passage in passages(seen.letter, Part.SALUTATION)]
    gender = seen.authority.gender_on(seen.letter.dated)
    fitting = (forms.for_(gender), forms.any) if gender else (forms.m, forms.f, forms.any)
    if len(said) != 1 or said[0] not in {clause(form) for form in fitting if form}:
        yield say("salutation", where="salutation", form=forms.for_(gender))


def salutation_neutral(seen: Seen) -> Iterator[Said]:
    """The form of address is that of the office or of its role, not one for anybody."""
    source = seen.authority.forms.get(seen.language)
    if source and source.origin is Origin.NEUTRAL:
        yield say("salutation-neutral", where="salutation", role=seen.authority.role.value)


def salutation_known(seen: Seen) -> Iterator[Said]:
    """The directory has a form of address for the office in this language."""
    if seen.language not in seen.authority.salutation:
        yield say("salutation-unknown", where="salutation", office=seen.authority.id)


def closing(seen: Seen) -> Iterator[Said]:
    """The closing is the office's."""
    form = seen.authority.closing.get(seen.language, "")
    text = _closing(seen)
    if not text or clause(form) not in text:
        yield say("closing", where="closing", form=form)


def closing_repeats(seen: Seen) -> Iterator[Said]:
    """In French the closing repeats the salutation word for word."""
    if seen.language not in _REPEATING:
        return
    text = _closing(seen)
    for passage in passages(seen.letter, Part.SALUTATION):
        if clause(passage.text) not in text:
            yield say("closing-repeats", where="closing", form=passage.text.rstrip(", "))


def gaps(seen: Seen) -> Iterator[Said]:
    """Nothing is left blank: such a letter can be looked at, not sent."""
    if seen.letter.gaps:
        yield say("gaps", count=len(seen.letter.gaps))


def placeholders(seen: Seen) -> Iterator[Said]:
    """No placeholder of a template or a draft is left; the blanks of an unsigned letter are `gaps`."""
    for passage in everything(seen.letter):
        left = PLACEHOLDER.search(passage.text)
        if left and not (seen.letter.gaps and passage.where in _SIGNED):
            yield say("placeholder", where=passage.where, text=left.group())


def characters(seen: Seen) -> Iterator[Said]:
    """No control, direction, zero-width or unassigned character: a reader would not see it, a printer might."""
    for passage in everything(seen.letter):
        yield from stray(passage)


def stray(passage: Passage) -> Iterator[Said]:
    """The characters of one text that nobody can see."""
    if passage.text.replace(grammar.NO_BREAK, " ").replace(grammar.NARROW, " ").isprintable():
        return
    spelt = _MARKS if any(ord(sign) in _FAR and sign.isalpha() for sign in passage.text) else ""
    for sign in passage.text:
        if _invisible(sign) and sign not in spelt:
            yield say("character", where=passage.where, code=f"U+{ord(sign):04X}", name=_name(sign))


def subject(seen: Seen) -> Iterator[Said]:
    """There is a subject."""
    if not seen.letter.subject.strip():
        yield say("no-subject", where="subject")


def subject_length(seen: Seen) -> Iterator[Said]:
    """A subject that is not cut off."""
    length = len(seen.letter.subject)
    if length > SUBJECT_MOST:
        yield say("subject-long", where="subject", length=length, limit=SUBJECT_MOST)


def subject_line(seen: Seen) -> Iterator[Said]:
    """A subject that fits one line of a mail's header."""
    length = len(seen.letter.subject)
    if SUBJECT_FINE < length <= SUBJECT_MOST:
        yield say("subject-long", where="subject", length=length, limit=SUBJECT_FINE)


def reference(seen: Seen) -> Iterator[Said]:
    """The subject carries the office's own file number where the case has one; without it a registry must search."""
    number = reference_for(seen.case, seen.authority.id)
    if number and not says(seen.letter.subject, number):
        yield say("reference", where="subject", number=number)


def recipient(seen: Seen) -> Iterator[Said]:
    """A French address keeps the norm: six lines and the country, 38 characters each; elsewhere the page tells."""
    postal = seen.authority.postal
    if not address.is_bound(postal.country if postal else seen.authority.country):
        return
    lines = seen.letter.recipient
    named = len(lines) > address.LINES and lines[-1].isupper() and not any(sign.isdigit() for sign in lines[-1])
    if len(lines) - named > address.LINES:
        over = lines[address.LINES]
        yield say("address-lines", where="recipient", count=len(lines), limit=address.LINES, line=over)
    for line in lines:
        if len(line) > address.WIDTH:
            yield say("address-width", where="recipient", line=line, limit=address.WIDTH)


def spacing(seen: Seen) -> Iterator[Said]:
    """No double space, no empty paragraph."""
    for passage in passages(seen.letter):
        if not passage.text.strip():
            yield say("empty-paragraph", where=passage.where)
        elif _SPACES.search(passage.text):
            yield say("double-space", where=passage.where)


def typeset(seen: Seen) -> Iterator[Said]:
    """Typography as the language has it; what a person changed by hand may miss a no-break space."""
    wrong = {p.where for p in passages(seen.letter) if grammar.typography(p.text, seen.language) != p.text}
    for where in sorted(wrong):
        yield say("typography", where=where)


def _closing(seen: Seen) -> str:
    return plain(" ".join(passage.text for passage in passages(seen.letter, Part.CLOSING)))


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _name(sign: str) -> str:
    return unicodedata.name(sign, "control character").lower()
