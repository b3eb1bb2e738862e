"""b08: as a section's volunteer retyped it in Word: bullets, a table for two addresses side by side, a link."""

from docx_tools import block, link, new, runs, say


def make(path: str) -> None:
    document = new()
    document.sections[0].footer.paragraphs[0].text = "AU: 31/15, Índice: AMR 28/1987/2015"
    say(document, "Segunda actualización sobre AU: 31/15 Índice: AMR 28/1987/2015 Ecuador\tFecha: 2 de julio de 2015")
    say(document, "ACCIÓN URGENTE", "Title")
    say(document, "DEFENSORAS DEL AGUA, JUZGADAS EN SEPTIEMBRE", "Heading 1")
    say(
        document,
        "**El juicio contra Rosaura Chimbacal y Manuela Pilataxi, defensoras de las fuentes de agua de la parroquia de "
        "San Lucas del Páramo, comenzará el 14 de septiembre. Se enfrentan a hasta tres años de cárcel por haber "
        "participado en una protesta pacífica.**",
    )
    say(
        document,
        "El 24 de junio, el Juzgado Segundo de Yanashpa rechazó el recurso de **Rosaura Chimbacal** y **Manuela "
        "Pilataxi** y fijó la fecha del juicio. El juez no admitió como prueba el video que grabó una vecina y en el "
        "que se ve a ambas sentadas a un lado del camino.",
    )
    say(
        document,
        "Desde mayo tienen que presentarse cada lunes ante la fiscalía, a cuatro horas de su casa. Rosaura Chimbacal, "
        "que cuida sola de su nieto, ha perdido su puesto en el mercado.",
    )
    say(document, "**Escriban inmediatamente, en español, en quichua o en su propio idioma:**")
    for text in (
        (
            "Instando a las autoridades a que retiren los cargos contra Rosaura Chimbacal y Manuela Pilataxi, pues se "
            "derivan únicamente de su labor pacífica de defensa del agua;"
        ),
        "pidiéndoles que dejen sin efecto las medidas que limitan su libertad de circulación;",
        "recordándoles que la defensa del medio ambiente es una labor legítima.",
    ):
        say(document, text, "List Bullet")
    say(document, "**ENVÍEN LLAMAMIENTOS ANTES DEL 13 DE AGOSTO DE 2015 A:**")
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(
        table.rows[0].cells,
        (
            (
                "Fiscal Provincial",
                "Dr. Hernán Guallasamba",
                "Fiscalía Provincial de Yanashpa",
                "Calle de los Arrieros 410",
                "Yanashpa, Ecuador",
                "Correo-e: fiscal@fiscalia-yanashpa.example",
                "Twitter: @fiscal_yanashpa",
                "**Tratamiento: Señor Fiscal**",
            ),
            (
                "Secretaria Provincial del Agua",
                "Ing. Maritza Toapantuña",
                "Edificio El Batán, piso 2",
                "Yanashpa, Ecuador",
                "Fax: +44 1632 960208 (si responde una voz, digan: «me da tono de fax, por favor»)",
                "Correo-e: secretaria@agua-yanashpa.example",
                "**Tratamiento: Señora Secretaria**",
            ),
        ),
        strict=True,
    ):
        for number, line in enumerate(lines):
            runs(cell.paragraphs[0] if not number else cell.add_paragraph(), line)
    say(document, "")
    block(
        document,
        "**Y copia a:**",
        "Defensor de las Comunidades",
        "Sr. Wilson Anrango Tituaña",
        "Casilla 17-04-115",
        "Yanashpa, Ecuador",
        "Correo-e: defensor@comunidades.example",
    )
    say(
        document,
        "Envíen también copia a la representación diplomática de Ecuador acreditada en su país. Consulten con la "
        "oficina de su Sección si van a enviar los llamamientos después de la fecha antes indicada.",
    )
    last = say(document, "Esta es la segunda actualización de AU 31/15. Más información: ")
    address = "https://www.network.example/es/documentos/amr28/1720/2015/es/"
    link(last, address, address)
    document.add_page_break()
    say(document, "ACCIÓN URGENTE", "Title")
    say(document, "INFORMACIÓN ADICIONAL", "Heading 2")
    say(
        document,
        "La parroquia de San Lucas del Páramo se abastece de siete manantiales que las propias comunidades encauzaron "
        "en los años setenta. En noviembre de 2014, un decreto provincial cedió dos de ellos a una embotelladora.",
    )
    say(
        document,
        "El 19 de enero de 2015, unas doscientas personas bloquearon durante tres horas el camino de acceso a la "
        "planta. No hubo heridos. De todas las personas presentes, solo Rosaura Chimbacal y Manuela Pilataxi han sido "
        "acusadas.",
    )
    say(document, "Nombre: Rosaura Chimbacal y Manuela Pilataxi")
    say(document, "Sexo: mujeres")
    say(document, "Segunda actualización sobre AU: 31/15 Índice: AMR 28/1987/2015 Fecha de emisión: 2 de julio de 2015")
    document.save(path)
