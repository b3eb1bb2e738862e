"""Documents made to do harm, or only broken: refused in words, in time, in little memory; never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urgentaction.errors import UserError
from urgentaction.intake import layouts
from urgentaction.intake.reading import apart, docx, eml, formats, html, plain
from urgentaction.intake.reading.refusals import Refused

HERE = Path(__file__).parent
PDFS = sorted((HERE / "other_hand").glob("*.pdf"))
DOCXS = sorted((HERE / "other_hand").glob("*.docx"))


def refusal(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        apart.read(data)
    return caught.value.message.id


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return made.getvalue()


def test_a_bomb_in_a_docx_is_refused() -> None:
    assert refusal(zipped(docx.PART, b"<a>" + b" " * 50_000_000 + b"</a>")) == "intake.too-large-inside"


def test_entities_in_a_docx_are_refused() -> None:
    xml = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert refusal(zipped(docx.PART, xml)) == "intake.broken"


def test_formats_that_are_not_read_are_refused_by_name() -> None:
    with pytest.raises(UserError) as caught:
        apart.read(b"\xd0\xcf\x11\xe0" + b"0" * 100)
    assert caught.value.message.values["format"] == "Word 97 (.doc)"


def test_ten_megabytes_are_the_most() -> None:
    assert refusal(b"a" * (apart.LARGEST + 1)) == "intake.too-large"


def test_a_file_without_text_is_refused() -> None:
    assert refusal(b" \n\n ") == "intake.empty"


def test_a_pdf_without_text_layer_is_said_to_be_scanned() -> None:
    page = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n"
    assert refusal(page) == "intake.scanned"


def test_what_takes_too_much_memory_or_time_is_given_up() -> None:
    data = PDFS[0].read_bytes()
    with pytest.raises(UserError) as caught:
        apart.read(data, memory=16 * 1024 * 1024)
    assert caught.value.message.id == "intake.gave-up"
    with pytest.raises(UserError) as caught:
        apart.read(data, seconds=0.001)
    assert caught.value.message.id == "intake.too-slow"


def test_scripts_and_what_nobody_sees_are_not_read() -> None:
    page = b"<body><script>alert(1)</script><p style='display:none'>secret</p><p>Seen<br>below</p><style>p{}</style>"
    assert [line.text for line in html.lines(page)] == ["Seen", "below"]


@pytest.mark.parametrize("path", [*PDFS[:2], DOCXS[0]], ids=lambda path: path.stem)
def test_bytes_that_are_turned_never_end_in_a_traceback(path: Path) -> None:
    chance = random.Random(path.stem)
    for _ in range(8):
        data = bytearray(path.read_bytes())
        for _ in range(chance.randrange(1, 60)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(UserError):
            layouts.found(apart.read(bytes(data)))


READERS: tuple[Callable[[bytes], object], ...] = (
    plain.lines,
    html.lines,
    docx.lines,
    lambda data: eml.lines(data, lambda part: formats.lines(part)[1]),
)


@pytest.mark.parametrize("reader", READERS, ids=["text", "html", "docx", "eml"])
@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(alphabet="<>/!-[]&;:=\"' \nabFrom\u00ad", max_size=200).map(str.encode)
    )
)
def test_any_bytes_are_read_or_refused(reader: Callable[[bytes], object], data: bytes) -> None:
    with suppress(Refused):
        reader(data)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("UA 12/20: Dear Sir,\n•-APPEALSTO().@ñé“”0123456789"), max_size=600))
def test_any_text_gives_only_what_stands_in_it(text: str) -> None:
    from urgentaction.intake.lines import Document

    document = Document(tuple(plain.lines_of(text)), "text")
    found = layouts.found(document)
    assert all(document.says(one.value) for one in (*found.demands, *found.letter, *found.background))
