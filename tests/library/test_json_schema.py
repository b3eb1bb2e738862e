from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from urgentaction.errors import UsageError
from urgentaction.library import schema


def keys(place: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema describes, at any depth."""
    if isinstance(place, dict):
        yield from place.get("properties", {}).items()
        for inner in place.values():
            yield from keys(inner)
    elif isinstance(place, list):
        for inner in place:
            yield from keys(inner)


@pytest.mark.parametrize("name", ["case", "authority", "forms"])
def test_a_schema_says_its_dialect_and_describes_every_key(name: str) -> None:
    made = schema(name)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"]
    assert made["description"]
    assert json.loads(json.dumps(made)) == made
    undescribed = [key for key, value in keys(made) if "description" not in value]
    assert undescribed == []


def test_the_schema_uses_the_keys_that_people_write_and_refuses_others() -> None:
    made = schema("case")
    assert made["additionalProperties"] is False
    assert "schema" in made["required"]
    assert {"for", "carries_out", "text"} <= set(made["$defs"]["Demand"]["properties"])
    assert {"as", "authority", "lookup"} == set(made["$defs"]["Target"]["properties"])
    assert "date" in made["$defs"]["Fact"]["properties"]
    assert made["$defs"]["Hedge"]["enum"] == ["reported", "alleged", "believed", "apparent", "possible"]
    assert schema("authority")["$defs"]["Limits"]["properties"]["per_hour"]["maximum"] == 6


def test_an_authority_file_may_group_entries_to_any_depth() -> None:
    table = schema("authority")["$defs"]["Table"]
    assert table["then"] == {"$ref": "#/$defs/Authority"}
    assert table["else"]["additionalProperties"] == {"$ref": "#/$defs/Table"}
    assert {"required": ["role"]} in table["if"]["anyOf"]


def test_every_reference_of_a_schema_leads_somewhere() -> None:
    for name in ("case", "authority", "forms"):
        made = schema(name)
        text = json.dumps(made)
        for definition in {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}:
            assert definition in made["$defs"]


def test_an_unknown_schema_is_a_usage_error_that_names_the_known() -> None:
    with pytest.raises(UsageError, match="schema") as caught:
        schema("letter")
    assert str(caught.value) == 'No schema "letter". There is: case, authority, authorities, forms.'
