from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from urgentaction.library.positions import KeyPath, Place, Spot, positions


def flattened(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of what tomllib gives."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from flattened(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index)
            yield from flattened(inner, (*path, index))


def reached(value: Any, path: KeyPath) -> Any:
    for part in path:
        value = value[part]
    return value


def at(text: str, spot: Spot) -> str:
    return "\n".join(text.split("\n")[spot.line - 1 :])[spot.column - 1 :]


def test_a_plain_key_and_its_value_have_a_place() -> None:
    assert positions('id = "x"') == {("id",): Place(Spot(1, 1), Spot(1, 6))}


def test_dotted_keys_have_a_place_at_each_part() -> None:
    places = positions('\n  title . fr = "x"\ntitle.en = "y"')
    assert places["title",].key == Spot(2, 3)
    assert places["title", "fr"] == Place(Spot(2, 11), Spot(2, 16))
    assert places["title", "en"] == Place(Spot(3, 7), Spot(3, 12))


def test_a_table_begins_at_its_header_and_each_table_of_a_list_at_its_own() -> None:
    text = "[[facts]]\nid = 1\n[[facts]]\nid = 2\n[facts.more]\nx = 3\n[status]\n"
    places = positions(text)
    assert places["facts", 0].key == Spot(1, 3)
    assert places["facts", 1].key == Spot(3, 3)
    assert places["facts", 1, "id"].value == Spot(4, 6)
    assert places["facts", 1, "more", "x"].key == Spot(6, 1)
    assert places["status",].key == Spot(7, 2)


def test_lists_over_lines_and_inline_tables_are_followed_inside() -> None:
    text = 'a = [ # one\n  "x, ]", # two\n  { b.c = [1, 2], d = """\n]}""" },\n]\ne = 1'
    places = positions(text)
    assert places["a", 0].value == Spot(2, 3)
    assert places["a", 1, "b", "c", 1].value == Spot(3, 15)
    assert places["a", 1, "d"].key == Spot(3, 19)
    assert places["e",].key == Spot(6, 1)


def test_quotes_brackets_and_equal_signs_in_texts_do_not_confuse() -> None:
    text = (
        'a = """x"""""\n"k = [" = \'\'\'y\'\'\'\'\nb = "\\"] = #"\n\'c.d\'.e = 1 # = 2\nf = 2013-08-01 07:00:00\ng = 1'
    )
    assert set(positions(text)) == set(flattened(tomllib.loads(text)))
    assert positions(text)["g",].key == Spot(6, 1)


def test_windows_line_ends_count_as_one() -> None:
    assert positions('a = 1\r\nb = """x\r\ny"""\r\nc = 3')["c",].key == Spot(4, 1)


# Documents that tomllib accepts, drawn from all ways to write the same thing; each scalar is unique, so that it can be
# told where it stands.
SPELLINGS = ("a", "b-1", "c_2", "3", "id", "text", '"a b"', "'c.d'", '"e\\"f"', '"é"', '"["', "'#'", '""')
SPELT = {next(iter(tomllib.loads(f"{key} = 1"))): key for key in SPELLINGS}
KEYS = st.sampled_from(SPELLINGS)
SPACE = st.sampled_from(["", " ", "\t", "  "])
BREAK = st.sampled_from(["\n", "\n\n", " # a = [\n", "\r\n", "\n  \n# ]]\n"])
TEXTS = st.sampled_from(
    ['"v@"', "'v@'", '"""v@ \\"" ] } # = """', "'''v@\n[x]'''", '"""\nv@\n\n"""""', '"v@ \\" \\\\"', "'v@ \" \\'"]
)


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["text", "number", "date", "list", "table"] if depth else ["text", "number", "date"]))
    if kind == "text":
        return draw(TEXTS).replace("@", str(draw(st.integers(0, 10**9))))
    if kind == "number":
        return draw(st.sampled_from(["1", "-1_000", "3.14", "1e5", "true", "inf", "0xff"]))
    if kind == "date":
        return draw(st.sampled_from(["2013-08-01", "2013-08-01 07:32:00", "2013-08-01T07:32:00Z", "07:32:00"]))
    if kind == "list":
        return draw(lists(depth - 1))
    keys = draw(st.lists(KEYS, max_size=3, unique=True))
    pairs = [f"{draw(SPACE)}{key}{draw(SPACE)}={draw(SPACE)}{draw(values(depth - 1))}" for key in keys]
    return "{" + ",".join(pairs) + draw(SPACE) + "}"


@st.composite
def lists(draw: st.DrawFn, depth: int) -> str:
    blank = SPACE | BREAK
    items = [draw(blank) + draw(values(depth)) + draw(blank) for _ in range(draw(st.integers(0, 3)))]
    end = "," if items and draw(st.booleans()) else ""
    return "[" + ",".join(items) + end + draw(blank) + "]"


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 8))):
        names = draw(st.lists(KEYS, min_size=1, max_size=3))
        name = f"{draw(SPACE)}.{draw(SPACE)}".join(names)
        shape = draw(st.sampled_from(["{s}[{s}{n}{s}]", "{s}[[{s}{n}{s}]]", "{s}{n}{s}={s}{v}"]))
        parts.append(shape.format(s=draw(SPACE), n=name, v=draw(values())) + draw(BREAK))
    return draw(BREAK) + "".join(parts)


def accepted(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@given(documents().filter(accepted))
@settings(max_examples=400)
def test_every_key_of_any_document_has_its_place_and_no_other(text: str) -> None:
    data = tomllib.loads(text)
    places = positions(text)
    assert set(places) == set(flattened(data))
    plain = text.replace("\r\n", "\n")
    for path, place in places.items():
        name = path[-1]
        if isinstance(name, str):
            assert at(plain, place.key).startswith(SPELT[name])
        value = reached(data, path)
        if isinstance(value, str):
            after = at(plain, place.value)
            assert after[0] in "\"'"
            assert after.lstrip("\"'\n").startswith(value.split()[0])
