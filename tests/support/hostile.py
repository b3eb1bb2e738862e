"""Documents that somebody made to do harm, by format: each a function of chance, so that a seed tells which it was."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping

Make = Callable[[random.Random], bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PART = "word/document.xml"


def how_many(chance: random.Random) -> int:
    """From a few to very many."""
    return chance.choice((3, 50, 1_000, 20_000, 100_000))


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, root: str = "1 0 R", extra: bytes = b"", start: int | None = None) -> bytes:
    """A PDF of these objects, with a table of where they stand (`start` says another place for it)."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root %s%s>>\n" % (len(objects) + 1, root.encode(), extra)
    return made + b"startxref\n%d\n%%%%EOF\n" % (table if start is None else start)


def stream(data: bytes, *, said: int | None = None, more: bytes = b"") -> bytes:
    """A stream that says a length of its own."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data) if said is None else said, more, data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page_of(content: bytes, **more: object) -> bytes:
    """A page with this content."""
    form = stream(b"/X Do", more=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return pdf(CATALOG, PAGES, PAGE, stream(content, **more), FONT, form)  # type: ignore[arg-type]


def pdf_loops(chance: random.Random) -> bytes:
    """Pages that are their own parents, tables that follow themselves."""
    return chance.choice(
        (
            pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
            pdf(
                CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 9999/Parent 3 0 R>>"
            ),
            pdf(b"1 0 R", PAGES),
            pdf(CATALOG, PAGES, PAGE, b"4 0 R", FONT),
            pdf(CATALOG, PAGES, PAGE, stream(b"BT"), FONT, extra=b"/Prev 9"),
            pdf(CATALOG, PAGES, start=9),
            page_of(b"/X Do " * how_many(chance)),
        )
    )


def pdf_counts(chance: random.Random) -> bytes:
    """Numbers of pages, sizes and lengths that are not so."""
    many = chance.choice((21, 2_000, 2**31 - 1, 2**31, 2**63, -1))
    kids = b"3 0 R " * chance.choice((1, 21, 5_000))
    page = PAGE.replace(b"595 842", b"%d %d" % (many, -many))
    content = stream(b"BT /F 12 Tf (x) Tj ET", said=many)
    return pdf(CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, many), page, content, FONT)


def pdf_bomb(chance: random.Random) -> bytes:
    """A stream that unpacks to a thousand times itself, perhaps twice."""
    data = zlib.compress(b"BT /F 1 Tf (a) Tj ET " * (how_many(chance) * 30), 9)
    if chance.random() < 0.5:
        return page_of(zlib.compress(data, 9), more=b"/Filter[/FlateDecode/FlateDecode]")
    return page_of(data, more=b"/Filter/FlateDecode")


def pdf_nests(chance: random.Random) -> bytes:
    """Lists in lists, saved states in saved states."""
    many = how_many(chance)
    return chance.choice(
        (
            page_of(b"q " * many + b"BT /F 9 Tf (deep) Tj ET"),
            page_of(b"[" * many),
            page_of(b"<<" * many),
            pdf(CATALOG, b"<</Type/Pages/Kids" + b"[" * many + b"]" * many + b"/Count 1>>"),
            pdf(b"<</A" * many + b">>" * many, PAGES),
        )
    )


def pdf_scatters(chance: random.Random) -> bytes:
    """Letters strewn over the page, upside down, of no size, of any size."""
    rows = []
    for _ in range(min(how_many(chance), 20_000)):
        size = chance.choice((0, 1e-9, 1, 12, 1e6, -12, 1e38))
        x, y = (chance.choice((0, 1e9, -1e9, chance.uniform(0, 800))) for _ in range(2))
        said = chance.choice((b"(a)", b"(.)", b"(Dear Sir)", b"<00>", b"<feff202e>", b"(" + b"x" * 300 + b")"))
        rows.append(b"BT /F %g Tf 1 0 %g 1 %g %g Tm %s Tj ET" % (size, chance.choice((0, 0, 3)), x, y, said))
    return page_of(b"\n".join(rows))


def pdf_bait(chance: random.Random) -> bytes:
    """A hostile text on pages, so that columns and lines have to be found in it."""
    rows = [row[:300] for row in text_bait(chance).decode("utf-8", "replace").split("\n")[:400]]
    shown = (
        row.encode("cp1252", "replace").replace(b"\\", b"").replace(b"(", b"\\(").replace(b")", b"\\)") for row in rows
    )
    at = chance.choice((12, 1, 0))
    return page_of(b"BT /F 9 Tf %d TL 40 800 Td " % at + b"".join(b"(%s) Tj T* " % row for row in shown) + b"ET")


# --- DOCX -----------------------------------------------------------------------------------------------------------


def docx(body: bytes, name: str = PART, how: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    """A DOCX with this main part and these others."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for other, data in more.items():
            archive.writestr(other.replace("__", "/"), data)
        archive.writestr(name, body)
    return made.getvalue()


def xml(inside: str) -> bytes:
    """A main part that holds this."""
    return f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'.encode()


def docx_bombs(chance: random.Random) -> bytes:
    """It unpacks to far more than it is."""
    how = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    size = chance.choice((1, 19, 21, 60)) << 20
    return docx(xml(f"<w:p><w:r><w:t>{chance.choice((' ', 'a', 'a b. ')) * (size // 4)}</w:t></w:r></w:p>"), how=how)


def docx_entities(chance: random.Random) -> bytes:
    """Entities in entities, files as entities, a document type without end."""
    many = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(9))
    kind = chance.choice(
        (
            many,
            '<!ENTITY x SYSTEM "file:///etc/passwd">',
            '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;',
            "<!--" * 999,
        )
    )
    return docx(f'<!DOCTYPE w [{kind}]><w:document xmlns:w="{W}"><w:p><w:t>&e8;&x;</w:t></w:p></w:document>'.encode())


def docx_nests(chance: random.Random) -> bytes:
    """Elements in elements, attributes without end."""
    many = how_many(chance)
    inside = chance.choice(
        (
            "<w:p>" * many + "<w:t>deep</w:t>" + "</w:p>" * many,
            "<w:del>" * many + "<w:p><w:t>gone</w:t></w:p>" + "</w:del>" * many,
            "<w:p><w:r>" + "<w:br/>" * many + "<w:t>x</w:t></w:r></w:p>",
            "<w:p " + " ".join(f'a{n}="x"' for n in range(many)) + "><w:t>x</w:t></w:p>",
            "<w:p><w:t>" + "&#x10FFFF;&#x202E;" * many + "</w:t></w:p>",
            "<w:p><w:numPr/><w:t>one more point</w:t></w:p>" * many,
        )
    )
    return docx(xml(inside))


def docx_lies(chance: random.Random) -> bytes:
    """What its directory says of it is not so."""
    made = bytearray(docx(xml("<w:p><w:t>Dear Minister, we urge you.</w:t></w:p>"), **{"word__other.xml": b"<x/>"}))
    at = made.rfind(b"PK\x01\x02")
    match chance.randrange(6):
        case 0:
            made[at + 8] |= 1  # encrypted
        case 1:
            made[at + 20 : at + 28] = chance.choice((b"\xff" * 8, b"\0" * 8, b"\xff\xff\xff\x7f" * 2))  # sizes
        case 2:
            made[at + 16 : at + 20] = b"\0\0\0\0"  # checksum
        case 3:
            made[at + 42 : at + 46] = chance.choice((b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"))  # where it stands
        case 4:
            made[at + 10] = chance.choice((9, 12, 14, 93, 99))  # how it is packed
        case _:
            made[-4:-2] = b"\xff\xff"  # number of entries
    return bytes(made)


def docx_members(chance: random.Random) -> bytes:
    """Names that lead elsewhere, one name twice, one in another."""
    body = xml("<w:p><w:t>Dear Minister</w:t></w:p>")
    name = chance.choice(("../../word/document.xml", "/word/document.xml", "word\\document.xml", PART + "\0.png", PART))
    other = docx(body)
    return docx(
        body if chance.random() < 0.5 else other, name, **{"word__media__x.docx": other, "_rels__.rels": b"<" * 99}
    )


# --- HTML -----------------------------------------------------------------------------------------------------------


def html_nests(chance: random.Random) -> bytes:
    """Tags in tags, never ended, ended without a beginning."""
    many, tag = (
        how_many(chance),
        chance.choice(("div", "p", "ul", "table", "a", "script", "svg", "b", "template", "pre")),
    )
    return (
        f"<html><{tag}>".encode()
        + f"<{tag}>".encode() * many
        + b"Dear Sir"
        + f"</{tag}>".encode() * chance.choice((0, many))
    )


def html_marks(chance: random.Random) -> bytes:
    """Marks that begin something and end nothing."""
    bit = chance.choice(
        (
            "<!",
            "<!--",
            "<![CDATA[",
            "<?",
            "</",
            "<a ",
            "<a href='",
            "&",
            "&#",
            "&#x",
            "&amp",
            "<!doctype ",
            "--!>",
            "<a/",
            "<script>",
            "<![",
        )
    )
    return b"<html><body>" + bit.encode() * how_many(chance)


def html_attributes(chance: random.Random) -> bytes:
    """Attributes without number or end."""
    many = how_many(chance)
    return (
        b"<html><p "
        + chance.choice(
            (
                b" ".join(b"a%d=1" % n for n in range(many)),
                b"style='" + b"display:" * many + b"'",
                b"a=" * many,
                b"hidden " * many,
                b"'\"" * many,
            )
        )
        + b">Dear Sir</p>"
        + b"".join(b"<a href='https://example.org/%d'>x</a>" % n for n in range(many))
    )


def html_characters(chance: random.Random) -> bytes:
    """Characters by number that are none, in codings that hardly are."""
    coding = chance.choice(
        (
            "utf-7",
            "idna",
            "punycode",
            "unicode_escape",
            "raw_unicode_escape",
            "zlib",
            "rot13",
            "utf-16",
            "cp037",
            "undefined",
            "x" * 99,
        )
    )
    shown = chance.choice(
        ("&#xD800;", "&#0;", "&#x202E;", "&#99999999999;", "&#x1b;[2J", "\\ud800", "+ADw-", "xn--a-", "é")
    )
    return f"<html><meta charset={coding}><p>".encode() + (shown * min(how_many(chance), 20_000)).encode()


# --- mail -----------------------------------------------------------------------------------------------------------

MAIL = b"From: a@example.org\nTo: b@example.org\nMIME-Version: 1.0\nMessage-ID: <1@example.org>\nSubject: Urgent\n"


def eml_nests(chance: random.Random) -> bytes:
    """Parts in parts."""
    many = min(how_many(chance), 20_000)
    if chance.random() < 0.5:
        parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(many))
        return MAIL + parts + b"Content-Type: text/plain\n\nDear Sir\n"
    return MAIL + b"Content-Type: message/rfc822\n\n" * many + b"\nDear Sir\n"


def eml_headers(chance: random.Random) -> bytes:
    """Header fields without end."""
    many = how_many(chance)
    return chance.choice(
        (
            MAIL + b"X: " + b"y" * many + b"\n\nDear Sir\n",
            MAIL + b"".join(b"X-%d: y\n" % n for n in range(many)) + b"\nDear Sir\n",
            MAIL + b"To: " + b"a@example.org, " * many + b"\n\nDear Sir\n",
            MAIL + b"Content-Type: text/plain; " + b"x*0*=a; " * many + b"\n\nDear Sir\n",
            MAIL + b"Content-Type: " + b"(" * many + b"\n\nDear Sir\n",
            MAIL + b'Content-Disposition: attachment; filename="' + b"\\" * many + b"\n\nDear Sir\n",
            MAIL + b"Subject: " + b"=?utf-8?q?x?= " * many + b"\n\nDear Sir\n",
            MAIL + b"X:\n" + b" \n" * many + b"\nDear Sir\n",
        )
    )


def eml_codings(chance: random.Random) -> bytes:
    """Bodies in codings that are none, or make much of little."""
    many = how_many(chance)
    how = chance.choice((b"quoted-printable", b"base64", b"uuencode", b"x-unknown", b"8bit"))
    coding = chance.choice((b"utf-7", b"idna", b"unicode_escape", b"zlib", b"utf-16", b"\xff", b"no-such", b"punycode"))
    body = chance.choice(
        (b"=41" * many, b"=\n" * many, b"QUJD" * many, b"!" * many, b"begin 644 x\n" + b"M" * many, b"=" * many)
    )
    return MAIL + b"Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n%s\n" % (coding, how, body)


def eml_attached(chance: random.Random) -> bytes:
    """Next to nothing, and a hostile document."""
    import base64

    make = chance.choice((pdf_loops, pdf_counts, pdf_nests, docx_bombs, docx_lies, docx_nests))
    return (
        MAIL
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee attached.\n--b\n"
        + b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(make(chance)[: 6 << 20])
        + b"\n--b--\n"
    )


# --- text -----------------------------------------------------------------------------------------------------------

BAITS = (
    *(
        "UA 12/20 ",
        "THIRD UA: 60/16 ",
        "Index: EUR 14/0412/2026 ",
        "12 May 2026 ",
        "31.12.",
        "a@",
        "a.",
        "a.a@a.a.",
        "x@y.zz ",
    ),
    *(
        "http://",
        "www.a.",
        "https://a/",
        "+32 ",
        "+1 (2) 3-4 ",
        "Fax: ",
        "Email: ",
        "Salutation: ",
        "Dear ",
        "Dear Sir, ",
    ),
    *(
        "PLEASE WRITE IMMEDIATELY ",
        "Please write in French, English or ",
        "APPEALS TO: ",
        "COPIES TO: ",
        "Minister of ",
        "of the ",
    ),
    *(
        "Urging them to ",
        "Calling on them to ",
        "that ",
        "• ",
        "- ",
        "1. ",
        "o ",
        "* ",
        "(",
        ")",
        "“",
        "”",
        "«",
        "»",
        '"',
        "'",
    ),
    *(
        "Odette Vanderlinden ",
        "Odette ",
        "de la ",
        "Name: ",
        "Gender m/f: f ",
        "Belgium ",
        "BELGIUM ",
        "Côte d’Ivoire ",
    ),
    *(
        "must not ",
        "should ",
        "according to ",
        "Amnesty International ",
        "aaaa",
        "AAAA",
        "A.A.",
        "1",
        "12",
        " ",
        "\t",
        "\u00a0",
        "-",
        "–",
    ),
    *(
        "Mr. ",
        "M. ",
        "H.E. ",
        "?! ",
        "... ",
        ". A",
        ", ",
        "; ",
        ": ",
        "/",
        "@",
        "#",
        "&",
        "word ",
        "ex-",
        "\u00ad",
        "é",
        "É",
        "\n",
        "\n\n",
    ),
)


def text_bait(chance: random.Random) -> bytes:
    """Words that rules look for, again and again, in lines as long as they may be."""
    picked = [chance.choice(BAITS) for _ in range(chance.choice((1, 2, 3, 12)))]
    size = chance.choice((300, 5_000, 19_000, 19_900, 100_000))
    row = ("".join(picked) * (size // max(1, len("".join(picked))) + 1))[:size]
    return "\n".join([HEAD if chance.random() < 0.6 else "", *[row] * chance.choice((1, 2, 14, 900))]).encode()[
        : 9 << 20
    ]


HEAD = """URGENT ACTION

UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

LIGHTHOUSE KEEPER DETAINED
Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026, it is reported.

PLEASE SEND APPEALS BEFORE 31 DECEMBER 2026 TO:"""


def text_characters(chance: random.Random) -> bytes:
    """Nothing but what nobody sees, in codings of all kinds."""
    many = how_many(chance)
    text = "".join(
        chance.choice(("\u202e", "\0", "\ud800", "\u2028", "\x85", "a", "\u0301", "\f", "\r", "\U000e0041", "\ufeff"))
        for _ in range(many)
    )
    coding = chance.choice(("utf-8", "utf-16", "utf-16-be", "utf-8"))
    return (b"\xff\xfe" if chance.random() < 0.3 else b"") + text.encode(coding, "surrogatepass")


def text_long(chance: random.Random) -> bytes:
    """Ten megabytes of next to nothing."""
    bit = chance.choice(
        (b"a", b"a ", b"a\n", b"\n", b"\x00", b"A. ", "é".encode(), b"\xff", b"From: a\n", b"(", b"<p>")
    )
    return bit * (chance.choice((10_000, 1 << 20, 9 << 20)) // len(bit))


MAKERS: Mapping[str, tuple[Make, ...]] = {
    "pdf": (pdf_loops, pdf_counts, pdf_bomb, pdf_nests, pdf_scatters, pdf_bait),
    "docx": (docx_bombs, docx_entities, docx_nests, docx_lies, docx_members),
    "html": (html_nests, html_marks, html_attributes, html_characters),
    "eml": (eml_nests, eml_headers, eml_codings, eml_attached),
    "txt": (text_bait, text_characters, text_long),
}
