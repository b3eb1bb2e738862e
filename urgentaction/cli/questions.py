"""Questions on the terminal: Enter leaves one open, ? explains it, and an answer that cannot be is asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from urgentaction import errors
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World

T = TypeVar("T")


@dataclass(frozen=True)
class Asker:
    """Asks one person; `flag` is what answers everything where nobody sits at a terminal."""

    world: World
    flag: str

    def ask(self, id_: str, read: Callable[[str], T | None], **values: object) -> T | None:
        """An answer as `read` takes it; None for Enter, and for - where that is no answer of its own.

        The hint of the question is said for ? and for what is none.

        Raises:
            UsageError: Nobody sits at a terminal.
            KeyboardInterrupt: The person stopped, or the input has ended.
        """
        while True:
            said = self._line(id_, **values)
            if said == "":
                return None
            if said not in {None, "?"} and (got := read(str(said))) is not None:
                return got
            if said == "-":
                return None
            hint = errors.words(errors.message(id_, **values), self.world.language).hint
            screen.line(self.world, f"  {hint}", style="dim" if said == "?" else "yellow")

    def text(self, id_: str, **values: object) -> str:
        """A line of text; empty for Enter and for -."""
        return self.ask(id_, lambda said: None if said == "-" else said, **values) or ""

    def yes(self, id_: str, **values: object) -> bool:
        """Whether it is answered with yes; Enter is a no."""
        return self.ask(id_, _yes_or_no, **values) or False

    def no(self, id_: str, **values: object) -> bool:
        """Whether it is answered with no; Enter is a yes."""
        return self.ask(id_, _yes_or_no, **values) is False

    def letter(self, id_: str, **values: object) -> str:
        """A letter, small; empty for Enter, `?` for what is no text."""
        said = self._line(id_, **values)
        return "?" if said is None else said.casefold()

    def one_of(
        self, id_: str, rows: Sequence[Sequence[str]], read: Callable[[str], T | None], **values: object
    ) -> T | None:
        """One of a numbered list that is shown; as many columns as a row has."""
        numbered = [(f"  {number}", *row) for number, row in enumerate(rows, start=1)]
        screen.columns(self.world, numbered, styles=("dim", "bold"))
        return self.ask(id_, read, **values)

    def _line(self, id_: str, **values: object) -> str | None:
        from urgentaction.intake import answers

        try:
            return answers.tidy(screen.ask(self.world, id_, flag=self.flag, **values))
        except UnicodeDecodeError:  # a terminal in another coding
            return None


def _yes_or_no(said: str) -> bool | None:
    return {"y": True, "yes": True, "o": True, "oui": True, "n": False, "no": False, "non": False}.get(said.casefold())
