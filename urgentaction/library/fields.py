"""The kinds of value a file may hold, for pydantic: what each allows, and the id of the message where it does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, LiteralString, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from urgentaction.library.characters import forbidden, named
from urgentaction.library.entries import INVENTED
from urgentaction.model.codes import COUNTRIES, LANGUAGES

T = TypeVar("T")

TABLE = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
"""Every table: unknown keys are faults, nothing is converted silently, and only what is asked for is built."""

# Strictness is for single values ("3" is not 3); TOML's lists and words become tuples and enums.
Rows = Annotated[tuple[T, ...], Field(strict=False)]
Filled = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]
Choice = Annotated[T, Field(strict=False)]


def noun(noun_: Callable[..., T], row: BaseModel, **instead: Any) -> T:
    """The frozen noun of a checked table: fields of the same names, some given instead."""
    return noun_(**{name: getattr(row, name) for name in type(row).model_fields} | instead)


def line(value: str) -> str:
    """One paragraph as Unicode NFC; lines that were wrapped in the file are joined by spaces."""
    if re.search(r"\n[ \t]*\n", value.strip()):
        raise _wrong("library.paragraphs")
    joined = unicodedata.normalize("NFC", re.sub(r"[ \t]*\n[ \t]*", " ", value.strip()))
    if not joined:
        raise _wrong("library.empty")
    bad = next((character for character in joined if forbidden(character)), "")
    if bad:
        raise _wrong("library.forbidden-character", character=named(bad))
    return joined


def _wrong(id_: LiteralString, **values: Any) -> PydanticCustomError:
    return PydanticCustomError(id_, id_, values)


def _matching(pattern: str, id_: LiteralString) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise _wrong(id_, found=value)
        return value

    return check


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise _wrong("library.not-language", found=value)
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES and value != INVENTED:
        raise _wrong("library.not-country", found=value)
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:  # a port or an IPv6 address that is none
        good = False
    if not good or re.search(r"\s", value):
        raise _wrong("library.not-url", found=value)
    return value


def _version(value: int) -> int:
    if value != 1:
        raise _wrong("library.schema-version", found=value)
    return value


SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_SOURCE = rf"{SLUG}(#[^\s#]+)?"
_AUTHORITY = rf"[a-z]{{2}}(/{SLUG})+"
_FORM = rf"{SLUG}(\.{SLUG})*"
_LOOKUP = r"embassy-of:[A-Z]{2} in:(signer|[A-Z]{2})"
_PHONE = r"\+?[0-9][0-9 ().-]{3,}"


def written(pattern: str) -> Any:
    """What an editor should know of how a value is written."""
    return Field(json_schema_extra={"pattern": f"^{pattern}$"})


Line = Annotated[str, AfterValidator(line), Field(json_schema_extra={"minLength": 1})]
Language = Annotated[str, AfterValidator(_language), written("[a-z]{2}")]
Text = Annotated[dict[Language, Line], Field(min_length=1)]
Url = Annotated[str, AfterValidator(_url), written(r"https?://\S+")]
Slug = Annotated[str, AfterValidator(_matching(SLUG, "library.not-slug")), written(SLUG)]
SourceId = Annotated[str, AfterValidator(_matching(_SOURCE, "library.not-source-id")), written(_SOURCE)]
AuthorityId = Annotated[str, AfterValidator(_matching(_AUTHORITY, "library.not-authority-id")), written(_AUTHORITY)]
FormKey = Annotated[str, AfterValidator(_matching(_FORM, "library.not-form")), written(_FORM)]
Lookup = Annotated[str, AfterValidator(_matching(_LOOKUP, "library.not-lookup")), written(_LOOKUP)]
Country = Annotated[str, AfterValidator(_country), written("[A-Z]{2}")]
Phone = Annotated[str, AfterValidator(_matching(_PHONE, "library.not-phone")), written(_PHONE)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Version = Annotated[int, AfterValidator(_version), Field(json_schema_extra={"const": 1})]
