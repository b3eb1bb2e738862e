"""The figures of the program, each beside a peer or a floor in the same run; ratios of medians (`make bench`).

Never a test: a figure depends on the machine, a ratio much less. Runs in about three minutes.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 15
LETTERS = 10_000
PAGES = 300


def main() -> None:
    """Print every figure with what it is measured against and what it must be."""
    with tempfile.TemporaryDirectory(prefix="ua-bench-") as name:
        folder = Path(name)
        start_up(folder)
        drafts(folder)
        mails(folder)
        pages(folder)
        imports(folder)


def start_up(folder: Path) -> None:
    """`ua --help` beside the same command tree with empty bodies."""
    bare = folder / "bare"
    bare.mkdir()
    (bare / "tree.py").write_text(empty_tree(), encoding="utf-8")
    ours = [
        sys.executable,
        "-c",
        "import sys; from urgentaction.__main__ import main; sys.argv = ['ua', '--help']; main()",
    ]
    floor = [sys.executable, "-c", "import sys; sys.path.insert(0, 'bare'); import tree; tree.main()"]
    mine, other = in_turn(lambda: run(ours, folder), lambda: run(floor, folder))
    say("ua --help", mine, "the same tree, empty bodies", other, "≤ 1.15", mine / other)


def empty_tree() -> str:
    """The command tree as one module: the real signatures and help, with nothing behind them."""
    app = ast.parse((ROOT / "urgentaction" / "cli" / "app.py").read_text(encoding="utf-8"))
    app.body = [
        node
        for node in app.body
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.If)
        and not (isinstance(node, ast.FunctionDef) and not node.decorator_list)
    ]
    _empty(app)
    main = "def main():\n    typer.main.get_command(app).main(args=['--help'], prog_name='ua')"
    return TREE.format(source=json.dumps(sources()), app=json.dumps(f"{ast.unparse(app)}\n{main}"))


TREE = """\
import sys, types
import typer
from typing import Annotated
from pathlib import Path
from collections.abc import Callable
names = {{}}
for name, source in {source}.items():
    made = types.ModuleType(name)
    sys.modules[name] = made
    made.__dict__.update(typer=typer, Annotated=Annotated, Path=Path, opt=names.get("options"))
    made.__dict__.update(authority=getattr(names.get("authorities"), "authority", None))
    exec(compile(source, name, "exec"), made.__dict__)
    names[name] = made
scope = dict(typer=typer, Annotated=Annotated, Callable=Callable, **names)
tree = types.ModuleType("app")
sys.modules["app"] = tree
tree.__dict__.update(scope)
exec(compile({app}, "app", "exec"), tree.__dict__)
def main():
    tree.main()
"""


MODULES = (
    *("options", "writing", "queue", "stall", "ledgers", "upkeep"),
    *("cases", "libraries", "authorities", "directories"),
)
"""The command modules, each after those that it takes from."""


def sources() -> dict[str, str]:
    """The command modules with empty bodies, as source text."""
    found = {}
    for module in MODULES:
        path = ROOT / "urgentaction" / "cli" / "commands" / f"{module}.py"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
        _empty(tree)
        found[module] = ast.unparse(tree)
    return found


def _empty(tree: ast.Module) -> None:
    """Leave of every function its signature and its help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = node.body[:1] if ast.get_docstring(node) else [ast.Pass()]


def drafts(folder: Path) -> None:
    """A letter from a cold start, as text and as PDF."""
    base = [sys.executable, "-m", "urgentaction", "draft", "ablyazov-2013", "--to", "aix"]
    text = statistics.median(timed(lambda: run([*base, "-f", "txt"], folder)) for _ in range(ROUNDS))
    page = statistics.median(
        timed(lambda: run([*base, "-f", "pdf", "-o", "letter.pdf", "--force"], folder)) for _ in range(ROUNDS)
    )
    print(f"ua draft -f txt, cold     {text:7.3f} s    must be ≤ 0.45 s")
    print(f"ua draft -f pdf, cold     {page:7.3f} s    must be ≤ 0.6 s")


def mails(folder: Path) -> None:
    """Compose and write the mails of many signers of one letter, beside mailmerge's raw dry run of the same text."""
    from urgentaction.documents import eml, text

    composer, signer = prepared()
    signers = [replace(signer, name=f"Signer Number {n}", email=f"signer{n}@example.org") for n in range(LETTERS)]

    def ours() -> None:
        for n, one in enumerate(signers):
            letter = composer.letter(one)
            envelope = eml.Envelope(
                sender_name=one.name,
                sender="group@example.org",
                to="office@example.org",
                to_name=letter.office,
                message_id=f"ua.{n:032x}@example.org",
                reply_to=one.email,
            )
            eml.message(letter, envelope=envelope)

    peer = os.environ.get("UA_PEER", "")
    if not peer:
        print("mailmerge is not there: run this by `make bench`")
        return
    body = text.mail(composer.letter(signers[0])).replace(signers[0].name, "{{name}}")
    merge_input(folder, body, signers)
    command = [f"{peer}/mailmerge", "--no-limit", "--dry-run", "--output-format", "raw"]
    mine, other = in_turn(ours, lambda: run(command, folder), rounds=3)
    say(f"{LETTERS:,} mails composed", mine, "mailmerge 2.3.0, raw dry run", other, "≥ 1.5 ×", other / mine)


def merge_input(folder: Path, body: str, signers: Sequence[object]) -> None:
    """What mailmerge reads: a template with the same text, a list of the same people, a server it will not ask."""
    template = f"TO: office@example.org\nSUBJECT: Letter\nFROM: {{{{email}}}}\n\n{body}"
    (folder / "mailmerge_template.txt").write_text(template, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text("[smtp_server]\nhost = 127.0.0.1\nport = 25\n", encoding="utf-8")
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["name", "email"])
    writer.writerows((one.name, one.email) for one in signers)  # type: ignore[attr-defined]
    (folder / "mailmerge_database.csv").write_text(rows.getvalue(), encoding="utf-8")


def pages(folder: Path) -> None:
    """PDFs of many letters, beside Typst itself on the same layout with the same data."""
    import typst

    from urgentaction import library
    from urgentaction.documents import pdf

    del folder
    layout = library.open_library([library.built_in()]).layout("letter.typ")
    composer, signer = prepared()
    letters = [composer.letter(replace(signer, name=f"Signer Number {n}")) for n in range(PAGES)]
    typesetter = pdf.Typesetter(layout)
    typesetter.pdf(letters[0])
    setting = typesetter.fitting(letters[0])
    data = [pdf._data(letter, setting, sign_line=True) for letter in letters]
    inputs = [{"data": json.dumps(one, ensure_ascii=False), "debug": "0"} for one in data]
    compiler = typst.Compiler(str(layout), root=str(layout.parent), font_paths=typst.Fonts(include_system_fonts=False))

    def ours() -> None:
        for letter in letters:
            typesetter.pdf(letter)

    def bare() -> None:
        for data in inputs:
            compiler.compile(sys_inputs=data, pdf_standards=["ua-1"], timestamp=0)

    mine, other = in_turn(ours, bare, rounds=3)
    say(f"{PAGES} PDFs", mine, "bare Typst, same layout", other, "≥ 0.85 ×", other / mine)


BARE = """\
import sys
import pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    print(page.get_textpage().get_text_bounded())
"""


def imports(folder: Path) -> None:
    """A published action of two pages as a PDF: from a cold start, and read and recognised; beside bare PDFium."""
    import pypdfium2

    from urgentaction.intake import layouts
    from urgentaction.intake.lines import Document
    from urgentaction.intake.reading import formats

    source = ROOT / "tests" / "intake" / "other_hand" / "d22-en-second.pdf"
    command = [sys.executable, "-m", "urgentaction", "case", "import", str(source), "--explain"]
    bare = [sys.executable, "-c", BARE, str(source)]
    mine, other = in_turn(lambda: run(command, folder), lambda: run(bare, folder))
    say("a two-page PDF, cold", mine, "pypdfium2 alone, cold", other, "≤ 1.5 s", mine / other)
    data = source.read_bytes()

    def ours() -> None:
        form, rows = formats.lines(data)
        layouts.found(Document(tuple(rows), form))

    def text() -> None:
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                page.get_textpage().get_text_bounded()

    mine, other = in_turn(ours, text)
    say("read and recognised", mine, "pypdfium2 alone, in process", other, "≤ 1.5 s", mine / other)


def prepared():  # type: ignore[no-untyped-def]  # noqa: ANN201 - a bench's own shorthand
    """The Aix letter's composer and a signer."""
    from urgentaction import compose, library
    from urgentaction.model.signer import Signer

    shelf = library.open_library([library.built_in()])
    case = shelf.case("ablyazov-2013")
    composer = compose.prepare(
        case,
        shelf.authority("fr/aix/procureur-general"),
        "fr",
        case.as_of,
        laws=shelf.laws(),
        templates=shelf.templates(case.kind, "fr"),
    )
    return composer, Signer(name="A B", street="1 rue X", postcode="69001", city="Lyon", country="FR")


def in_turn(ours: Callable[[], object], other: Callable[[], object], *, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians of both, measured in turn so that a busy machine slows both."""
    mine, theirs = [], []
    ours(), other()
    for _ in range(rounds):
        mine.append(timed(ours))
        theirs.append(timed(other))
    return statistics.median(mine), statistics.median(theirs)


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command to its end, its output thrown away."""
    environ = {**os.environ, "UA_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    # These two are set on some test machines and would slow every start by compiling each module anew.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        environ.pop(name, None)
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr.decode()}")


def say(what: str, mine: float, peer: str, other: float, goal: str, ratio: float) -> None:
    """One line of the report."""
    print(f"{what:<24}  {mine:7.3f} s    {peer}: {other:.3f} s    ratio {ratio:.2f}    must be {goal}")


if __name__ == "__main__":
    main()
