"""a05: tabs in the head, a list by Word's numbering, addresses a paragraph a line."""

from docx_tools import block, new, say


def make(path: str) -> None:
    document = new("Times New Roman")
    document.sections[0].header.paragraphs[0].text = "Red de Cartas del Sur\tUso externo"
    document.sections[0].footer.paragraphs[0].text = "Segunda información complementaria sobre AU 77/07\t\tBolivia"
    say(document, "PÚBLICO\t\t\t\t\tÍndice AI: AMR 18/012/2007")
    say(document, "19 de julio de 2007")
    say(
        document,
        "**Segunda información complementaria sobre AU 77/07 (10 de abril de 2007) y su seguimiento "
        "(28 de mayo de 2007) – Temor de tortura / Preocupación por la salud**",
    )
    say(document, "**BOLIVIA**\tSevero Quispichuco (h), minero, de 52 años")
    say(
        document,
        "El minero Severo Quispichuco fue trasladado el 12 de julio a la enfermería de la cárcel de Chaqui Pampa con "
        "una herida infectada en el pie. No lo ha examinado ningún médico y corre el riesgo de perder la pierna.",
    )
    say(
        document,
        "Su abogada lo visitó el 14 de julio. Según contó, tenía fiebre y no podía apoyar el pie. El enfermero de "
        "guardia le dijo que en la cárcel no quedaban antibióticos desde junio.",
    )
    say(document, "**INFORMACIÓN GENERAL**")
    say(
        document,
        "Los trabajadores de la mina La Encañada ocuparon la bocamina durante once días en marzo de 2007. La policía "
        "los desalojó y detuvo a su delegado, Severo Quispichuco, a quien habrían golpeado en los pies con un cable.",
    )
    say(
        document,
        "**ACCIONES RECOMENDADAS: Envíen llamamientos, para que lleguen lo antes posible, en español o en su propio "
        "idioma:**",
    )
    for text in (
        "expresando preocupación por la salud de Severo Quispichuco;",
        "instando a las autoridades a que permitan que Severo Quispichuco sea trasladado de inmediato a un hospital;",
        "pidiendo que se investigue con independencia la denuncia de tortura que presentó su abogada.",
    ):
        say(document, text, "List Number")
    say(document, "**LLAMAMIENTOS A:**")
    block(
        document,
        "Director del Régimen Penitenciario Departamental",
        "Cnel. Rogelio Ayllupoma",
        "Calle Los Molles 77",
        "Chaqui Pampa",
        "Bolivia",
        "Fax:\t\t+44 1632 960141",
        "Correo-E:\tregimen@penitenciario.example",
        "**Tratamiento:\tSeñor Director**",
        breaks=False,
    )
    block(
        document,
        "Delegada Departamental de Derechos Ciudadanos",
        "Sra. Nicasia Mamaniri",
        "Plaza del Estaño s/n",
        "Chaqui Pampa",
        "Bolivia",
        "Teléfono:\t+44 1632 960144",
        "Correo-E:\tdelegada@derechos-ciudadanos.example",
        "**Tratamiento:\tSeñora Delegada**",
        breaks=False,
    )
    say(document, "**COPIA A:** los representantes diplomáticos de Bolivia acreditados en su país.")
    say(
        document,
        "**ENVÍEN SUS LLAMAMIENTOS INMEDIATAMENTE.** Consulten con el Secretariado o con la oficina de su Sección si "
        "van a enviarlos después del 30 de agosto de 2007.",
    )
    document.save(path)
