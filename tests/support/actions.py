"""Urgent actions of two pages, as a section mails them: invented, set by Typst, in three languages."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

PAGE = """\
#set page(paper: "a4", margin: 2cm, footer: context align(center, text(8pt, str(counter(page).get().first()))))
#set text(size: 10pt, hyphenate: false)
#set par(justify: false)
#for row in json(bytes(sys.inputs.rows)) {
  if row.kind == "title" { text(16pt, weight: "bold", row.text) }
  else if row.kind == "head" { text(11pt, weight: "bold", row.text) }
  else if row.kind == "break" { pagebreak() }
  else { row.text.split("\\n").map(line => [#line]).join(linebreak()) }
  parbreak()
}
"""


def pdf(action: str, path: Path) -> Path:
    """A PDF: `# ` begins a title, `## ` a heading, `---` a page, an empty line a paragraph."""
    import typst

    rows = [_row(part) for part in action.strip().split("\n\n")]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "action.typ"
        source.write_text(PAGE, encoding="utf-8")
        path.write_bytes(typst.compile(str(source), format="pdf", sys_inputs={"rows": json.dumps(rows)}))
    return path


def _row(part: str) -> dict[str, str]:
    if part == "---":
        return {"kind": "break", "text": ""}
    kind = "head" if part.startswith("## ") else "title" if part.startswith("# ") else "text"
    return {"kind": kind, "text": part.lstrip("# ")}


ENGLISH = """\
First UA: 12/26 Index: EUR 14/0412/2026 Belgium Date: 20 November 2026

# URGENT ACTION

## LIGHTHOUSE KEEPER DETAINED FOR A LETTER

Lighthouse keeper Odette Vanderlinden has been detained in Port Saint-Aubin since 12 November 2026, after she wrote an open letter about the safety of the harbour. According to her family, she has not seen a lawyer. Amnesty International believes that she is detained for her words alone, and calls for her release.

## TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USE THIS MODEL LETTER

Minister of Harbours
Mr Joris Pleyn
Quay Palace
4 Quay Street
1000 Port Saint-Aubin
Belgium
Email: minister@harbours.example.org
Fax: +32 555 01 02
Salutation: Dear Minister

Dear Minister,

I am writing to express my concern about Odette Vanderlinden, who has been held in the harbour barracks since 12 November 2026. She is 47 years old and has kept the lighthouse of Port Saint-Aubin for 21 years.

Her open letter of 3 November asked for 2 lamps to be repaired. Nobody should be detained for asking that.

I urge you to release Odette Vanderlinden immediately, as she is held solely for exercising her right to freedom of expression. Until then, I ask you to ensure that she can see a lawyer of her choice and her family.

Yours sincerely,

---

## ADDITIONAL INFORMATION

Port Saint-Aubin has had three accidents at sea since 2024. The harbour's own report of May 2026 named the lamps as one of their causes. The lighthouse has been without a keeper since 12 November.

PREFERRED LANGUAGE TO ADDRESS TARGET: English, French. You can also write in your own language.

PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL: 15 January 2027
Please check with the Amnesty office in your country if you wish to send appeals after the deadline.

NAME AND PREFERRED PRONOUN: Odette Vanderlinden (she/her)
"""

FRENCH = """\
Première AU 13/26 Index : AFR 31/0413/2026 Côte d'Ivoire Date : 19 novembre 2026

# ACTION URGENTE

## UN INSTITUTEUR DÉTENU POUR UNE PÉTITION

Kouadio Assémien, instituteur à Bokadougou, est détenu depuis le 9 novembre 2026 pour avoir remis une pétition de 340 parents au sous-préfet. Selon son avocate, il n'a pas été présenté à un juge. Amnesty International demande sa libération.

## PASSEZ À L'ACTION : ENVOYEZ UN APPEL EN UTILISANT VOS PROPRES MOTS OU LE MODÈLE DE LETTRE CI-DESSOUS

Ministre de la Justice
M. Kouamé Yéboua
Ministère de la Justice
01 BP 000
Bokadougou 01
Côte d'Ivoire
Courriel : cabinet@justice.example.org
Formule d'appel : Monsieur le Ministre,

Monsieur le Ministre,

Je vous écris au sujet de Kouadio Assémien, instituteur, détenu à la prison de Bokadougou depuis le 9 novembre 2026. Il a remis au sous-préfet une pétition de 340 parents qui demandait la réparation du toit de l'école.

Personne ne doit être privé de liberté pour avoir remis une pétition.

Je vous prie instamment de libérer Kouadio Assémien immédiatement et sans condition. Je vous demande également de veiller à ce qu'il puisse s'entretenir avec son avocate.

Veuillez agréer, Monsieur le Ministre, l'expression de ma haute considération.

---

## COMPLÉMENT D'INFORMATION

L'école de Bokadougou a perdu son toit dans la tempête de juin 2026. Les classes ont lieu depuis sous les manguiers.

LANGUE(S) À PRIVILÉGIER POUR ÉCRIRE AU DESTINATAIRE : Français. Vous pouvez également écrire dans votre propre langue.

MERCI D'AGIR DANS LES PLUS BREFS DÉLAIS, AVANT LE : 14 janvier 2027
Au-delà de cette date, vérifiez auprès de votre section s'il faut encore intervenir.

PRÉNOM, NOM ET PRONOM À UTILISER : Kouadio Assémien (il)
"""

SPANISH = """\
AU: 14/26 Índice: AMR 34/0414/2026 Guatemala Fecha: 18 de noviembre de 2026

# ACCIÓN URGENTE

## DEFENSORA DEL AGUA, AMENAZADA DE MUERTE

Rosalía Tzul Chavajay, defensora del agua en San Mateo, recibió el 10 de noviembre de 2026 una amenaza de muerte por escrito. Según la comunidad, dos hombres armados vigilan su casa. Amnistía Internacional teme por su vida.

Escriban inmediatamente, en español o en su propio idioma:
• instando a las autoridades a que proporcionen a Rosalía Tzul Chavajay protección eficaz, de acuerdo con sus deseos;
• pidiéndoles que investiguen de forma inmediata e imparcial las amenazas.

ENVÍEN LLAMAMIENTOS, ANTES DEL 30 DE DICIEMBRE DE 2026, A:

Fiscal General de la República
Dra. Elvira Soto Paz
Fiscalía General
8a. Avenida 10-67, Zona 1
Ciudad de Guatemala
Guatemala
Correo-e: fiscal.general@fiscalia.example.org
Tratamiento: Estimada Señora Fiscal General

---

## INFORMACIÓN ADICIONAL

La comunidad de San Mateo se opone desde 2023 al desvío del río. En 2025 fueron atacados otros dos defensores.

Nombre: Rosalía Tzul Chavajay
Sexo: mujer
"""
