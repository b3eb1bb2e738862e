"""The labels and phrases of actions in three languages; where there are several, documents take turns."""

from __future__ import annotations

ORDINALS = {
    "en": ("first", "second", "third", "fourth"),
    "fr": ("première", "deuxième", "troisième", "quatrième"),
    "es": ("primera", "segunda", "tercera", "cuarta"),
}
MARKS = {"en": {"m": "m", "f": "f"}, "fr": {"m": "h", "f": "f"}, "es": {"m": "h", "f": "m"}}
"""How a man and a woman are marked behind their names."""

PRONOUNS = {
    "en": {"m": "he/him", "f": "she/her", "x": "they/them"},
    "fr": {"m": "il", "f": "elle", "x": "iel"},
    "es": {"m": "él", "f": "ella", "x": "elle"},
}

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "action": ("URGENT ACTION",),
        "ua": ("UA",),
        "public": ("PUBLIC",),
        "index": ("AI Index: {}", "Index: {}"),
        "further": ("Further information on {}",),
        "recommended": (
            "RECOMMENDED ACTION: Please send appeals to arrive as quickly as possible, in {} or your own language:",
            "RECOMMENDED ACTION: Please send appeals to arrive as quickly as possible in {} or your own language:",
        ),
        "appeals": ("APPEALS TO:",),
        "copies": ("COPIES TO:",),
        "diplomatic": ("and to diplomatic representatives of {} accredited to your country.",),
        "immediately": (
            (
                "PLEASE SEND APPEALS IMMEDIATELY. Check with the International Secretariat, or your section office, if sending"
                " appeals after {}."
            ),
        ),
        "background": ("BACKGROUND INFORMATION",),
        "write": (
            "Please write immediately in {} or your own language:",
            "Please write immediately in {}, or your own language:",
        ),
        "before": ("PLEASE SEND APPEALS BEFORE {} TO:",),
        "and copies": ("And copies to:",),
        "also diplomatic": (
            (
                "Also send copies to diplomatic representatives accredited to your country. Please insert local diplomatic"
                " addresses below."
            ),
        ),
        "check": ("Please check with your section office if sending appeals after the above date.",),
        "update": ("This is the {} update of {}.",),
        "where": ("Further information: {}",),
        "additional": ("ADDITIONAL INFORMATION",),
        "name": ("Name",),
        "names": ("Names",),
        "gender": ("Gender m/f",),
        "date": ("Date",),
        "issue date": ("Issue Date",),
        "title": ("URGENT ACTION TITLE",),
        "publication": ("PUBLICATION DATE",),
        "type": ("URGENT ACTION TYPE AND NUMBER",),
        "index number": ("INDEX NUMBER",),
        "summary": ("URGENT ACTION SUMMARY",),
        "letter": ("URGENT ACTION LETTER",),
        "contact": ("TARGET'S CONTACT DETAILS & “COPIES TO”",),
        "preferred": ("PREFERRED LANGUAGE TO ADDRESS TARGET",),
        "notice": ("APPEAL DEADLINE NOTICE",),
        "until": ("Please send appeals before {}.", "Please check with your section if sending appeals after {}."),
        "diplomats": ("ALSO SEND COPIES TO DIPLOMATIC REPRESENTATIVES ACCREDITED TO YOUR COUNTRY",),
        "link": ("LINK TO PREVIOUS UA",),
        "400 words": ("BACKGROUND INFORMATION (400 WORDS + RELEVANT LINKS)",),
        "take action": (
            "TAKE ACTION: WRITE AN APPEAL IN YOUR OWN WORDS OR USE THIS MODEL LETTER",
            "WRITE IN YOUR OWN WORDS OR USE THE MODEL LETTER BELOW",
        ),
        "own": ("You can also write in your own language.",),
        "as soon": ("PLEASE TAKE ACTION AS SOON AS POSSIBLE UNTIL",),
        "after": ("Please check with your section office if you wish to send appeals after the deadline.",),
        "pronoun": ("NAME AND PRONOUN", "NAME AND PREFERRED PRONOUN"),
        "no more": (
            "No further action is requested from the network. Many thanks to all who sent appeals.",
            "No further action by the network is required. Many thanks to everyone who sent appeals.",
        ),
        "report": ("Let us know how many appeals you sent: {}",),
        "fax": ("Fax",),
        "phone": ("Phone", "Tel"),
        "email": ("Email", "E-mail"),
        "social": ("Twitter",),
        "web_form": ("Online form", "Web form"),
        "salutation": ("Salutation",),
    },
    "fr": {
        "action": ("ACTION URGENTE",),
        "ua": ("AU",),
        "public": ("PUBLIC",),
        "index": ("Index AI : {}",),
        "further": ("Informations complémentaires sur l'{}",),
        "recommended": (
            (
                "ACTION RECOMMANDÉE : Dans les appels que vous ferez parvenir le plus vite possible aux destinataires, en {} ou"
                " dans votre propre langue :"
            ),
        ),
        "appeals": ("APPELS À :",),
        "copies": ("COPIES À :", "COPIE À :"),
        "diplomatic": ("et aux représentants diplomatiques de ce pays ({}) accrédités dans le vôtre.",),
        "immediately": (
            "PRIÈRE D'INTERVENIR IMMÉDIATEMENT. Après le {}, vérifiez auprès de votre section s'il faut encore intervenir.",
        ),
        "background": ("INFORMATIONS GÉNÉRALES", "CONTEXTE"),
        "write": (
            "Veuillez écrire immédiatement, en {} ou dans votre propre langue :",
            "Écrivez immédiatement, en {} ou dans votre propre langue :",
        ),
        "before": ("VEUILLEZ ENVOYER VOS APPELS AVANT LE {} À :", "ENVOYEZ VOS APPELS AVANT LE {} À :"),
        "and copies": ("Copies à :", "Et copies à :"),
        "also diplomatic": (
            "Veuillez également adresser des copies aux représentants diplomatiques accrédités dans votre pays.",
        ),
        "check": ("Vérifiez auprès de votre section s'il faut encore intervenir après la date indiquée ci-dessus.",),
        "update": ("Ceci est la {} mise à jour de l'{}.",),
        "where": ("Pour plus d'informations : {}",),
        "additional": ("COMPLÉMENT D'INFORMATION", "INFORMATIONS COMPLÉMENTAIRES"),
        "name": ("Nom",),
        "names": ("Noms",),
        "gender": ("Genre h/f", "Sexe h/f"),
        "date": ("Date",),
        "issue date": ("Date d'émission",),
        "title": ("TITRE DE L'ACTION URGENTE",),
        "publication": ("DATE DE PUBLICATION",),
        "type": ("TYPE ET NUMÉRO DE L'ACTION URGENTE",),
        "index number": ("NUMÉRO D'INDEX",),
        "summary": ("RÉSUMÉ DE L'ACTION URGENTE",),
        "letter": ("LETTRE DE L'ACTION URGENTE",),
        "contact": ("COORDONNÉES DE LA CIBLE ET « COPIES À »",),
        "preferred": ("LANGUE PRÉFÉRÉE POUR ÉCRIRE AU DESTINATAIRE",),
        "notice": ("DATE LIMITE D'ENVOI DES APPELS",),
        "until": ("Merci d'envoyer vos appels avant le {}.",),
        "diplomats": ("ENVOYEZ ÉGALEMENT DES COPIES AUX REPRÉSENTANTS DIPLOMATIQUES ACCRÉDITÉS DANS VOTRE PAYS",),
        "link": ("LIEN VERS L'AU PRÉCÉDENTE",),
        "400 words": ("INFORMATIONS GÉNÉRALES (400 MOTS ET LIENS UTILES)",),
        "take action": (
            (
                "PASSEZ À L'ACTION : ENVOYEZ UN APPEL EN UTILISANT VOS PROPRES MOTS OU EN VOUS INSPIRANT DU MODÈLE DE LETTRE"
                " CI-DESSOUS"
            ),
        ),
        "own": ("Vous pouvez également écrire dans votre propre langue.",),
        "as soon": (
            "MERCI D'AGIR DANS LES PLUS BREFS DÉLAIS ET AVANT LE",
            "MERCI D'AGIR DÈS QUE POSSIBLE, AVANT LE",
        ),
        "after": ("Au-delà de cette date, vérifiez auprès de votre section s'il faut encore intervenir.",),
        "pronoun": ("PRÉNOM, NOM ET PRONOM À UTILISER", "NOM ET PRONOM"),
        "no more": (
            "Aucune action complémentaire n'est requise. Merci à toutes les personnes qui ont envoyé des appels.",
        ),
        "report": ("Dites-nous combien d'appels vous avez envoyés : {}",),
        "fax": ("Fax",),
        "phone": ("Tél.", "Téléphone"),
        "email": ("Courriel", "E-mail"),
        "social": ("Twitter",),
        "web_form": ("Formulaire en ligne",),
        "salutation": ("Formule d'appel",),
    },
    "es": {
        "action": ("ACCIÓN URGENTE",),
        "ua": ("AU",),
        "public": ("PÚBLICO",),
        "index": ("Índice AI: {}",),
        "further": ("Más información sobre {}", "Información complementaria sobre {}"),
        "recommended": (
            "ACCIÓN RECOMENDADA: Envíen llamamientos para que lleguen lo antes posible, en {} o en su propio idioma:",
        ),
        "appeals": ("LLAMAMIENTOS A:",),
        "copies": ("COPIA A:", "COPIAS A:"),
        "diplomatic": ("y a los representantes diplomáticos de {} acreditados en su país.",),
        "immediately": (
            (
                "ENVÍEN SUS LLAMAMIENTOS INMEDIATAMENTE. Consulten con la oficina de su Sección si van a enviarlos después del"
                " {}."
            ),
        ),
        "background": ("INFORMACIÓN COMPLEMENTARIA", "INFORMACIÓN GENERAL"),
        "write": (
            "Escriban inmediatamente, en {} o en su propio idioma:",
            "Escriban inmediatamente en {} o en su propio idioma:",
        ),
        "before": (
            "ENVÍEN LLAMAMIENTOS, ANTES DEL {}, A:",
            "ENVÍEN SUS LLAMAMIENTOS ANTES DEL {} A:",
        ),
        "and copies": ("Y copias a:", "Copia a:"),
        "also diplomatic": (
            (
                "Envíen también copias a la representación diplomática acreditada en su país. Inserten a continuación las"
                " direcciones de las sedes diplomáticas locales."
            ),
        ),
        "check": ("Consulten con la oficina de su Sección si van a enviarlos después de la fecha indicada.",),
        "update": ("Ésta es la {} actualización de la {}.",),
        "where": ("Más información: {}",),
        "additional": ("INFORMACIÓN ADICIONAL", "INFORMACIÓN COMPLEMENTARIA"),
        "name": ("Nombre",),
        "names": ("Nombres",),
        "gender": ("Género h/m", "Sexo h/m"),
        "date": ("Fecha",),
        "issue date": ("Fecha de emisión",),
        "title": ("TÍTULO DE LA ACCIÓN URGENTE",),
        "publication": ("FECHA DE PUBLICACIÓN",),
        "type": ("TIPO Y NÚMERO DE LA ACCIÓN URGENTE",),
        "index number": ("NÚMERO DE ÍNDICE",),
        "summary": ("RESUMEN DE LA ACCIÓN URGENTE",),
        "letter": ("CARTA DE LA ACCIÓN URGENTE",),
        "contact": ("DATOS DE CONTACTO DEL DESTINATARIO Y “COPIAS A”",),
        "preferred": ("IDIOMA PREFERIDO PARA DIRIGIRSE AL DESTINATARIO",),
        "notice": ("FECHA LÍMITE DE LOS LLAMAMIENTOS",),
        "until": ("Envíen sus llamamientos antes del {}.",),
        "diplomats": ("ENVÍEN TAMBIÉN COPIAS A LA REPRESENTACIÓN DIPLOMÁTICA ACREDITADA EN SU PAÍS",),
        "link": ("ENLACE A LA AU ANTERIOR",),
        "400 words": ("INFORMACIÓN GENERAL (400 PALABRAS Y ENLACES DE INTERÉS)",),
        "take action": (
            "ACTÚEN: REDACTEN UN LLAMAMIENTO CON SUS PROPIAS PALABRAS O UTILICEN ESTA CARTA MODELO",
            "ESCRIBAN UN LLAMAMIENTO CON SUS PROPIAS PALABRAS O UTILICEN LA SIGUIENTE CARTA MODELO",
        ),
        "own": ("También pueden escribir en su propio idioma.",),
        "as soon": (
            "ACTÚEN LO ANTES POSIBLE, Y NO MÁS TARDE DEL",
            "ACTÚEN LO ANTES POSIBLE ANTES DEL",
        ),
        "after": ("Consulten con la oficina de su Sección si desean enviar llamamientos después de esa fecha.",),
        "pronoun": ("NOMBRE Y PRONOMBRE", "NOMBRE Y PRONOMBRE PREFERIDO"),
        "no more": (
            "No se requieren más acciones por parte de la red. Muchas gracias a quienes enviaron llamamientos.",
        ),
        "report": ("Infórmennos de cuántos llamamientos enviaron: {}",),
        "fax": ("Fax",),
        "phone": ("Tel.", "Teléfono"),
        "email": ("Correo-e", "Correo electrónico"),
        "social": ("Twitter",),
        "web_form": ("Formulario en línea", "Formulario web"),
        "salutation": ("Tratamiento",),
    },
}
