"""JSON Schemas: of the files people write, for editors (`#:schema` in the first line), and of the list of offices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from urgentaction.errors import UsageError

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `case`, an `authority` or a `forms` file, or of the list of `authorities`.

    Raises:
        UsageError: There is no schema of this name.
    """
    if name not in _SCHEMAS:
        raise UsageError("library.no-schema", name=name, known=tuple(_SCHEMAS))
    return {"$schema": _DIALECT, **_SCHEMAS[name]()}


def _case() -> dict[str, Any]:
    from urgentaction.library.case_schema import CaseFile

    return {**CaseFile.model_json_schema(), "title": "Case file of the urgent-action toolkit"}


def _authority() -> dict[str, Any]:
    """A file is a tree of tables: one that says something of an office is an entry, any other groups entries."""
    from urgentaction.library.authority_schema import Authority

    entry = Authority.model_json_schema()
    definitions = entry.pop("$defs")
    says_something = {"anyOf": [{"required": [key]} for key in entry["required"]]}
    tables = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Table"}}
    return {
        "title": "Authority file of the urgent-action toolkit",
        "description": "Offices of one country; the path of a table is the office's id: [aix.procureur-general]",
        "type": "object",
        "properties": {"schema": {"const": 1, "description": "The version of this format: 1"}},
        "additionalProperties": {"$ref": "#/$defs/Table"},
        "$defs": {
            **definitions,
            "Authority": entry,
            "Table": {"if": says_something, "then": {"$ref": "#/$defs/Authority"}, "else": tables},
        },
    }


def _authorities() -> dict[str, Any]:
    from urgentaction.library import listing

    return listing.schema()


def _forms() -> dict[str, Any]:
    """A file is a tree of tables too: one for each role, and inside it what is finer."""
    from urgentaction.library.forms import NEUTRAL
    from urgentaction.library.forms_schema import Form
    from urgentaction.model.authority import Role

    entry = Form.model_json_schema()
    definitions = entry.pop("$defs")
    form = {**entry, "additionalProperties": {"$ref": "#/$defs/Table"}}
    says_something = {"anyOf": [{"required": [key]} for key in entry["required"]]}
    tables = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Table"}}
    roles = {str(role): {"$ref": "#/$defs/Table", "description": f"Offices of the role {role}"} for role in Role}
    return {
        "title": "File of forms of address of the urgent-action toolkit",
        "description": "How offices are addressed in one language, by role, or finer: [ministry.justice]",
        "type": "object",
        "properties": {
            "schema": {"const": 1, "description": "The version of this format: 1"},
            NEUTRAL: {"$ref": "#/$defs/Form", "description": "For offices of a role that has no form here"},
            **roles,
        },
        "additionalProperties": False,
        "$defs": {
            **definitions,
            "Form": form,
            "Table": {"if": says_something, "then": {"$ref": "#/$defs/Form"}, "else": tables},
        },
    }


_SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "case": _case,
    "authority": _authority,
    "authorities": _authorities,
    "forms": _forms,
}
