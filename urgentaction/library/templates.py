"""The templates and layouts of all layers: what letters are made of, the strongest layer's first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from urgentaction.errors import UsageError, UserError
from urgentaction.library import layers
from urgentaction.library.layers import Layer
from urgentaction.library.reading import read_text
from urgentaction.model.codes import LANGUAGES
from urgentaction.model.template import Template


def templates(layers_: Sequence[Layer], kind: str, language: str) -> Mapping[str, Template]:
    """What a letter of this kind in this language is made of, by name: its own template and the base.

    Raises:
        UsageError: There is none in this language (`languages`: those there are).
    """
    names = (f"{kind}/{language}.j2", f"_base/{language}.j2")
    layers_ = _may_word(layers_, kind)
    found = {name: _template(layers_, name) for name in names} if language in LANGUAGES else {}
    if not found or any(template is None for template in found.values()):
        there = layers.names(layers_, "templates", kind, suffix=".j2")
        raise UsageError("library.no-template", kind=kind, language=language, languages=there)
    return {name: template for name, template in found.items() if template}


def _may_word(layers_: Sequence[Layer], kind: str) -> Sequence[Layer]:
    """The layers whose templates may word this kind: a kind of ours is worded by ours, in every language."""
    ours = [layer for layer in layers_ if not layer.added]
    return ours if layers.names(ours, "templates", kind, suffix=".j2") else layers_


def layout(layers_: Sequence[Layer], name: str) -> Path:
    """A layout file (`letter.typ`, `letter.html.j2`); Typst can read files, so `.typ` is only ever ours.

    Raises:
        UserError: No layer that may have it has it.
    """
    allowed = [layer for layer in layers_ if layer.built_in or not name.endswith(".typ")]
    found = next(layers.find(allowed, "templates", "layout", Path(name).name), None)
    if found is None:
        raise UserError("library.no-layout", name=name)
    return found.path


def _template(layers_: Sequence[Layer], name: str) -> Template | None:
    found = next(layers.find(layers_, "templates", *name.split("/")), None)
    return Template(name, read_text(found.path), layers.shown(found.path)) if found else None
