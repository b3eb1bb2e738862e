"""c14: the form of 2017 in Spanish, labels each in a row of its own above what was filled in; no deadline."""

from docx_tools import new, runs, say


def make(path: str) -> None:
    document = new("Calibri")
    say(document, "ACCIÓN URGENTE", "Title")
    table = document.add_table(rows=0, cols=1)
    table.style = "Table Grid"

    def row(label: str, *values: str) -> None:
        cell = table.add_row().cells[0]
        runs(cell.paragraphs[0], f"**{label}**")
        cell = table.add_row().cells[0]
        for number, value in enumerate(values):
            runs(cell.paragraphs[0] if not number else cell.add_paragraph(), value)

    row("TÍTULO DE LA ACCIÓN URGENTE", "Panamá: Siguen sin agua ni atención médica 12 manifestantes")
    row("FECHA DE PUBLICACIÓN", "26 de octubre de 2017")
    row("TIPO Y NÚMERO DE ACCIÓN URGENTE", "AU 219/17")
    row("NÚMERO DE ÍNDICE", "AMR 44/7344/2017")
    row(
        "RESUMEN DE LA ACCIÓN URGENTE",
        "Doce manifestantes detenidos el 17 de octubre en la costa de Punta Garzal permanecen en un almacén sin agua "
        "corriente ni atención médica. Tres tienen heridas de perdigón. No han comparecido ante un juez.",
    )
    row(
        "CARTA DE LA ACCIÓN URGENTE",
        "Señora Comisionada:",
        "Me preocupa la situación de los 12 manifestantes que la fuerza pública detuvo el 17 de octubre de 2017 en "
        "Punta Garzal, cuando protestaban contra el cierre de la caleta.",
        "Según la información disponible, se encuentran en un almacén de la antigua aduana, sin agua corriente. Tres "
        "de ellos tienen heridas de perdigón que nadie ha curado.",
        "Le ruego que los 12 manifestantes comparezcan sin demora ante un juez o queden en libertad.",
        "Asimismo, la insto a que garantice que reciban de inmediato atención médica, agua y alimentos.",
        "Atentamente,",
    )
    row(
        "DATOS DE CONTACTO DEL DESTINATARIO Y “COPIAS A”",
        "Comisionada de la Fuerza Costera",
        "Cap. Itzel Bocaranda",
        "Cuartel de la Aduana Vieja",
        "Apartado 0834-2210",
        "Punta Garzal, Panamá",
        "Correo-e: comisionada@fuerza-costera.example",
        "Facebook: @FuerzaCosteraPG",
        "Tratamiento: Señora Comisionada / Dear Commissioner",
        "Copias a:",
        "Defensoría del Litoral",
        "Calle 4, Casa 19",
        "Punta Garzal, Panamá",
        "Correo-e: quejas@defensoria-litoral.example",
    )
    row("IDIOMA PREFERIDO PARA DIRIGIRSE AL DESTINATARIO", "Español, inglés")
    row("ENVÍEN TAMBIÉN COPIA A LA REPRESENTACIÓN DIPLOMÁTICA ACREDITADA EN SU PAÍS", "Sí")
    row(
        "INFORMACIÓN COMPLEMENTARIA (400 PALABRAS + ENLACES PERTINENTES)",
        "La caleta de Punta Garzal da de comer a unas 400 personas. El 2 de octubre amaneció cerrada con una valla "
        "metálica, sin que se hubiera anunciado obra alguna.",
        "La protesta del 17 de octubre transcurrió sin incidentes hasta el mediodía, cuando una unidad costera disparó "
        "perdigones contra quienes se habían sentado delante de la valla.",
    )
    document.save(path)
