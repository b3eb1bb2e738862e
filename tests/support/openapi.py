"""Lob's published OpenAPI file, and whether a request that was made is one that it describes.

The file is not ours and not in this repository: `UA_LOB_OPENAPI` names it, or it is beside the project. openapi-core
(0.23) cannot read a form whose names have brackets, so that the form is read here, as the file's `encoding` says
(`deepObject`), and validated as a value against the very schema that the file has for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from support.printhouses import nested
from support.web import Asked
from support.webserver import Answer, Upload, form_of

DECODED = "application/vnd.api+json"
"""Under what name the form is handed over once it is read: one that openapi-core reads as JSON."""

BESIDE = Path(__file__).parents[3] / "shared" / "specs" / "lob-openapi.yml"


def spec_file() -> Path:
    """Where the file is, or would be."""
    return Path(os.environ.get("UA_LOB_OPENAPI", BESIDE))


def why_not() -> str:
    """Why nothing can be validated here; empty where it can."""
    if find_spec("openapi_core") is None:
        return "openapi-core is not installed (pip install '.[dev]')"
    return (
        "" if spec_file().is_file() else f"Lob's OpenAPI file is not here: {spec_file()} (UA_LOB_OPENAPI names another)"
    )


@cache
def contract() -> Any:
    """The file as openapi-core reads it; Lob's is not strictly valid, so that it is not itself validated."""
    import yaml
    from openapi_core import Config, OpenAPI

    tree = yaml.load(spec_file().read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # a safe one
    content = tree["paths"]["/letters"]["post"]["requestBody"]["content"]
    content[DECODED] = {"schema": content["multipart/form-data"]["schema"]}
    return OpenAPI.from_dict(tree, config=Config(spec_validator_cls=None))


class Contract:
    """Says of requests and answers whether Lob's file describes them."""

    def fault(self, asked: Asked) -> str:
        """What is wrong with a request; empty where nothing is."""
        return self._said(lambda: contract().validate_request(_Request(asked)))

    def fault_in_answer(self, asked: Asked, answer: Answer) -> str:
        """What is wrong with an answer; empty where nothing is."""
        return self._said(lambda: contract().validate_response(_Request(asked), _Response(answer)))

    def _said(self, check: Any) -> str:
        from openapi_core.exceptions import OpenAPIError

        try:
            check()
        except OpenAPIError as error:
            reasons: Iterable[Any] = getattr(error.__cause__, "schema_errors", ())
            return "; ".join([str(error), *(reason.message for reason in reasons)])
        return ""


class _Request:
    """A request in openapi-core's words."""

    host_url = "https://api.lob.com"

    def __init__(self, asked: Asked) -> None:
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        self.method = asked.method.lower()
        self.path = asked.path
        self.body = json.dumps(_value(asked)).encode() if asked.body else None
        self.content_type = DECODED if asked.body else ""
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(list(asked.query.items())),
            header=Headers(list(asked.headers)),
            cookie=ImmutableMultiDict(),
            path={},
        )


class _Response:
    """An answer in openapi-core's words."""

    content_type = "application/json"

    def __init__(self, answer: Answer) -> None:
        from werkzeug.datastructures import Headers

        self.status_code = answer.status
        self.data = answer.data
        self.headers = Headers(list(answer.headers.items()))


def _value(asked: Asked) -> Any:
    """The form as a value: text stays text, but for `true` and `false`; a file is its contents."""
    return nested({name: _plain(value) for name, value in form_of(asked).items()})


def _plain(value: str | Upload) -> Any:
    if isinstance(value, Upload):
        return value.data.decode("latin-1")
    return {"true": True, "false": False}.get(value, value)
