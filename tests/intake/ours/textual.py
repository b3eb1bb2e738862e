"""Blocks as plain text, a web page, or a mail."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

from intake.ours.action import Action
from intake.ours.pages import Block
from intake.ours.parts import colon

BULLETS = ("- ", "• ", "* ", "▪ ")
SCANNED = str.maketrans({"0": "O", "1": "l"})
"""What a scanner makes of figures in dates and numbers."""

NUMBERED = re.compile(r"(?:UA|AU) \d")
SHORT = 60
"""Characters of a line of the head at most; the errors are not in what is told."""


def text(blocks: Sequence[Block], action: Action) -> str:
    """Plain text, wrapped; `noise` as a scanner leaves it, `hyphens` with words broken at the ends of lines."""
    out: list[str] = []
    for number, block in enumerate(blocks):
        lines = _lines(block, action)
        close = bool(number) and block.kind == blocks[number - 1].kind == "b"
        out += lines if close or not number else ["", *lines]
    return "\n".join(out).replace("\n\n\n", "\n\n") + "\n"


def _lines(block: Block, action: Action) -> list[str]:
    width = int(action.how.get("width", 78))
    if block.kind == "n":
        return [f"- {action.turn % 3 + 1} -"] if action.how.get("noise") else []
    if block.kind == "b":
        bullet = BULLETS[action.turn % len(BULLETS)]
        return _wrapped(block.text, action, width, bullet)
    if block.kind == "t":
        return [_scanned(line, action) if NUMBERED.match(line) else line for line in block.lines]
    if block.kind == "a":
        return block.lines
    if block.kind == "r" and action.layout == "form":
        said = _scanned(block.text, action) if len(block.text) < SHORT else block.text
        return [_scanned(block.label, action), *_wrapped(said, action, width)]
    said = f"{block.label}{colon(action)} {block.text}" if block.kind == "r" else block.text
    short = block.kind in "hr" or len(said) < SHORT
    return _wrapped(_scanned(said, action) if short else said, action, width)


def _scanned(said: str, action: Action) -> str:
    """A line with a scanner's errors: figures of dates and of the number taken for letters, an O of a label for a figure."""
    if not action.how.get("noise") or "@" in said or "://" in said:
        return said
    said = re.sub(r"\b\d{1,2}(?= (?:de )?\w+ (?:de )?(?:19|20)\d\d)|(?<=[UA][AU] )\d+/\d+", _taken, said)
    return re.sub(r"(?<=[A-Z])O(?=[A-Z])", "0", said, count=1)


def _taken(figures: re.Match[str]) -> str:
    return figures.group().translate(SCANNED)


def _wrapped(said: str, action: Action, width: int, bullet: str = "") -> list[str]:
    if action.how.get("hyphens"):
        return _broken(said, width, bullet)
    after = " " * len(bullet)
    return textwrap.wrap(said, width, initial_indent=bullet, subsequent_indent=after, break_on_hyphens=False)


def _broken(said: str, width: int, bullet: str) -> list[str]:
    """Lines of a narrow column, with a long word broken before a consonant where it does not fit."""
    lines, line = [], bullet
    for word in said.split(" "):
        room = width - len(line) - 1
        cut = max((at for at in range(4, len(word) - 3) if at < room and _may_break(word, at)), default=0)
        if len(word) <= room or not line.strip():
            line = f"{line} {word}" if line.strip() and line != bullet else f"{line}{word}"
        elif cut:
            lines.append(f"{line} {word[:cut]}-")
            line = " " * len(bullet) + word[cut:]
        else:
            lines.append(line)
            line = " " * len(bullet) + word
    return [*lines, line]


def _may_break(word: str, at: int) -> bool:
    return word.isalpha() and word.islower() and word[at - 1] in "aeiouéè" and word[at] in "bcdfgjlmnprstv"


def body(blocks: Sequence[Block], action: Action) -> str:
    """The blocks in HTML; the form has a table of its labels, or a list of definitions."""
    out: list[str] = []
    for number, block in enumerate(blocks):
        before = blocks[number - 1].kind if number else ""
        after = blocks[number + 1].kind if number + 1 < len(blocks) else ""
        said = "<br>\n".join(map(_linked, block.lines))
        if block.kind == "b":
            out.append(("<ul>\n" if before != "b" else "") + f"<li>{said}</li>" + ("\n</ul>" if after != "b" else ""))
        elif block.kind == "r":
            out.append(_row(block, said, action, begins=before != "r", ends=after != "r"))
        elif block.kind != "n":
            tag = {"t": "h1", "h": ("h2", "h3")[action.turn % 2]}.get(block.kind, "p")
            out.append(f"<{tag}>{said}</{tag}>")
    return "\n".join(out)


def _linked(said: str) -> str:
    said = html.escape(said, quote=False)
    said = re.sub(r"([\w.+-]+@[\w.-]+\w)", r'<a href="mailto:\1">\1</a>', said)
    return re.sub(r"(https?://[^\s<]+[\w/])", r'<a href="\1">\1</a>', said)


def _row(block: Block, said: str, action: Action, *, begins: bool, ends: bool) -> str:
    label = html.escape(block.label, quote=False)
    if action.layout != "form":
        return f"<p><strong>{label}{colon(action)}</strong> {said}</p>"
    if action.turn % 2:
        return ("<dl>\n" if begins else "") + f"<dt>{label}</dt><dd>{said}</dd>" + ("\n</dl>" if ends else "")
    row = f"<tr><th>{label}</th><td>{said}</td></tr>"
    return ("<table>\n" if begins else "") + row + ("\n</table>" if ends else "")


MENUS = {
    "en": ("Home", "Take part", "Donate", "We use cookies to count our visitors.", "Accept", "Related actions"),
    "fr": ("Accueil", "Agir", "Faire un don", "Ce site utilise des cookies.", "Accepter", "À lire aussi"),
    "es": ("Inicio", "Actúa", "Dona", "Este sitio utiliza cookies.", "Aceptar", "Acciones relacionadas"),
}
OTHERS = {
    "en": ("Printers of Lower Harbour freed", "Three more lanterns for Sandhaven"),
    "fr": ("Les imprimeurs du port sont libres", "Trois lanternes de plus"),
    "es": ("Impresores del puerto en libertad", "Tres faroles más"),
}


def page(blocks: Sequence[Block], action: Action) -> str:
    """A page of a site, with what sites have around an action; every third is bare, as a mail program saves it."""
    home, act, give, cookies, accept, related = MENUS[action.language]
    others = "".join(f'<li><a href="/other/{at}">{one}</a></li>' for at, one in enumerate(OTHERS[action.language]))
    around = (
        f'<header><nav><ul><li><a href="/">{home}</a></li><li><a href="/act">{act}</a></li><li><a href="/give">{give}</a>'
        f'</li></ul></nav></header>\n<div class="cookies" role="dialog"><p>{cookies}</p><button>{accept}</button></div>\n'
    )
    below = f"<aside><h3>{related}</h3><ul>{others}</ul></aside>\n<footer><p>© Lantern Rights Network</p></footer>\n"
    bare = action.turn % 3 == 0
    inner = body(blocks, action)
    content = f"<div>{inner}</div>\n" if bare else f"{around}<main><article>\n{inner}\n</article></main>\n{below}"
    head = f'<meta charset="utf-8"><title>{html.escape(blocks[0].text)}</title><style>p {{ margin: 0 }}</style>'
    script = "<script>window.count = (window.count || 0) + 1;</script>"
    return f'<!doctype html>\n<html lang="{action.language}"><head>{head}{script}</head>\n<body>\n{content}</body></html>\n'


FORWARDED = {
    "en": "Dear all, please write if you can.\n\n---------- Forwarded message ----------\nFrom: {}\nDate: {}\nSubject: {}\n\n",
    "fr": "Bonjour à tous, merci d'écrire.\n\n-------- Message transféré --------\nDe : {}\nDate : {}\nObjet : {}\n\n",
    "es": "Hola, escriban si pueden.\n\n---------- Mensaje reenviado ----------\nDe: {}\nFecha: {}\nAsunto: {}\n\n",
}
FOOT = "\n-- \nLantern Rights Network · leave this list: leave@lists.example\n"


def mail(blocks: Sequence[Block], action: Action) -> bytes:
    """A mail: plain, in two versions, or forwarded."""
    number = "" if action.omits("number") else f"{action.number_printed} "
    subject = f"{number}{action.facts['country_name']}"
    made = EmailMessage(policy=SMTP)
    made["From"] = "Lantern Rights Network <actions@lantern.example>"
    made["To"] = "members@lists.example"
    made["Subject"] = f"Fwd: {subject}" if action.turn % 3 == 2 else subject
    made["Date"] = action.issued.strftime("%d %b %Y 10:00:00 +0000")
    made["Message-ID"] = f"<{action.facts['serial']}@lantern.example>"
    lead = ""
    if action.turn % 3 == 2:
        lead = FORWARDED[action.language].format("actions@lantern.example", action.day(action.issued), subject)
    made.set_content(lead + text(blocks, action) + FOOT, cte="quoted-printable")
    if action.turn % 3 == 1:
        inner = f"<html><head><style>p {{ margin: 0 }}</style></head><body>{body(blocks, action)}</body></html>"
        made.add_alternative(inner, subtype="html", cte="base64")
        made.set_boundary("=-ours-=")
    return made.as_bytes()
