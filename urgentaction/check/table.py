"""Every rule, with its name and severity: over a letter, over its page, over a case. A new rule is a row here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from urgentaction.check import cases, content, facts, form, hedges, tone, who
from urgentaction.check.cases import SeenCase
from urgentaction.check.rules import Rule, Said, Seen, say
from urgentaction.model.finding import Severity
from urgentaction.model.letter import Document, Letter
from urgentaction.model.rule import RuleId

ERROR, REMARK = Severity.ERROR, Severity.REMARK

LETTER: tuple[Rule[Seen], ...] = (
    Rule(RuleId.CASE, ERROR, content.same_case),
    Rule(RuleId.OVER, ERROR, content.over),
    Rule(RuleId.LATE, ERROR, content.late),
    Rule(RuleId.GAPS, ERROR, form.gaps),
    Rule(RuleId.PLACEHOLDERS, ERROR, form.placeholders),
    Rule(RuleId.SALUTATION, ERROR, form.salutation),
    Rule(RuleId.SALUTATION_KNOWN, REMARK, form.salutation_known),
    Rule(RuleId.SALUTATION_NEUTRAL, REMARK, form.salutation_neutral),
    Rule(RuleId.PEOPLE, ERROR, who.people),
    Rule(RuleId.PEOPLE_SOME, REMARK, who.some_people),
    Rule(RuleId.NAME_AGAIN, REMARK, who.name_again),
    Rule(RuleId.HEDGES, ERROR, hedges.hedges_kept),
    Rule(RuleId.FACTS, ERROR, facts.dated),
    Rule(RuleId.FACTS_KEPT, ERROR, facts.kept),
    Rule(RuleId.LAW, ERROR, content.law),
    Rule(RuleId.LAW_DATES, ERROR, content.law_dates),
    Rule(RuleId.DEMANDS, ERROR, content.demands),
    Rule(RuleId.OWN_DEMAND, REMARK, tone.own_demand),
    Rule(RuleId.COURT_OUTCOME, ERROR, tone.outcome),
    Rule(RuleId.COURT_REPLY, ERROR, content.court_reply),
    Rule(RuleId.GUILT, REMARK, tone.guilt),
    Rule(RuleId.REPLY, REMARK, content.reply),
    Rule(RuleId.CLOSING, ERROR, form.closing),
    Rule(RuleId.CLOSING_REPEATS, ERROR, form.closing_repeats),
    Rule(RuleId.FORBIDDEN, ERROR, tone.forbidden),
    Rule(RuleId.COURTESY, ERROR, tone.courtesy),
    Rule(RuleId.ATTACHMENTS, REMARK, tone.attachments),
    Rule(RuleId.LENGTH, ERROR, content.length),
    Rule(RuleId.SUBJECT, ERROR, form.subject),
    Rule(RuleId.SUBJECT_LENGTH, ERROR, form.subject_length),
    Rule(RuleId.SUBJECT_LINE, REMARK, form.subject_line),
    Rule(RuleId.REFERENCE, REMARK, form.reference),
    Rule(RuleId.ADDRESS, ERROR, form.recipient),
    Rule(RuleId.CHARACTERS, ERROR, form.characters),
    Rule(RuleId.SIGNATURE, ERROR, who.signature),
    Rule(RuleId.SPACING, REMARK, form.spacing),
    Rule(RuleId.TYPOGRAPHY, REMARK, form.typeset),
    Rule(RuleId.LANGUAGE, REMARK, content.language),
    Rule(RuleId.LANGUAGE_OWN, REMARK, content.language_own),
    Rule(RuleId.OWN_WORDS, REMARK, content.own_words),
)

CASE: tuple[Rule[SeenCase], ...] = (
    Rule(RuleId.DEADLINE, ERROR, cases.deadline),
    Rule(RuleId.DEADLINE_NEAR, REMARK, cases.deadline_near),
    Rule(RuleId.LOOKED_AT, REMARK, cases.looked_at),
    Rule(RuleId.LOOKED_AT_DATE, ERROR, cases.looked_at_date),
    Rule(RuleId.CONTACTS, REMARK, cases.contacts),
    Rule(RuleId.CHANNELS, REMARK, cases.channels),
    Rule(RuleId.TARGETS, ERROR, cases.targets),
    Rule(RuleId.DEMAND_FORM, ERROR, cases.demand_form),
    Rule(RuleId.COURT_DEMANDS, ERROR, cases.courts),
    Rule(RuleId.CASE_HEDGES, ERROR, cases.hedges),
    Rule(RuleId.CASE_FORBIDDEN, ERROR, cases.forbidden),
    Rule(RuleId.CASE_LAW, ERROR, cases.law),
    Rule(RuleId.LAW_CHOICE, REMARK, cases.law_choice),
    Rule(RuleId.SUMMARY, REMARK, cases.summary),
    Rule(RuleId.DESCRIPTION, REMARK, cases.description),
    Rule(RuleId.CASE_CHARACTERS, ERROR, cases.characters),
    Rule(RuleId.CASE_PLACEHOLDERS, ERROR, cases.placeholders),
    Rule(RuleId.CASE_LANGUAGE, REMARK, cases.language),
)


@dataclass(frozen=True)
class SeenPage:
    """A letter's document beside the letter."""

    document: Document
    letter: Letter


def one_page(seen: SeenPage) -> Iterator[Said]:
    """The letter is one page; one with the address alone (`covers`) is not counted."""
    pages = (seen.document.pages or 1) - seen.document.covers
    if pages > 1:
        yield say("pages", count=pages, words=seen.letter.words)


PAGE: tuple[Rule[SeenPage], ...] = (Rule(RuleId.PAGES, ERROR, one_page),)
