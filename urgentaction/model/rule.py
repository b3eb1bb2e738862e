"""The rules of `ua check` by name, and which of them a case may silence (docs/checks.md is made from them)."""

from __future__ import annotations

from enum import StrEnum


class RuleId(StrEnum):
    """What a finding says was broken: rules over a letter, over its page, over a case."""

    CASE = "case"
    OVER = "over"
    LATE = "late"
    GAPS = "gaps"
    PLACEHOLDERS = "placeholders"
    SIGNATURE = "signature"
    SALUTATION = "salutation"
    SALUTATION_KNOWN = "salutation-known"
    SALUTATION_NEUTRAL = "salutation-neutral"
    PEOPLE = "people"
    PEOPLE_SOME = "people-some"
    NAME_AGAIN = "name-again"
    HEDGES = "hedges"
    FACTS = "facts"
    FACTS_KEPT = "facts-kept"
    LAW = "law"
    LAW_DATES = "law-dates"
    DEMANDS = "demands"
    OWN_DEMAND = "own-demand"
    COURT_OUTCOME = "court-outcome"
    COURT_REPLY = "court-reply"
    GUILT = "guilt"
    REPLY = "reply"
    CLOSING = "closing"
    CLOSING_REPEATS = "closing-repeats"
    FORBIDDEN = "forbidden"
    COURTESY = "courtesy"
    ATTACHMENTS = "attachments"
    LENGTH = "length"
    SUBJECT = "subject"
    SUBJECT_LENGTH = "subject-length"
    SUBJECT_LINE = "subject-line"
    REFERENCE = "reference"
    ADDRESS = "address"
    CHARACTERS = "characters"
    SPACING = "spacing"
    TYPOGRAPHY = "typography"
    LANGUAGE = "language"
    LANGUAGE_OWN = "language-own"
    OWN_WORDS = "own-words"
    PAGES = "pages"
    DEADLINE = "deadline"
    DEADLINE_NEAR = "deadline-near"
    LOOKED_AT = "looked-at"
    LOOKED_AT_DATE = "looked-at-date"
    CONTACTS = "contacts"
    CHANNELS = "channels"
    TARGETS = "targets"
    DEMAND_FORM = "demand-form"
    COURT_DEMANDS = "court-demands"
    CASE_HEDGES = "case-hedges"
    CASE_FORBIDDEN = "case-forbidden"
    CASE_LAW = "case-law"
    LAW_CHOICE = "law-choice"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    CASE_CHARACTERS = "case-characters"
    CASE_PLACEHOLDERS = "case-placeholders"
    CASE_LANGUAGE = "case-language"


SILENCEABLE = frozenset(
    {
        RuleId.SALUTATION_KNOWN,
        RuleId.SALUTATION_NEUTRAL,
        RuleId.REFERENCE,
        RuleId.PEOPLE_SOME,
        RuleId.NAME_AGAIN,
        RuleId.OWN_DEMAND,
        RuleId.GUILT,
        RuleId.REPLY,
        RuleId.SUBJECT_LENGTH,
        RuleId.SUBJECT_LINE,
        RuleId.SPACING,
        RuleId.TYPOGRAPHY,
        RuleId.LANGUAGE,
        RuleId.LANGUAGE_OWN,
        RuleId.OWN_WORDS,
        RuleId.CHANNELS,
        RuleId.DEMAND_FORM,
        RuleId.LAW_CHOICE,
        RuleId.SUMMARY,
        RuleId.DESCRIPTION,
        RuleId.CASE_LANGUAGE,
    }
)
"""Rules of style, which a case may have a reason to break.

The others protect somebody who is not asked: the person in danger (demands, hedges, what is kept out of letters), whom
papers name (attachments), the signer (name, gaps, consent to just this), the office (courtesy, its form of address, a
court's independence); or a gate looks at the same (deadline, looks, contacts); or sheet, window and price are reckoned
with it (page, address).
"""
