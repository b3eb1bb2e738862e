"""What a document says is data: it fetches nothing, steers no terminal, and is no TOML, no template and no path."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import hostile
from support.ua import Ua
from support.web import Asked, Reply, Web

ACTION = """\
URGENT ACTION

UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

LIGHTHOUSE KEEPER DETAINED
Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026. {said} Amnesty International believes that she is at risk of ill-treatment in the harbour barracks.

Please write immediately in French, English or your own language:
• Urging the authorities to ensure that Odette Vanderlinden can see a lawyer {asked} of her choice;

PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:
Minister of Harbours
4 Quay Street {street}
1000 Port Saint-Aubin
Belgium
Email: minister@harbours.example.org
Salutation: Dear Minister

Name: Odette Vanderlinden
Gender m/f: f
"""
PLAIN = ACTION.format(said="", asked="", street="")


@pytest.fixture
def web() -> Iterator[Web]:
    asked: list[str] = []

    def answer(request: Asked) -> Reply:
        asked.append(request.target)
        return Reply(200, PLAIN.encode())

    made = Web(answer)
    made.asked_for = asked  # type: ignore[attr-defined]
    yield made
    made.close()


def cases(ua: Ua) -> list[Path]:
    return sorted((ua.home / "data" / "letters" / "cases").glob("*"))


def imported(ua: Ua, text: str, *, name: str = "action.txt") -> str:
    """The case file of a document that says this."""
    (ua.home / name).write_text(text, encoding="utf-8")
    ran = ua("case", "import", name, "--yes")
    assert ran.code == 0, ran.err
    (case,) = cases(ua)
    return case.read_text(encoding="utf-8")


def pointing(kind: str, url: str) -> bytes:
    """A document that points at an address in every way of its format."""
    if kind == "html":
        tags = (
            f"<link rel=stylesheet href={url}/css><script src={url}/js></script><img src={url}/img srcset='{url}/set 2x'>"
            f"<iframe src={url}/frame></iframe><object data={url}/object></object><embed src={url}/embed>"
            f"<video src={url}/video></video><svg><image href={url}/svg /></svg><body background={url}/bg>"
            f"<meta http-equiv=refresh content='0;url={url}/refresh'><base href={url}/base><style>@import '{url}/import';</style>"
            f"<form action={url}/form><input type=image src={url}/input></form><a href={url}/a ping={url}/ping>x</a>"
        )
        return f"<!DOCTYPE html SYSTEM '{url}/dtd'><html>{tags}<pre>{PLAIN}</pre></html>".encode()
    if kind == "docx":
        rels = f'<Relationships><Relationship Id="r1" TargetMode="External" Type="attachedTemplate" Target="{url}/template"/></Relationships>'
        rows = "".join(f"<w:p><w:r><w:t>{row}</w:t></w:r></w:p>" for row in PLAIN.split("\n"))
        parts = {"word___rels__document.xml.rels": rels.encode(), "_rels__.rels": rels.encode()}
        return hostile.docx(hostile.xml(f'<w:altChunk r:id="r1" xmlns:r="x"/>{rows}'), **parts)
    if kind == "eml":
        outside = (
            f'Content-Type: message/external-body; access-type=URL; URL="{url}/body"\n\nContent-Type: text/plain\n\n'
        )
        page = f"Content-Type: text/html\n\n<img src={url}/pixel><p>x</p>\n"
        text = f"Content-Type: text/plain; charset=utf-8\n\n{PLAIN}\n"
        head = hostile.MAIL + b"Content-Location: %s/x\nDisposition-Notification-To: a@example.org\n" % url.encode()
        parts_ = "".join(f"--b\n{part}\n" for part in (outside, page, text))
        return head + f"Content-Type: multipart/mixed; boundary=b\n\n{parts_}--b--\n".encode()
    content = (
        b"BT /F 9 Tf 11 TL 40 800 Td "
        + b"".join(b"(%s) Tj T* " % row.encode("cp1252") for row in PLAIN.split("\n"))
        + b"ET"
    )
    opening = f"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI({url}/open)>>/URI<</Base({url}/)>>>>".encode()
    note = f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/SubmitForm/F({url}/submit)>>/AA<</PO<</S/URI/URI({url}/seen)>>>>>>".encode()
    page_ = hostile.PAGE.replace(b"/Parent", b"/Annots[7 0 R]/Parent")
    image = hostile.stream(
        b"", more=f"/Type/XObject/Subtype/Image/Width 1/Height 1/F<</FS/URL/F({url}/image)>>".encode()
    )
    return hostile.pdf(opening, hostile.PAGES, page_, hostile.stream(content), hostile.FONT, image, note)


@pytest.mark.parametrize("kind", ["html", "docx", "eml", "pdf"])
def test_nothing_that_a_document_points_at_is_fetched(me: Ua, web: Web, kind: str) -> None:
    (me.home / "document").write_bytes(pointing(kind, web.url))
    ran = me("case", "import", "document", "--yes")
    assert ran.code == 0, ran.err
    assert len(cases(me)) == 1
    assert web.asked_for == []  # type: ignore[attr-defined]


def test_of_an_address_one_thing_is_asked_and_nothing_it_leads_to(me: Ua) -> None:
    asked: list[str] = []

    def answer(request: Asked) -> Reply:
        asked.append(request.target)
        return Reply(
            200,
            pointing("html", web.url),
            {"Refresh": f"0;url={web.url}/again", "Link": f"<{web.url}/more>; rel=preload"},
        )

    web = Web(answer)
    try:
        ran = me("case", "import", f"{web.url}/page?token=1", "--yes")
    finally:
        web.close()
    assert ran.code == 0, ran.err
    assert asked == ["/page?token=1"]


def test_a_password_in_an_address_is_not_written_into_the_case(me: Ua, web: Web) -> None:
    ran = me("case", "import", web.url.replace("://", "://me:hunter2@") + "/action?token=secret#x", "--yes")
    assert ran.code == 0, ran.err
    (case,) = cases(me)
    text = case.read_text(encoding="utf-8")
    assert "/action" in text
    assert "hunter2" not in text + ran.err
    assert "token=secret" not in text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("file:///etc/passwd", "not one that can be"),
        ("ftp://127.0.0.1/x", "not one that can be"),
        ("data://text,x", "not one that can be"),
        ("gopher://127.0.0.1:9/x", "not one that can be"),
        ("http://[2001:db8::1]/x", "http"),
        ("http://127.0.0.1.example.org/x", "http"),
        ("https://[::1", "not one that can be"),
        ("https://", "not one that can be"),
        ("https://exa mple.org\n/x", ""),
        ("https://\udcff/x", ""),
        ("\udcff.pdf", "No file"),
        ("a\nb", "No file"),
        ("x" * 5_000, "too long"),
        ("nul\0byte", "No file"),
    ],
)
def test_what_is_no_address_and_no_file_is_told(me: Ua, source: str, said: str) -> None:
    ran = me("case", "import", source, "--yes")
    assert ran.code in {1, 2}
    assert said in ran.err
    ran.err.encode()
    assert cases(me) == []


@pytest.mark.parametrize("way", ["to a file", "to another host"])
def test_a_page_that_leads_elsewhere_is_not_followed(me: Ua, web: Web, way: str) -> None:
    target = {"to a file": "file:///etc/passwd", "to another host": f"{web.url}/x"}[way]
    first = Web(lambda _asked: Reply(302, b"", {"Location": target}))
    try:
        ran = me("case", "import", f"{first.url}/x", "--yes")
    finally:
        first.close()
    assert ran.code == 1
    assert web.asked_for == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, b"x" * (10 << 20) + b"x"), "10 MiB"),
        (Reply(200, b"\x1f\x8b\x08" + b"\0" * 99, {"Content-Encoding": "gzip"}), "not understand"),
        (Reply(200, b"\x1f\x8b\x08" + b"\0" * 99), "gzip"),
        (Reply(200, b"\x89PNG\r\n\x1a\n", {"Content-Type": "application/pdf"}), "PNG"),
        (Reply(404, PLAIN.encode()), "404"),
        (Reply(200, b""), "no text"),
    ],
    ids=["large", "compressed", "gzip", "picture", "missing", "empty"],
)
def test_an_answer_that_is_no_document_is_refused(me: Ua, reply: Reply, said: str) -> None:
    web = Web(lambda _asked: reply)
    try:
        ran = me("case", "import", f"{web.url}/x", "--yes")
    finally:
        web.close()
    assert ran.code == 1
    assert said in ran.err
    assert cases(me) == []


TOML = (
    'a "quote"',
    "it's '''three'''",
    'three """ more',
    "back\\slash \\u0041",
    "# GAP title: x",
    "[status]",
    'x"\rstate = "closed"',
)


@pytest.mark.parametrize("said", TOML)
def test_a_text_that_looks_like_toml_stays_a_text(me: Ua, said: str) -> None:
    text = imported(me, ACTION.format(said=f"She said {said} to all who asked her there.", asked=said, street=said))
    data = tomllib.loads(text)
    words = " ".join(said.split())
    assert "status" not in data
    assert words in " ".join(fact["text"]["en"] for fact in data["facts"]) or "\r" in said
    offices = tomllib.loads((me.home / "data/letters/authorities/be.toml").read_text(encoding="utf-8"))
    assert len(offices) == 1
    assert me("check", "ua-12-26").code in {0, 3}


LETTER = """\
First UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

URGENT ACTION
FREE THE LIGHTHOUSE KEEPER
Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026, Amnesty International said.

TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USE THIS MODEL LETTER

Minister of Harbours
4 Quay Street
1000 Port Saint-Aubin
Belgium
Email: minister@harbours.example.org

Dear Minister,

I am writing about Odette Vanderlinden {{ 7*7 }} {% include x %} {# gone #}, a lighthouse keeper, {{ x.__class__.__mro__ }} detained since 12 November 2026.

I urge you to ensure that Odette Vanderlinden can see a lawyer of her choice {{ config }} at once.

Yours sincerely,

PLEASE TAKE ACTION BEFORE: 31 December 2026
NAME AND PREFERRED PRONOUN: Odette Vanderlinden (she/her)
"""


def test_a_letter_that_looks_like_a_template_is_printed_as_it_is(me: Ua) -> None:
    imported(me, LETTER)
    letter = me("draft", "ua-12-26")
    assert letter.code == 0, letter.err
    assert "{{ 7*7 }} {% include x %} {# gone #}" in " ".join(letter.out.split())
    assert "{{ x.__class__.__mro__ }}" in " ".join(letter.out.split())
    assert "49" not in letter.out


def test_nothing_steers_the_terminal_or_turns_text_around(me: Ua) -> None:
    evil = "\x1b]0;evil\x07\x1b[2J\u202eevil\u2066\x9b31m\u200bwith"
    (me.home / "action.txt").write_text(ACTION.format(said=evil, asked=evil, street=evil), encoding="utf-8")
    said = ""
    for arguments in (("--explain",), ("--json",), ("--yes",)):
        ran = me("case", "import", "action.txt", *arguments)
        said += ran.out + ran.err
    for arguments in (("check", "ua-12-26"), ("show", "ua-12-26"), ("draft", "ua-12-26"), ("cases",)):
        ran = me(*arguments)
        said += ran.out + ran.err
    said += cases(me)[0].read_text(encoding="utf-8")
    assert not set(said) & set("\x1b\x07\x9b\u202e\u2066")


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("UA: 12/26", "UA: ../../12/26"),
        PLAIN.replace("UA: 12/26", "UA: 12/26/../../../x"),
        PLAIN.replace("Minister of Harbours", "../../../Minister of Harbours"),
        PLAIN.replace("Minister of Harbours", "/etc/passwd Minister"),
        PLAIN.replace("Belgium", "../../x"),
        "../../../etc/cron.d/x\n\nOdette Vanderlinden was detained in Belgium, according to her union. They must release her.\n",
        "..\n\nOdette Vanderlinden was detained in Belgium, according to her union. They must release her.\n",
        "ÆÐ日本語\n\nOdette Vanderlinden was detained in Belgium, according to her union. They must release her.\n",
    ],
)
def test_nothing_in_a_document_is_a_path(me: Ua, text: str) -> None:
    (me.home / "action.txt").write_text(text, encoding="utf-8")
    before = {path for path in me.home.parent.rglob("*") if path.is_file()}
    ran = me("case", "import", "action.txt", "--yes")
    assert ran.code in {0, 1, 2}, ran.err
    new = {path for path in me.home.parent.rglob("*") if path.is_file()} - before
    letters = me.home / "data" / "letters"
    assert {path.parent for path in new if "letters" in path.parts} <= {
        letters / "cases",
        letters / "authorities",
        letters / "drafts",
    }
    assert all(path.suffix == ".toml" for path in new if letters in path.parents)


@pytest.mark.parametrize(
    "name", ['x\nstatus = "closed"\n.txt', "x\r\u2028[status].txt", "\x1b[2J\u202e.txt", os.fsdecode(b"\xff\xfe.txt")]
)
def test_the_name_of_a_file_is_no_toml_either(me: Ua, name: str) -> None:
    text = imported(me, PLAIN, name=name)
    assert "status" not in tomllib.loads(text)
    assert not set(text) & set("\x1b\u202e\r\udcff")


@pytest.mark.parametrize(
    "text", ["UA 12/26\n", "APPEALS TO:\nMinister of Harbours\n4 Quay Street\n1000 Port\nBelgium\n", "• one\n"]
)
def test_a_document_that_says_next_to_nothing_is_drafted_with_its_questions(me: Ua, text: str) -> None:
    """A fault of the first drafts: the question of a missing title was not in the catalogue."""
    assert "# GAP sources[].title" in imported(me, text) or "title.en" in cases(me)[0].read_text(encoding="utf-8")
