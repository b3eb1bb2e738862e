"""Ask until the answer is good: a line, one of several ways, a secret that does not show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from urgentaction import errors
from urgentaction.cli import show as screen

if TYPE_CHECKING:
    from urgentaction.cli.world import World

Judge = Callable[[str], str | errors.Message]
"""What an answer means, tidied; or what is wrong with it."""


def good(
    world: World, what: errors.Message, judge: Judge, *, flag: str, default: str = "", optional: bool = False
) -> str:
    """Ask for a line until `judge` takes it; Enter takes the default, or (`optional`) leaves it out.

    Raises:
        UsageError: Nobody sits at a terminal; `flag` is what to type instead.
        KeyboardInterrupt: The input ended.
    """
    form = "asking.with-default" if default else "asking.optional" if optional else "asking.plain"
    while True:
        answer = screen.ask(world, form, flag=flag, what=what, default=default).strip() or default
        if not answer and optional:
            return ""
        judged = judge(answer) if answer else errors.message("asking.needed")
        if isinstance(judged, str):
            return judged
        screen.tell(world, judged, style="yellow")


def choose(world: World, options: Sequence[errors.Message], *, flag: str, default: int) -> int:
    """Show the options and ask for a number; Enter takes the default. Counts from 0."""
    numbers = [str(number) for number in range(1, len(options) + 1)]
    words = (errors.words(option, world.language).text for option in options)
    screen.columns(world, [("", *row) for row in zip(numbers, words, strict=True)], styles=("", "bold"))

    def judge(answer: str) -> str | errors.Message:
        return answer if answer in numbers else errors.message("asking.not-a-choice", last=numbers[-1])

    return int(good(world, errors.message("asking.number"), judge, flag=flag, default=numbers[default])) - 1


def secret(world: World, what: errors.Message, *, flag: str) -> str:
    """Ask for a secret, which does not show; empty where Enter is all that is typed (see `good`)."""
    question = screen.word(world, "asking.plain", what=what)
    if not world.terminal:
        raise errors.UsageError("cli.no-terminal", question=question, flag=flag)
    while True:
        try:
            typed = world.secret_prompt(f"{question} ")
        except EOFError:
            raise KeyboardInterrupt from None
        judged = visible(typed)
        if isinstance(judged, str):
            return judged
        screen.tell(world, judged, style="yellow")


def visible(text: str) -> str | errors.Message:
    """Refuse what an arrow key leaves in an answer: characters that nobody sees."""
    return text if text.isprintable() else errors.message("asking.not-visible")
