"""Letter templates in a sandbox: render one block at a time, and say which line of which file is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from urgentaction import errors
from urgentaction.model.letter import Paragraph
from urgentaction.model.template import Template

Result = TypeVar("Result")

MAX_BLOCK = 20_000
"""Characters that one block may give: a page holds about 3,500, so more is a run-away template."""

MAX_CHAIN = 4
"""Templates that may extend one another."""

MAX_LOOPS = 2
"""Loops that may stand inside one another; more has no use in a letter and could run for years."""

FILTERS = ("join", "default", "first", "last", "length", "list", "lower", "upper", "capitalize", "trim", "replace")
"""What a letter needs of Jinja's filters; others can build huge strings (`center`, `format`, `indent`)."""

REFUSED = (nodes.Macro, nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.Include, nodes.FilterBlock)
"""Statements that could recurse or read other files."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without string methods and without the operators that can build huge values."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse `*`, `**` and `%`: `'a' * 10**9` takes a gigabyte (reference/documents.md §2)."""
        del context, left, right
        raise jinja2.exceptions.SecurityError(f"the operator {operator} is not allowed in a letter")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse the methods of strings and numbers: `ljust`, `zfill`, `format` can build huge values too."""
        return not isinstance(obj, str | int | float) and super().is_safe_attribute(obj, attr, value)


@dataclass(frozen=True)
class Blocks:
    """The blocks of one template and of those it extends, the nearest first."""

    environment: Sandbox
    chain: tuple[jinja2.Template, ...]
    files: Mapping[str, Template]

    def text(self, block: str, values: Mapping[str, object]) -> str:
        """Render one block to text.

        Raises:
            UserError: The template uses a name that is not there, or does what the sandbox forbids.
        """
        context = self.chain[0].new_context(dict(values))
        context.blocks = {
            name: [template.blocks[name] for template in self.chain if name in template.blocks]
            for name in {name for template in self.chain for name in template.blocks}
        }
        if block not in context.blocks:
            raise errors.UserError("compose.no-block", block=block, path=self.files[str(self.chain[0].name)].path)
        with_limit = _limited(context.blocks[block][0](context), block=block, template=str(self.chain[0].name))
        return _told(lambda: "".join(with_limit), self.environment, self.files)

    def paragraphs(self, block: str, values: Mapping[str, object]) -> tuple[Paragraph, ...]:
        """Render one block and part it at blank lines (see `paragraphs`)."""
        return paragraphs(self.text(block, values))


def load(name: str, files: Mapping[str, Template], functions: Mapping[str, Callable[..., str]]) -> Blocks:
    """Compile a template (`extradition/fr.j2`) and those it extends.

    Raises:
        UserError: One is missing, has a syntax error, or uses a statement that letters do not need.
    """
    environment = Sandbox(
        loader=jinja2.FunctionLoader(lambda wanted: _source(wanted, files)),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=False,
        auto_reload=False,
        trim_blocks=False,
    )
    environment.globals = dict(functions)
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    return Blocks(environment, _told(lambda: tuple(_chain(name, environment, files)), environment, files), files)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Part a rendered block: a blank line ends a paragraph, lines that begin with `- ` are a list.

    Single line breaks and runs of spaces become one space; no-break spaces stay.
    """
    found: list[Paragraph] = []
    for chunk in _chunks(text):
        if all(line.startswith("- ") for line in chunk):
            found.append(Paragraph(items=tuple(_tidy(line[2:]) for line in chunk)))
        else:
            found.append(Paragraph(text=_tidy(" ".join(chunk))))
    return tuple(found)


def _chunks(text: str) -> Iterator[list[str]]:
    """Groups of lines between blank lines; a list that follows its lead line directly is a group of its own."""
    chunk: list[str] = []
    for line in [*(line.strip(" \t\r") for line in text.split("\n")), ""]:
        starts_list = line.startswith("- ") and chunk and not chunk[-1].startswith("- ")
        if (not line or starts_list) and chunk:
            yield chunk
            chunk = []
        if line:
            chunk.append(line)


def _tidy(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


def _source(name: str, files: Mapping[str, Template]) -> tuple[str, str, None] | None:
    return (files[name].text, files[name].path, None) if name in files else None


def _chain(name: str, environment: Sandbox, files: Mapping[str, Template]) -> Iterator[jinja2.Template]:
    wanted: str | None = name
    for _ in range(MAX_CHAIN):
        if wanted is None:
            return
        yield environment.get_template(wanted)
        wanted = _extended(environment.parse(files[wanted].text, wanted, files[wanted].path), files[wanted].path)
    if wanted is not None:
        raise errors.UserError("compose.chain-too-long", path=files[name].path, limit=MAX_CHAIN)


def _extended(tree: nodes.Template, path: str) -> str | None:
    """The template that this one extends; refuses statements that letters do not need."""
    for node in tree.find_all(REFUSED):
        raise errors.UserError("compose.statement", path=path, line=node.lineno, statement=type(node).__name__.lower())
    if _loops(tree) > MAX_LOOPS:
        raise errors.UserError("compose.loops", path=path, limit=MAX_LOOPS)
    extends = next(tree.find_all(nodes.Extends), None)
    if extends is None:
        return None
    if not isinstance(extends.template, nodes.Const):
        raise errors.UserError("compose.statement", path=path, line=extends.lineno, statement="extends")
    return str(extends.template.value)


def _loops(node: nodes.Node) -> int:
    inner = max((_loops(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)


def _limited(parts: Iterator[str], *, block: str, template: str) -> Iterator[str]:
    size = 0
    for part in parts:
        size += len(part)
        if size > MAX_BLOCK:
            raise errors.UserError("compose.block-too-long", block=block, template=template, limit=MAX_BLOCK)
        yield part


def _told(work: Callable[[], Result], environment: Sandbox, files: Mapping[str, Template]) -> Result:
    """Do the work; what goes wrong in a template becomes an error with the template's own line."""
    try:
        return work()
    except errors.UserError:
        raise
    except jinja2.TemplateNotFound as missing:
        raise errors.UserError("compose.no-template", name=missing.name or "") from missing
    except jinja2.TemplateSyntaxError as wrong:
        path = wrong.filename or wrong.name or ""
        raise errors.UserError("compose.syntax", path=path, line=wrong.lineno, reason=wrong.message or "") from wrong
    except jinja2.UndefinedError as wrong:
        path, line = _place(environment, files)
        raise errors.UserError("compose.undefined", path=path, line=line, reason=wrong.message or "") from wrong
    except Exception as wrong:
        # Whatever a template calls may fail in its own way; it is the template's fault, and never a traceback.
        path, line = _place(environment, files)
        raise errors.UserError("compose.template", path=path, line=line, reason=f"{wrong}") from wrong


def _place(environment: Sandbox, files: Mapping[str, Template]) -> tuple[str, int]:
    """The template file and line in which the exception now being handled came up."""
    paths = {template.path for template in files.values()}
    try:
        # Jinja puts the template's own lines into the traceback and raises again.
        environment.handle_exception()
    except Exception:  # noqa: BLE001 - the same exception again; only its traceback is wanted
        trace = sys.exc_info()[2]
    place = ("", 0)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in paths:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place
