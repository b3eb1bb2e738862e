"""A document as blocks, whatever its format, and what a careful reader takes from it: written down as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Block:
    """A title `t`, heading `h`, paragraph `p`, point `b`, address `a`, row of label and value `r`, new page `n`.

    Lines are divided by `\\n`.
    """

    kind: str
    text: str = ""
    label: str = ""

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass
class Pages:
    """The blocks of a document, and what is expected of them."""

    blocks: list[Block] = field(default_factory=list)
    expected: dict[str, Any] = field(default_factory=dict)

    def put(self, kind: str, text: str, label: str = "") -> None:
        self.blocks.append(Block(kind, text, label))

    def row(self, label: str, value: str, key: str = "", expected: Any = None) -> None:
        """A label and its value; the key of what is expected, where it is more than words."""
        self.put("r", value, label)
        if key:
            self.expect(key, value if expected is None else expected)

    def expect(self, key: str, value: Any) -> None:
        self.expected[key] = value

    def also(self, key: str, value: Any) -> None:
        self.expected.setdefault(key, []).append(value)

    def letter(self, paragraph: str) -> None:
        """A paragraph of the model letter; `{{…}}` marks a sentence that asks."""
        said = re.sub(r"\{\{|\}\}", "", paragraph)
        self.put("p", said)
        self.also("model_letter", said)
        for asked in re.findall(r"\{\{(.*?)\}\}", paragraph):
            self.also("demands", asked)
