"""Headers mean what was meant or are refused; `email`'s own parser is the oracle."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from urgentaction.documents.mime import (
    address,
    base64_lines,
    encoded_words,
    header_safe,
    mailbox_header,
    quoted_printable,
    text_header,
    token_header,
)
from urgentaction.errors import UserError

NO_SURROGATES: tuple[Literal["Cs"]] = ("Cs",)
NAMES = st.text(
    st.one_of(
        st.sampled_from(list(" éÉñß’\"'\\,;:<>@()[].=?_-\u00a0\u202f漢😀\t\r\n\x00\u202e\u2028\u200f")),
        st.characters(exclude_categories=NO_SURROGATES),
    ),
    max_size=90,
)


def parsed(header: bytes) -> EmailMessage:
    for line in header.split(b"\r\n"):
        assert len(line) <= 998
        assert b"\r" not in line
        assert b"\n" not in line
    message = email.message_from_bytes(header + b"\r\nbody\r\n", policy=email.policy.default)
    assert len(message.keys()) == 1
    assert message.get_content() == "body\r\n"
    return message


def attempt(make: Callable[..., bytes], field: str, *values: str) -> bytes | None:
    """The header, or None where it was refused for its field."""
    try:
        return make(field, *values)
    except UserError as refused:
        if refused.message.values != {"field": field}:
            raise
        return None


def phrase(header: bytes) -> str:
    """The name; in several encoded words by the older decoder (3.11's newer one keeps the space between them)."""
    written = header.decode().partition(":")[2].rpartition("<")[0].strip().replace("\r\n", "")
    if written.count("=?utf-8?") > 1:
        return str(make_header(decode_header(written)))
    return mailbox(header, "From").display_name


def mailbox(header: bytes, field: str) -> Address:
    value = parsed(header)[field]
    assert len(value.addresses) == 1
    found: Address = value.addresses[0]
    return found


@given(subject=NAMES)
@example(subject="=?UTF-8?Q?=0A?=Bcc: evil@example.org")
@example(subject="a\nBcc: evil@example.org")
@example(subject="Extradition imminente de Mme\u00a0Leïla Haddad –\u00a0risque de torture" * 4)
@example(subject="word " * 40)
@example(subject="x" * 300)
@example(subject=" two  spaces ")
@example(subject="")
def test_a_subject_is_refused_or_reads_as_it_was_meant(subject: str) -> None:
    header = attempt(text_header, "Subject", subject)
    if header is None:
        return
    assert max(map(len, header.split(b"\r\n"))) <= 76
    assert parsed(header)["Subject"] == subject.replace("\u202f", "\u00a0")


@given(name=NAMES)
@example(name="Élise Lefèvre-Dubois")
@example(name="Dubois, Élise")
@example(name="Dubois, Elise")
@example(name='Elise "La" Dubois')
@example(name="Elise\\")
@example(name="M. Dubois")
@example(name="evil@example.org")
@example(name="evil@example.org>, <other@example.org")
@example(name="=?utf-8?q?a?=")
@example(name="a" * 200)
@example(name="Élise " * 30)
@example(name="undisclosed-recipients:;")
@example(name="")
def test_a_name_is_refused_or_reads_as_it_was_meant(name: str) -> None:
    header = attempt(mailbox_header, "From", name, "elise@example.org")
    if header is None:
        return
    assert max(map(len, header.split(b"\r\n"))) <= 76
    assert b"elise@example.org" in header
    assert mailbox(header, "From").addr_spec == "elise@example.org"
    assert phrase(header) == name.replace("\u202f", "\u00a0")


@pytest.mark.parametrize("trick", [*"\r\n\0\x1b\x85\u2028\u202e\u200f\ufeff", "=?"])
def test_a_trick_in_a_header_is_refused_with_its_field(trick: str) -> None:
    with pytest.raises(UserError) as caught:
        header_safe("Reply-To", f"a{trick}b")
    assert caught.value.message.id == "documents.header-unsafe"
    assert "Reply-To" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("elise@example.org", "elise@example.org"),
        ("e.l+tag_1'x@sub.example.org", "e.l+tag_1'x@sub.example.org"),
        ("elise@localhost", "elise@localhost"),
        ("elise@éclair.example", "elise@xn--clair-9ra.example"),
        ("élise@example.org", "élise@example.org"),
        ("丽@例子.example", "丽@xn--fsqu00a.example"),
    ],
)
def test_one_plain_address_is_taken_its_domain_in_ascii(written: str, meant: str) -> None:
    assert address("To", written) == meant


@pytest.mark.parametrize(
    "trick",
    [
        *("", "elise", "@example.org", "elise@", "a@b@c.example", "<a@b.example>", "Élise <a@b.example>"),
        *("a@b.c, evil@e.example", "a@b.c evil@e.example", "a@b.c;d@e.f", "a,b@example.org", "a@b,c.example"),
        *('"a b"@example.org', "a..b@example.org", ".a@example.org", "a.@example.org", "a(c)@example.org"),
        *(
            "a:b@example.org",
            "a@[127.0.0.1]",
            "a@-b.example",
            "a@b-.example",
            "a@b..c",
            "a@.b",
            "a@b.",
            "a@\u2028.example",
        ),
        *("a@b\n", "a\n@b.example", "a@b.example\r\nBcc: c@d.e", "=?utf-8?q?a?=@example.org", "a@exam ple.org"),
        *("a\u202e@example.org", "a\u200b@example.org", "x" * 65 + "@example.org", "a@" + "b." * 130 + "example"),
    ],
)
def test_anything_else_is_refused(trick: str) -> None:
    with pytest.raises(UserError) as caught:
        address("To", trick)
    assert caught.value.message.id == "documents.address-invalid"
    assert '"To"' in str(caught.value)


@given(local=st.text(max_size=20), domain=st.text(max_size=20))
def test_what_is_taken_as_an_address_reads_as_that_address(local: str, domain: str) -> None:
    try:
        spec = address("To", f"{local}@{domain}")
    except UserError:
        return
    if not spec.isascii():
        assert not spec.partition("@")[0].isascii()
        return
    assert mailbox(mailbox_header("To", "", spec), "To").addr_spec == spec
    assert mailbox(mailbox_header("To", "É, x", spec), "To").addr_spec == spec


@pytest.mark.parametrize("value", ["<a@b.c>\r\nBcc: x@y.z", "a@b.c", "<a b@c.d>", "<@c.d>", "<a@>", "<=?a@b>", ""])
def test_a_message_id_has_its_shape(value: str) -> None:
    with pytest.raises(UserError):
        token_header("Message-ID", value)
    assert token_header("Message-ID", "<k-1.2@example.org>") == b"Message-ID: <k-1.2@example.org>\r\n"


@pytest.mark.parametrize("value", ["fr\r\n", "", "français", "fr_FR"])
def test_a_language_has_its_shape(value: str) -> None:
    with pytest.raises(UserError):
        token_header("Content-Language", value)
    assert token_header("Content-Language", "pt-BR") == b"Content-Language: pt-BR\r\n"


@given(
    text=st.text(st.characters(exclude_categories=NO_SURROGATES), min_size=1, max_size=200), first=st.integers(40, 90)
)
def test_encoded_words_keep_their_length(text: str, first: int) -> None:
    words = encoded_words(text, first=first)
    assert len(words[0]) <= min(first, 75)
    assert max(map(len, words)) <= 75


@given(text=st.text(st.characters(exclude_characters="\r\n", exclude_categories=NO_SURROGATES), max_size=300))
@example(text="From here, a line. And spaces at the end   ")
@example(text=".")
@example(text="=20=")
def test_quoted_printable_reads_back(text: str) -> None:
    body = quoted_printable(text + "\n")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    message = email.message_from_bytes(head + body, policy=email.policy.default)
    decoded = message.get_payload(decode=True)
    assert isinstance(decoded, bytes)
    assert decoded.decode() == text + "\r\n"


def test_base64_is_in_lines_of_76() -> None:
    lines = base64_lines(bytes(range(256))).split(b"\r\n")
    assert {len(line) for line in lines[:-2]} == {76}
    assert lines[-1] == b""
