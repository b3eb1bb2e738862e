"""What a draft of a case leaves open: comments `# GAP key: question`, until somebody answers and takes them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_GAP: Final = re.compile(r"^[ \t]*# GAP (?P<key>[\w.\[\]-]+): (?P<question>.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Gap:
    """What is open: the key that is missing, the question to answer, the line of the file."""

    key: str
    question: str
    line: int


def written(key: str, question: str) -> str:
    """The comment that marks a gap."""
    return f"# GAP {key}: {question}"


def gaps(text: str) -> Iterator[Gap]:
    """The gaps of a file, from the top."""
    for match in _GAP.finditer(text):
        yield Gap(match["key"], match["question"], text.count("\n", 0, match.start()) + 1)
