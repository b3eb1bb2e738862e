"""Our requests beside those of Pingen's official SDK for the same letter, header by header, on the same server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from support.pingen import ORGANISATION, SECRET, Pingen
from support.web import Asked
from urgentaction.channels.post.base import Options, Order, Service
from urgentaction.channels.post.pingen_account import SCOPE
from urgentaction.model.delivery import Permit

sdk = pytest.importorskip("pingen2sdk", reason="pip install --no-deps pingen2sdk requests (the Makefile does)")

KEY = "0123456789abcdef0123456789abcdef"
CLIENTS_OWN = {"user-agent", "accept-encoding", "connection", "host"}
"""What names the HTTP client and its connection, and nothing of the letter."""

Make = Callable[..., Any]


def shown(asked: Asked) -> tuple[Any, ...]:
    """A request as Pingen reads it; a body by what it says, since JSON may be spaced as one likes."""
    headers = {name.lower(): value for name, value in asked.headers if name.lower() not in CLIENTS_OWN}
    length = headers.pop("content-length", "0")
    kind = headers.get("content-type", "")
    body: Any = asked.body
    if kind.endswith("json") and asked.body:
        body = json.loads(asked.body)
    elif kind.endswith("urlencoded"):
        body = parse_qs(asked.body.decode())
    assert int(length) == len(asked.body)
    return asked.method, asked.path, asked.query, headers, body


def theirs(server: Pingen, order: Order, product: str, meta: dict[str, Any] | None, pdf: Path) -> None:
    """The same letter with the official SDK."""
    sdk.api_staging = server.web.url
    granted = sdk.OAuth.get_token(
        use_staging=True, grant_type="client_credentials", scope=SCOPE, client_id="client-1", client_secret=SECRET
    )
    token = granted["access_token"]
    sdk.Organisations(token, use_staging=True).get_collection()
    letters = sdk.Letters(ORGANISATION, token, use_staging=True)
    mode, spectrum = ("duplex", "color") if order.options.duplex else ("simplex", "grayscale")
    letters.calculate_price("FR", ["normal"], mode, spectrum, product)
    letters.upload_and_create(str(pdf), f"ua-{KEY}.pdf", "left", False, product, mode, spectrum, meta_data=meta)
    letters.get_details("letter-1")
    letters.send("letter-1", product, mode, spectrum)
    letters.get_details("letter-1")
    sdk.LetterEvents(ORGANISATION, token, use_staging=True).get_collection("letter-1", {"language": "en-GB"})
    letters.get_details("letter-1")
    letters.cancel("letter-1")
    letters.get_details("letter-1")


def ours(made: Any, order: Order) -> None:
    made.quote(order)
    prepared = made.prepare(order, KEY)
    made.submit(prepared, Permit(KEY))
    made.status("letter-1")
    made.cancel("letter-1")


@pytest.mark.parametrize(
    ("options", "product"),
    [
        (Options(), "cheap"),
        (Options(duplex=True, colour=True), "cheap"),
        (Options(service=Service.PRIORITY), "fast"),
        (Options(service=Service.REGISTERED), "registered"),
    ],
)
def test_every_request_is_the_sdks_but_for_our_keys(
    pingen: Pingen, provider: Make, order: Make, tmp_path: Path, options: Options, product: str
) -> None:
    wanted = order(options=options)
    ours(provider(), wanted)
    mine = [shown(asked) for asked in pingen.web.asked]

    other, pdf = Pingen(), tmp_path / "letter.pdf"
    pdf.write_bytes(wanted.pdf)
    web = other.start()
    try:
        meta = None
        if options.service is Service.REGISTERED:
            meta = next(body["data"]["attributes"]["meta_data"] for *_, body in mine if "meta_data" in str(body))
        theirs(other, wanted, product, meta, pdf)
        found = json.loads(
            json.dumps([shown(asked) for asked in web.asked], default=repr).replace(web.url, pingen.web.url)
        )
    finally:
        web.close()

    keys = [one[3].pop("idempotency-key") for one in mine if "idempotency-key" in one[3]]
    assert keys == [f"{KEY}-draft", KEY]
    assert json.loads(json.dumps(mine, default=repr)) == found
    assert len(found) == 13
