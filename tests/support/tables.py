"""TOML files that people write, changed by chance: values of other kinds, keys renamed, twice or gone, bytes, lines."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import tomli_w

from support.mutating import NASTY, changed, relined

Path = tuple[str | int, ...]


TEXTS = ("", " ", "x" * 50_000, "a\nb", "{{ 7*7 }}", "fr/aix/procureur-general", "example-2026", "../../x", *NASTY[:6])
NUMBERS = (0, -1, 2**63 - 1, -(2**63), 10**18, 10**400, float("nan"), float("inf"), -float("inf"), 1e308, 5e-324, -0.0)
INSTANTS = (
    *(date.min, date.max, date(2024, 2, 29), time(23, 59, 59, 999_999), datetime(1, 1, 1, tzinfo=UTC)),
    *(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)),  # noqa: DTZ001 - TOML has local ones too
    datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=23, minutes=59))),
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23))),
)


def odd(chance: random.Random) -> Any:
    """A value that stands in no such file."""
    tables = (
        *(True, False, [], {}, [[]], [{}], {"": ""}, {"en": {}}, {"en": []}, ["x"] * 3_000, [1, "x", {}]),
        *({f"k{n}": n for n in range(500)}, {"x" * 5_000: 1}, deep(chance.choice((5, 20, 60))), {"zz": "x"}),
        *({"m": "x", "f": "", "any": "\u202e"}, {"en": "x" * 30_000, "fr": ""}),
    )
    return chance.choice(chance.choice((TEXTS, NUMBERS, INSTANTS, tables)))


def deep(many: int) -> Any:
    """Tables in lists in tables."""
    made: Any = "deep"
    for _ in range(many):
        made = {"a": [made]}
    return made


def places(data: Any, path: Path = ()) -> Iterator[Path]:
    """Where values stand."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from places(value, (*path, key))


def altered(chance: random.Random, text: str) -> str:
    """A file with some values or keys that are others."""
    data = tomllib.loads(text)
    for _ in range(chance.choice((1, 1, 2, 5))):
        path = chance.choice(list(places(data)) or [()])
        if not path:
            break
        inside = data
        for key in path[:-1]:
            inside = inside[key]
        _alter(chance, inside, path[-1])
    return tomli_w.dumps(data)


def _alter(chance: random.Random, inside: Any, key: str | int) -> None:
    what = chance.randrange(5)
    if what == 0:
        del inside[key]
    elif what == 1 and isinstance(inside, dict):
        inside[chance.choice(("", "x" * 3_000, "é", "en", "id", f"{key}s", "a\nb", 'q"', *NASTY[:4]))] = inside.pop(key)
    elif what == 2 and isinstance(inside, list):
        inside.extend([inside[int(key)]] * chance.choice((1, 30, 1_000)))
    elif isinstance(inside.__getitem__(key), str) and chance.random() < 0.4:
        text = inside[key]
        at = chance.randrange(len(text) + 1)
        inside[key] = text[:at] + chance.choice(NASTY) * chance.choice((1, 1, 300)) + text[at:]
    else:
        inside[key] = odd(chance)


def hostile(chance: random.Random) -> str:
    """A file made to do harm."""
    many = chance.choice((10, 500, 5_000, 100_000))
    return chance.choice(
        (
            "a = " + "[" * many,
            "a = " + "[" * many + "]" * many,
            "a = " + "{ b = " * many + "1" + " }" * many,
            ".".join(["a"] * many) + " = 1",
            f"[{'.'.join(['a'] * many)}]\nb = 1",
            "a = " + "9" * many,
            "a = 0x" + "f" * many,
            "a = 1e" + "9" * many,
            "a = 0." + "1" * many,
            'a = "' + "\\u0041" * many + '"',
            'a = """' + "\n" * many,
            "".join(f"k{n} = {n}\n" for n in range(many)),
            "".join(f"[t{n}]\nx = 1\n" for n in range(min(many, 30_000))),
            "[[people]]\n" * min(many, 100_000),
            "#" * many + "\n" + "# GAP title: " + "x" * many,
            "a = 2026-02-30\nb = 25:61:61\nc = 2026-13-01T00:00:00Z",
            'a = "\\ud800"\nb = "\\U00110000"',
            "schema = 1\n" + "\r" * many,
        )
    )


LITERALS = (
    *(
        "0x" + "f" * 5_000,
        "-" + "9" * 4_000,
        "9" * 5_000,
        "0o" + "7" * 9_999,
        "1e400",
        "-1e-400",
        "nan",
        "-inf",
        "0.1e+1",
        "1_0",
    ),
    *(
        "07:32:00",
        "1979-05-27T00:32:00.999999-23:59",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31",
        "1979-05-27 07:32:00Z",
    ),
    *(
        """'''\n"\'''""",
        '""""a""""',
        "[ # x\n1 ]",
        "{}",
        "{ a.b.c = 1, a.d = 2 }",
        '"\\t\\u0000"',
        "truefalse",
        "[[[[]]]]",
    ),
)


def revalued(chance: random.Random, text: str) -> str:
    """A file with some values written as no careful person writes them."""
    rows = text.split("\n")
    for _ in range(chance.choice((1, 2, 6))):
        at = chance.choice([n for n, row in enumerate(rows) if " = " in row] or [0])
        rows[at] = f"{rows[at].split(' = ')[0]} = {chance.choice(LITERALS)}"
    return "\n".join(rows)


def mutated(chance: random.Random, text: str, others: Sequence[str]) -> bytes:
    """A file changed in one of these ways."""
    match chance.randrange(8):
        case 0 | 1 | 2 | 3:
            return altered(chance, text).encode("utf-8", "surrogatepass")
        case 4:
            return relined(chance, text, others).encode("utf-8", "surrogatepass")[: 2 << 20]
        case 5:
            return changed(chance, text.encode(), [other.encode() for other in others], most=2 << 20)
        case 6 if chance.random() < 0.5:
            return revalued(chance, text).encode()
        case 6:
            return text.encode() + b"\n" + hostile(chance).encode()
        case _:
            return hostile(chance).encode()
