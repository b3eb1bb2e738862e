"""No bytes and no text make a traceback, and nothing dangerous gets through."""

from __future__ import annotations

import io
import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from urgentaction import signers
from urgentaction.errors import LANGUAGES, Message, UserError, words

TODAY = date(2026, 11, 24)

HEADERS = st.sampled_from(
    ["name", "Nom", "Prénom", "Vorname", "e-mail", "consent", "accord", "date", "case", "street", "Ort", "id",
     "privacy", "message", "country", "groupe", "Groupe", "", "=x", "a\x1bb", "code postal et ville"]
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "2026-11-24", "oui", "ex", "Élise Lefèvre", "a@example.org", "A@EXAMPLE.org", "x\ny", '"', "6000",
         "FR", "=1", "46350", "full", "\ufeff", "LefÃ¨vre", "\x1b[0m", ";", ",;\t"]
    ),
)  # fmt: skip
SEPARATORS = st.sampled_from([",", ";", "\t", "|"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """Sheets that look like sheets, mostly with the columns that are needed, quoted or not."""
    width = draw(st.integers(1, 6))
    header = draw(st.lists(HEADERS, min_size=width, max_size=width))
    if draw(st.booleans()):
        header = ["name", "consent", *header]
    body = draw(st.lists(st.lists(CELLS, max_size=len(header) + 1), max_size=6))
    separator = draw(SEPARATORS)
    quoted = draw(st.booleans())
    lines = [
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if quoted else cell for cell in row)
        for row in [header, *body]
    ]
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return draw(ENDS).join(lines).encode(encoding, errors="replace")


@given(st.binary(max_size=400))
@example(b"name;consent\n\x00;2026-11-24")
@example(b"\xff\xfe\x00")
@example(b"\r")
@example(b'"')
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    _look(data)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    _look(text.encode(errors="replace"))
    _look(("name;consent;message\n" + text).encode(errors="replace"))


@given(sheets())
def test_any_sheet_is_read_or_refused_in_words(data: bytes) -> None:
    _look(data)


def _look(data: bytes) -> None:
    for case, named in (("ex", "ex"), (None, None)):
        try:
            rows = signers.read(io.BytesIO(data), case=case, consent_for=named, today=TODAY)
            _said(rows.remarks)
            lines = [_checked(row) for row in rows]
        except UserError as refusal:
            _said([refusal.message])
        else:
            assert lines == sorted(set(lines))


def _checked(row: signers.Row) -> int:
    assert (row.signer is None) == (row.skipped is not None) == bool(row.faults)
    _said([*row.faults, *row.remarks])
    if row.signer:
        _safe(
            row.signer.name, row.signer.email, row.signer.city, row.signer.postcode, row.signer.message, row.signer.id
        )
        _safe(*row.signer.street.split("\n"), *row.signer.values.values())
        assert re.search(r"[<>@\n]|^[=+-]", row.signer.name) is None
        assert row.signer.email.count("@") <= 1
    return row.line


def _safe(*texts: str) -> None:
    for text in texts:
        assert not re.search("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", text)


def _said(messages: list[Message] | tuple[Message, ...]) -> None:
    """Every message has words in both languages, and shows nothing that a terminal would obey."""
    for message in messages:
        for language in LANGUAGES:
            said = words(message, language)
            assert said.text.replace("\u00a0", " ").replace("\u202f", " ").isprintable()
