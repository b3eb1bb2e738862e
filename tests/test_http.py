"""The guarded client against a server that misbehaves in every way we know of."""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from support.web import Asked, Reply, Web
from urgentaction.errors import words
from urgentaction.http import Answer, Client, Limits, Unanswered, retry_after

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUICK = Limits(connect=0.5, read=0.3, total=1.0)
SECRET = "key_very_secret"

Serve = Callable[..., Web]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(Reply(), …)`: answers in turn, the last one for ever; or a function."""
    made: list[Web] = []

    def start(*replies: Reply | Callable[[Asked], Reply], **how: Any) -> Web:
        left = list(replies)

        def reply(asked: Asked) -> Reply:
            found = left.pop(0) if len(left) > 1 else left[0]
            return found(asked) if callable(found) else found

        made.append(Web(reply, **how))
        return made[-1]

    yield start
    for web in made:
        web.close()


def client(web: Web, **how: Any) -> Client:
    return Client(web.url, **{"pause": lambda _: None, "now": lambda: NOW, **how})


def fails(asking: Callable[[], object]) -> Unanswered:
    with pytest.raises(Unanswered) as caught:
        asking()
    return caught.value


def test_an_answer_has_status_headers_and_body(serve: Serve) -> None:
    web = serve(Reply(201, b'{"a": 1}', {"X-Request-ID": "r1"}))
    answer = client(web).ask("POST", "/things", json={"b": 2}, headers={"X-Key": SECRET})
    assert (answer.status, answer.ok, answer.json(), answer.headers["x-request-id"]) == (201, True, {"a": 1}, "r1")
    assert (web.asked[0].method, web.asked[0].path, web.asked[0].body) == ("POST", "/things", b'{"b":2}')
    assert web.asked[0].header("user-agent") == "urgentaction"


def test_an_answer_that_is_not_json_is_none() -> None:
    assert Answer(200, {}, b"<html>").json() is None
    assert Answer(200, {}, b"[" * 100_000).json() is None


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_any_status_is_an_answer(serve: Serve, status: int) -> None:
    assert client(serve(Reply(status))).ask("GET", "/").status == status


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_over(serve: Serve, part: str) -> None:
    web = serve(Reply(body=b"x" * 10_000, drip=part))
    began = time.monotonic()
    no = fails(lambda: client(web, limits=QUICK).ask("GET", "/"))
    assert (no.message.id, no.reached) == ("http.late", True)
    assert time.monotonic() - began < QUICK.total + 1


def test_a_server_that_never_answers_is_left(serve: Serve) -> None:
    no = fails(lambda: client(serve(Reply(hang=True)), limits=QUICK).ask("POST", "/"))
    assert (no.message.id, no.reached) == ("http.late", True)


def test_a_server_that_reads_nothing_may_have_got_it(serve: Serve) -> None:
    no = fails(lambda: client(serve(Reply(), deaf=True), limits=QUICK).ask("POST", "/", content=b"x" * 10_000_000))
    assert (no.message.id, no.reached) == ("http.late", True)


def test_a_dropped_connection_may_have_got_it(serve: Serve) -> None:
    no = fails(lambda: client(serve(Reply(drop=True))).ask("POST", "/"))
    assert (no.message.id, no.reached) == ("http.dropped", True)


def test_nobody_there_surely_got_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    no = fails(lambda: Client(f"http://127.0.0.1:{port}", limits=QUICK).ask("POST", "/"))
    assert (no.message.id, no.reached) == ("http.unreached", False)


def test_an_answer_of_more_than_a_mebibyte_is_refused(serve: Serve) -> None:
    web = serve(Reply(body=b"x" * 1024 * 1024), Reply(body=b"x" * (1024 * 1024 + 1)))
    asking = client(web)
    assert len(asking.ask("GET", "/").body) == 1024 * 1024
    assert fails(lambda: asking.ask("GET", "/")).message.id == "http.too-large"


def test_a_compressed_answer_is_not_unpacked(serve: Serve) -> None:
    web = serve(Reply(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}))
    assert fails(lambda: client(web).ask("GET", "/")).message.id == "http.not-understood"
    assert web.asked[0].header("accept-encoding") == "identity"


def test_what_is_not_http_is_an_error(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]

        def once(_: float) -> None:
            raise AssertionError

        asking = Client(f"http://127.0.0.1:{port}", limits=QUICK, pause=once)
        no = fails(lambda: asking.ask("GET", "/"))
    assert (no.message.id, no.reached) == ("http.late", True)
    strange = serve(lambda _: Reply(headers={"Content-Length": "not a number"}))
    assert fails(lambda: client(strange).ask("GET", "/")).reached


def test_a_redirect_to_another_host_is_refused(serve: Serve) -> None:
    elsewhere = serve(Reply(body=b"stolen"))
    web = serve(Reply(302, headers={"Location": elsewhere.url}))
    no = fails(lambda: client(web).ask("GET", "/", headers={"Authorization": SECRET}))
    assert no.message.id == "http.redirected"
    assert elsewhere.asked == []


@pytest.mark.parametrize("target", ["http://127.0.0.1.example/", "//other.example/", "ftp://127.0.0.1/", "http://[x"])
def test_a_redirect_elsewhere_is_refused_however_it_is_written(serve: Serve, target: str) -> None:
    web = serve(Reply(301, headers={"Location": target}))
    assert fails(lambda: client(web).ask("GET", "/")).message.id == "http.redirected"


def test_a_redirect_on_the_same_host_is_followed_and_not_for_ever(serve: Serve) -> None:
    web = serve(Reply(302, headers={"Location": "/there?x=1"}), Reply(body=b"here"))
    assert client(web).ask("GET", "/", params={"y": "2"}).body == b"here"
    assert web.asked[1].target == "/there?x=1"
    again = serve(Reply(302, headers={"Location": "/"}))
    assert fails(lambda: client(again).ask("GET", "/")).message.id == "http.redirected"
    assert len(again.asked) == 4


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_what_changes_something_is_not_redirected_even_on_the_same_host(serve: Serve, method: str) -> None:
    web = serve(Reply(307, headers={"Location": "/there"}))
    no = fails(lambda: client(web).ask(method, "/"))
    assert (no.message.id, no.reached, len(web.asked)) == ("http.redirected", True, 1)


def test_plain_http_is_for_this_machine_only() -> None:
    no = fails(lambda: Client("http://provider.example").ask("GET", "/"))
    assert (no.message.id, no.reached) == ("http.plain", False)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "https://", "file:///etc/passwd", "http://[::1"])
def test_an_address_that_cannot_be_asked_is_refused(url: str) -> None:
    no = fails(lambda: Client().ask("PUT", url))
    assert (no.message.id, no.reached) == ("http.bad-address", False)


def test_a_request_is_made_once_unless_it_may_be_repeated(serve: Serve) -> None:
    for failure in (Reply(drop=True), Reply(503), Reply(429, headers={"Retry-After": "1"})):
        web = serve(failure, Reply())
        with suppress(Unanswered):
            client(web).ask("POST", "/")
        assert len(web.asked) == 1


def test_a_request_that_may_be_repeated_is_after_a_pause(serve: Serve) -> None:
    pauses: list[float] = []
    web = serve(Reply(drop=True), Reply(503), Reply(body=b"yes"))
    assert client(web, pause=pauses.append).ask("GET", "/", again=True).body == b"yes"
    assert pauses == [1.0, 2.0]


def test_a_server_that_asks_for_a_moment_gets_it_and_for_longer_is_told(serve: Serve) -> None:
    pauses: list[float] = []
    web = serve(Reply(429, headers={"Retry-After": "3"}), Reply(body=b"yes"))
    assert client(web, pause=pauses.append).ask("GET", "/", again=True).body == b"yes"
    assert pauses == [3.0]
    web = serve(Reply(429, headers={"Retry-After": "60"}), Reply(body=b"yes"))
    answer = client(web, pause=pauses.append).ask("GET", "/", again=True)
    assert (answer.status, answer.retry_after(NOW), pauses) == (429, NOW + timedelta(minutes=1), [3.0])


def test_it_gives_up_after_three_tries(serve: Serve) -> None:
    web = serve(Reply(drop=True))
    assert fails(lambda: client(web).ask("GET", "/", again=True)).reached
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("120", NOW + timedelta(minutes=2)),
        (" 0 ", NOW),
        ("Tue, 24 Nov 2026 12:05:00 GMT", NOW + timedelta(minutes=5)),
        ("Tue, 24 Nov 2026 13:05:00 +0100", NOW + timedelta(minutes=5)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", NOW),
        ("9" * 400, NOW + timedelta(days=1)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_within_a_day(text: str, until: datetime | None) -> None:
    assert retry_after(text, NOW) == until


def tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_a_server_is_believed_with_a_certificate_for_its_name(
    serve: Serve, mail_authority: trustme.CA, mail_ca_file: Path
) -> None:
    web = serve(Reply(body=b"yes"), tls=tls(mail_authority, "127.0.0.1"))
    assert client(web, ca_file=str(mail_ca_file)).ask("GET", "/").body == b"yes"


@pytest.mark.parametrize("fault", ["nobody", "other-name"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    serve: Serve, mail_authority: trustme.CA, mail_ca_file: Path, fault: str
) -> None:
    name, ca = ("127.0.0.1", "") if fault == "nobody" else ("other.example", str(mail_ca_file))
    web = serve(Reply(), tls=tls(mail_authority, name))
    no = fails(lambda: client(web, ca_file=ca).ask("POST", "/", headers={"Authorization": SECRET}))
    assert (no.message.id, no.reached, web.asked) == ("http.certificate", False, [])


def test_a_certificate_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    no = fails(lambda: Client("https://127.0.0.1:9", ca_file=str(tmp_path / "none.pem")).ask("GET", "/"))
    assert (no.message.id, no.reached) == ("http.ca-file", False)


def test_no_proxy_and_no_netrc_is_used(serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    proxy, web = serve(Reply(body=b"proxy")), serve(Reply(body=b"itself"))
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ann password {SECRET}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    assert client(web).ask("GET", "/").body == b"itself"
    assert (proxy.asked, web.asked[0].header("authorization")) == ([], "")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(),
        Reply(500),
        Reply(drop=True),
        Reply(hang=True),
        Reply(302, headers={"Location": "http://x.example/?s=" + SECRET}),
    ],
)
def test_no_secret_is_in_any_log_error_or_repr(serve: Serve, caplog: pytest.LogCaptureFixture, reply: Reply) -> None:
    caplog.set_level(logging.DEBUG)
    web, told = serve(reply), []
    asking = client(web, headers={"X-Key": SECRET}, limits=QUICK)
    try:
        answer = asking.ask("PUT", f"/up?signature={SECRET}", auth=(SECRET, ""), content=SECRET.encode())
        told.append(repr(answer))
    except Unanswered as no:
        error: BaseException | None = no
        while error is not None:
            told += [repr(error), str(error), repr(error.args), repr(error.__cause__), words(no.message, "fr").text]
            error = error.__context__ if not error.__suppress_context__ else None
    told += [repr(asking), caplog.text]
    assert SECRET not in "".join(told)
