"""Write the table of the rules of `ua check` from the program itself: `make docs`; a test compares it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from urgentaction import check, errors
from urgentaction.check import Rule

HEAD = """\
# What `ua check` looks at

Made from the program by `make docs`; `ua check --rules` says the same, in English or French, and `--json` for
programs.

| command | looks at |
|---|---|
| `ua check CASE` | the case, the letter to each main office in each language that it can be written in, and its page |
| `ua check LETTER.json` | a letter saved as JSON, and its page |
| `ua check TEXT.txt --case CASE --to OFFICE` | a letter that somebody wrote by hand (`.txt`, `.md`, `-`) |
| `ua check SIGNERS.csv --for CASE` | each row of a list, the letter of each signer, and how alike the letters are |

An **error** stops a letter: it is not sent (gate 4 of [sending safely](sending-safely.md)), and `ua check` leaves
with exit 3. A **remark** informs: with remarks alone the exit code is 0. In a list of signers anything that is told
of a row is exit 3: somebody has to look at it.

Of a text, what cannot be recognised (a subject, an address, a date, who signs) is said and not guessed at; the rules
that look at it are left out. It is read by its salutation and closing; lists, and sentences that hold a demand word
for word, are what it asks; all else counts as the writer's own words.

`--json` writes one object (`ua schema findings`): rule, severity, where, message, remedy, whether it is silenced and
why.

## A case may silence a rule of style

```toml
[[silenced]]
rule = "subject-length"
why.en = "The office asks for the full titles of all five people in the subject."
```

What the rule finds is still shown, with the reason, and stops nothing; the plan of `ua send` says it too. Rules that
protect the person in danger, the signer or the office are never silenced, nor what a gate looks at or sheet and price
are reckoned with. What an added library says of a case that you or the built-in library have silences nothing.

## How alike the letters are

Letters that are all the same are often counted as one. For a list (`ua send`, `ua draft --signers`, `ua check …
--for`) the plan says how many letters have no word of their own, and how much of a letter stands in others too, on
average. All that a signer does not add is common: salutation and closing among it. What one adds is their own where
no other letter to the same office says the same, case and typography aside. The figure informs; it never stops a
letter, and no program makes letters look different.

## What no program holds

Whether a letter is political, compares governments, tells of family, lawyers or sources, or is in good taste: no list
of words can say. Read it.
"""

TABLES: tuple[tuple[str, Sequence[Rule[Any]]], ...] = (
    ("Rules over a letter", check.LETTER),
    ("Rule over its page", check.PAGE),
    ("Rules over a case", check.CASE),
)


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *(line for title, rules in TABLES for line in _table(title, rules))])


def _table(title: str, rules: Sequence[Rule[Any]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| rule | | what it asks, and why | what to do | a case may silence it |\n|---|---|---|---|---|"
    for rule in rules:
        words = errors.words(rule.words)
        yield f"| `{rule.id}` | {rule.severity} | {words.text} | {words.hint} | {'yes' if rule.silenceable else 'no'} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
