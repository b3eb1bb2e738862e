"""d21: the layout of 2018 on in Word: target and letter in a table of one cell, tabs in the head, no e-mail."""

from docx_tools import new, runs, say


def make(path: str) -> None:
    document = new("Arial")
    document.sections[0].footer.paragraphs[0].text = "Réseau des lettres\t\tPage 1 sur 2"
    say(document, "Première AU : 12/23\tIndex : AFR 21/6612/2023\tComores\tDate : 27 mars 2023")
    say(document, "ACTION URGENTE", "Title")
    say(document, "CINQ INSTITUTEURS SUSPENDUS APRÈS UNE GRÈVE", "Heading 1")
    say(
        document,
        "**Cinq instituteurs de l’école de Mrémani-Haut ont été suspendus sans salaire le 6 mars, après une grève de "
        "deux jours. L’un d’eux, Saïd Mbarouki, a été détenu pendant quatre nuits. Tous risquent d’être révoqués.**",
    )
    say(
        document,
        "**PASSEZ À L’ACTION : ENVOYEZ UN APPEL EN UTILISANT VOS PROPRES MOTS OU EN VOUS INSPIRANT DU MODÈLE DE LETTRE "
        "CI-DESSOUS**",
    )
    table = document.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    cell = table.rows[0].cells[0]
    first = True
    for part in (
        (
            "Commissaire à l’Enseignement",
            "M. Abdou Mzimbani",
            "Commissariat à l’Enseignement",
            "Route du Volcan",
            "BP 94",
            "Mrémani",
            "Union des Comores",
        ),
        ("Monsieur le Commissaire,",),
        (
            (
                "Je tiens à vous exprimer mon inquiétude quant au sort des cinq instituteurs de Mrémani-Haut que vos "
                "services ont suspendus le 6 mars 2023."
            ),
        ),
        (
            (
                "Ces enseignants s’étaient mis en grève les 2 et 3 mars pour obtenir des bancs et un toit. Le 4 mars, Saïd "
                "Mbarouki a été emmené à la brigade, où il aurait été interrogé sans avocat pendant quatre jours. Depuis, "
                "deux cent quarante enfants n’ont plus classe."
            ),
        ),
        (
            (
                "Je vous exhorte à lever la suspension des cinq instituteurs et à renoncer à toute sanction liée à "
                "l’exercice de leur droit de grève."
            ),
        ),
        (
            (
                "Je vous demande également de faire en sorte que les conditions de détention de Saïd Mbarouki fassent "
                "l’objet d’une enquête indépendante."
            ),
        ),
        ("Je vous prie de croire, Monsieur le Commissaire, à l’assurance de ma considération distinguée.",),
    ):
        paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
        first = False
        for number, line in enumerate(part):
            if number:
                paragraph.add_run().add_break()
            runs(paragraph, line)
    document.add_page_break()
    say(document, "COMPLÉMENT D’INFORMATION", "Heading 2")
    say(
        document,
        "L’école de Mrémani-Haut accueille six classes dans trois salles. Le cyclone de 2019 a emporté la moitié de la "
        "toiture ; les réparations promises pour la rentrée de 2020 n’ont pas commencé.",
    )
    say(
        document,
        "**LANGUE(S) À PRIVILÉGIER POUR ÉCRIRE AU DESTINATAIRE :** français, arabe. Vous pouvez également écrire dans "
        "votre propre langue.",
    )
    say(
        document,
        "**MERCI D’AGIR DANS LES PLUS BREFS DÉLAIS ET AVANT LE :** 1er juin 2023. Au-delà de cette date, vérifiez "
        "auprès de votre section s’il faut encore intervenir.",
    )
    say(document, "**NOM ET PRONOM :** Saïd Mbarouki (il), quatre autres instituteurs (ils)")
    document.save(path)
