"""The directory asked: page by page, through the guarded client, and never for more than it gives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from urgentaction.directory import BASE, EXPORT, records, shapes
from urgentaction.errors import UserError
from urgentaction.http import Answer, Client

PAGE = 100
"""Records that one answer has at most (Explore v2.1)."""

MOST = 10_000
"""Records beyond which no page can be asked for (Explore v2.1): the export has them all."""

_IDS = 40
"""Ids in one question: the address of a question is to stay below 2,000 characters."""


class Service:
    """The directory's interface. `base` is only ever another in tests, on this machine."""

    def __init__(
        self,
        base: str = "",
        *,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = Client(base or BASE, headers={"Accept": "application/json"}, pause=pause, now=now)
        self._now = now

    def close(self) -> None:
        """Let go; may be called twice."""
        self._client.close()

    def where(self, condition: str) -> Iterator[Any]:
        """Every record for which a condition holds (ODSQL), in the order of their ids.

        Raises:
            UserError: It cannot be reached, refuses, says something else, or has too many: it is never half an answer.
        """
        offset = 0
        while True:
            total, found = self._page(condition, offset)
            if total > MOST:
                raise UserError("directory.too-many", count=total, most=MOST, export=EXPORT)
            yield from found
            offset += len(found)
            if offset >= total:
                return
            if not found:
                raise UserError("directory.fewer", total=total, got=offset)

    def ids(self, wanted: Sequence[str]) -> Iterator[Any]:
        """The records with these ids, as far as they are there."""
        for at in range(0, len(wanted), _IDS):
            listed = ", ".join(map(quoted, wanted[at : at + _IDS]))
            yield from self.where(f"id in ({listed})")

    def named(self, name: str) -> Iterator[Any]:
        """The records whose name has these words; who asks looks closer."""
        yield from self.where(f"search(nom, {quoted(name)})")

    def _page(self, condition: str, offset: int) -> tuple[int, Sequence[Any]]:
        parts: Mapping[str, str | int] = {
            "select": ",".join(records.FIELDS),
            "where": condition,
            "order_by": "id",
            "limit": min(PAGE, MOST - offset),
            "offset": offset,
        }
        answer = self._client.ask("GET", "/records", again=True, params=parts)
        if not answer.ok:
            raise self._refusal(answer)
        page = answer.json()
        total, found = (page.get("total_count"), page.get("results")) if isinstance(page, Mapping) else (None, None)
        if not isinstance(total, int) or isinstance(total, bool) or not isinstance(found, list):
            raise UserError("directory.not-understood", export=EXPORT)
        return total, found

    def _refusal(self, answer: Answer) -> UserError:
        if answer.status == 429:  # noqa: PLR2004  # RFC 6585 §4
            until = answer.retry_after(self._now())
            return UserError("directory.busy-until", until=until) if until else UserError("directory.busy")
        if answer.status >= 500:  # noqa: PLR2004  # RFC 9110 §15.6
            return UserError("directory.failing", status=answer.status, export=EXPORT)
        said = answer.json()
        why = shapes.plain(said.get("message")) if isinstance(said, Mapping) else ""
        return UserError("directory.refused", status=answer.status, why=why or "–", export=EXPORT)


def quoted(text: str) -> str:
    """A text within a condition; what would end it is a space there, and a search loses nothing by that."""
    return '"' + " ".join(text.replace('"', " ").replace("\\", " ").split()) + '"'
