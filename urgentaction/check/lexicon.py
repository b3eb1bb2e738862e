"""Words that rules look for, by language: how a text hedges, what threatens, what asks for an outcome, or at all.

Patterns of whole words, matched in small letters with straight apostrophes (`reading.plain`). A language that is not
here is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from urgentaction.model.case import Hedge

Lexicon = Mapping[str, str]
"""A pattern by language."""

ATTRIBUTION: Mapping[str, str] = {
    "fr": r"selon|d'après|aux? dires?|à en croire|de l'avis|organisations?|rapport(?:s|e|ent|é|ée|és|ées)?|déclar\w+"
    r"|indiqu\w+|fait état|font état|signal\w+|affirm\w+|dénonc\w+|informations?|dit|disent|décrit|décrivent",
    "en": r"according to|reports?|reported(?:ly)?|stat(?:es?|ed|ements?)|says?|said|organi[sz]ations?|inform\w+"
    r"|describ\w+|announc\w+|document(?:s|ed)|warn(?:s|ed)",
    "es": r"según|de acuerdo con|inform\w+|organizaci\w+|declar\w+|denunci\w+|señal\w+|afirm\w+",
    "de": r"laut|nach angaben|zufolge|bericht\w*|organisation\w*|erklär\w+|mitgeteilt|angaben",
}
"""Words that say whose statement it is."""

# The French conditional is how French reports what it does not vouch for: aurait agi, serait détenu (not: extrait).
_CONDITIONAL_FR = r"\w*(?<!t)r(?:ait|aient)"
_CONDITIONAL_ES = r"\w+r[ií]an?"

HEDGES: Mapping[str, Mapping[Hedge, str]] = {
    "fr": {
        Hedge.REPORTED: rf"{ATTRIBUTION['fr']}|{_CONDITIONAL_FR}|dit-on|dit être|disent être",
        Hedge.ALLEGED: r"accus\w+|allégu\w+|allégations?|présum\w+|préten\w+|soupçon\w+|reproch\w+|imput\w+|inculp\w+"
        rf"|mis(?:e|es)? en cause|poursuivi\w* pour|{ATTRIBUTION['fr']}|{_CONDITIONAL_FR}",
        Hedge.BELIEVED: r"estim\w+|consid[éè]r\w+|croi\w+|pens\w+|crai(?:n|g)\w+|redout\w+|jug(?:e|ent|é|ée)"
        rf"|convaincu\w*|avis|{ATTRIBUTION['fr']}",
        Hedge.APPARENT: r"appare\w+|apparaî\w+|semble\w*|sembla\w+|paraît|paraissent|paraissait|visiblement",
        Hedge.POSSIBLE: r"possib\w+|éventuel\w*|peut-être|peut|peuvent|pourr\w+|risqu\w+|susceptib\w+|probab\w+|danger",
    },
    "en": {
        Hedge.REPORTED: rf"{ATTRIBUTION['en']}|apparently|it appears",
        Hedge.ALLEGED: r"alleg\w+|accus\w+|suspect\w+|charg(?:es?|ed)|claim\w*|purport\w*|suppos\w+"
        rf"|{ATTRIBUTION['en']}",
        Hedge.BELIEVED: r"believ\w+|consider\w*|fear\w*|thinks?|opinion|view|convinced|conclud\w+|concern\w*"
        rf"|{ATTRIBUTION['en']}",
        Hedge.APPARENT: r"apparen\w+|seem\w*|appear\w*",
        Hedge.POSSIBLE: r"possib\w+|may|might|could|risk\w*|likely|potential\w*|perhaps|danger",
    },
    "es": {
        Hedge.REPORTED: rf"{ATTRIBUTION['es']}|{_CONDITIONAL_ES}|al parecer|presunt\w+",
        Hedge.ALLEGED: rf"presunt\w+|supuest\w+|acus\w+|aleg\w+|imput\w+|{ATTRIBUTION['es']}",
        Hedge.BELIEVED: rf"cree[n]?|consider\w+|tem[ei]\w*|opin\w+|estim\w+|{ATTRIBUTION['es']}",
        Hedge.APPARENT: r"aparent\w+|parec\w+|al parecer",
        Hedge.POSSIBLE: r"posib\w+|podr\w+|pued\w+|riesgos?|quizás?|eventual\w*|probab\w+|peligro",
    },
    "de": {
        Hedge.REPORTED: rf"{ATTRIBUTION['de']}|soll|sollen|angeblich\w*|dem vernehmen nach",
        Hedge.ALLEGED: r"angeblich\w*|mutmaßlich\w*|beschuldig\w+|vorgeworfen|vorwurf|vorwürfe|verdächt\w+|werfen"
        rf"|{ATTRIBUTION['de']}",
        Hedge.BELIEVED: r"glaub\w+|überzeugt|befürcht\w+|fürcht\w+|ansicht|auffassung|meint|meinen"
        rf"|{ATTRIBUTION['de']}",
        Hedge.APPARENT: r"offenbar|anscheinend|scheinbar|scheint|scheinen",
        Hedge.POSSIBLE: r"möglich\w*|womöglich|vielleicht|könnt\w+|kann|können|droh\w+|gefahr|risiko|eventuell\w*",
    },
}
"""By kind of hedge, words of which one is enough."""

THREATS: Mapping[str, str] = {
    "fr": r"honte à vous|ayez honte|honte sur vous|(?:vous|te) tuer|vous (?:tuerai|tuerons)|êtes des assassins"
    r"|crevez|fils de p\w+|connards?|enfoirés?|vous faire souffrir"
    r"|vous devriez avoir honte|bourreaux?|ordures?|salauds?|salopards?|imbéciles?"
    r"|crétins?|menteurs?|menteuses?|tyrans?|voyous?|vous (?:le )?(?:paierez|regretterez)"
    r"|vous allez (?:le )?payer|gare à vous|nous savons où vous|je sais où vous|vengeance|ultimatum|j'exige"
    r"|vous êtes (?:tou\w+ )?(?:une? |des )?(?:criminel\w*|monstres?|assassins?|meurtrier\w*|barbares?|complices?)"
    r"|nous exigeons|je vous somme|nous vous sommons|sinon vous|vous (?:en )?répondrez|dernier avertissement",
    "en": r"kill you|kill them all|bastards?|go to hell|make you suffer|you criminals|assholes?|son of a bitch"
    r"|shame on you|you should be ashamed|murderers|butchers?|scum|idiots?|liars?|cowards?|cowardly|tyrants?"
    r"|thugs?|or else|you will pay|you'll pay|you will regret|you'll regret|we know where you|i know where you|revenge"
    r"|ultimatum|(?:i|we) demand|face the consequences|suffer the consequences|last warning|final warning"
    r"|you will answer for|you are (?:all )?(?:an? )?(?:criminals?|monsters?|murderers?|barbarians?|accomplices?)",
    "es": r"matarle|matarlos a todos|vergüenza debería darle|debería darle vergüenza|qué vergüenza|avergüéncese"
    r"|asesinos|verdugos?|carniceros|escoria|idiotas?|imbéciles?|mentiros[oa]s?|cobardes?|tiran[oa]s?|malnacid\w+"
    r"|hij[oa]s? de puta|cabr[oó]n(?:es)?|váyase al infierno|o si no|lo (?:va|van) a pagar|lo pagarán?"
    r"|se arrepentirán?|(?:sabemos|sé) dónde (?:vive|está|trabaja)|venganza|ultimátum|exijo|exigimos"
    r"|(?:usted es|ustedes son) (?:una? |un[oa]s )?(?:criminal(?:es)?|monstruos?|bárbar[oa]s?|cómplices?)"
    r"|aténgase a las consecuencias|último aviso|última advertencia|responderá por",
    "de": r"sie umbringen|alle umbringen|schämen sie sich|schande über sie|sie sollten sich schämen|mörder|schlächter"
    r"|henker|abschaum|dreckskerle?|schweine|idiot(?:en)?|lügner(?:in|innen)?|feiglinge?|feige|tyrann(?:en)?"
    r"|verbrecherbande|hurensöhne?|arschlöcher|arschloch|fahren sie zur hölle|sonst werden sie|oder sie werden"
    r"|sie werden (?:es |das |dafür )?(?:bereuen|bezahlen|büßen)|(?:wir wissen|ich weiß), wo sie|rache|ultimatum"
    r"|sie sind (?:alle )?(?:ein |eine )?(?:verbrecher(?:in|innen)?|monster|barbar(?:en)?|komplizen?)"
    r"|(?:ich verlange|wir verlangen)|letzte warnung|werden sie sich verantworten",
}
"""Words that threaten or insult; a letter is courteous, and assumes good will."""

OUTCOMES: Mapping[str, str] = {
    "fr": r"libér(?:er|ez|ation)|relâch\w+|relax\w+|acquitt\w+|(?:re)?mise en liberté|remett\w+ en liberté|non-lieu"
    r"|refus\w+ (?:\S+ ){0,6}extrad\w+|rejet\w+ (?:\S+ ){0,6}(?:demande|extradition)|annul(?:er|ez|ation)|innocen\w+"
    r"|coupables?|culpabilité|avis défavorable|ne pas (?:l')?extrader|oppos\w+ (?:\S+ ){0,3}(?:à l'|son )extradition"
    r"|clémence|indulgence|condamner|condamnez",
    "en": r"releas(?:e|ing)|set (?:him|her|them) free|acquit\w*|quash\w*|overturn\w*|annul\w*|drop the charges"
    r"|refus\w+ (?:\S+ ){0,6}extradit\w+|reject\w* (?:\S+ ){0,6}(?:request|extradition)|not (?:to )?extradite"
    r"|dismiss (?:\S+ ){0,4}(?:case|charges|request)|innocen\w+|guilty|guilt|leniency|clemency|unfavourable opinion",
    "es": r"liber(?:ar|arl[oae]s?|ación|en|e)|excarcel\w+|pues(?:ta|to|tos|tas) en libertad|pon\w+ en libertad"
    r"|absolv\w+|absolución|absuelv\w+|anul(?:ar|en|e|ación)|sobrese\w+|inocen\w+|culpables?|culpabilidad|clemencia"
    r"|(?:deneg|denieg|rechac|rechaz)\w+ (?:\S+ ){0,6}(?:extradi\w+|solicitud)|no (?:l[oae]s? )?extradit\w+"
    r"|indulgencia|indultos?|condenar|condenen?|dictamen desfavorable",
    "de": r"freilass\w+|freizulassen|freigelassen|freikommen|freispr\w+|freizusprechen|freispruch|aufzuheben|aufhebung"
    r"|(?:auslieferung|ersuchen|antrag) (?:\S+ ){0,3}(?:abzulehnen|ablehnen|abzuweisen|zu verweigern|zurückzuweisen)"
    r"|nicht auszuliefern|nicht ausliefern|verfahren einzustellen|unschuld\w*|schuldig\w*|schuld|milde|gnade|nachsicht"
    r"|begnadig\w+|verurteilen|zu verurteilen",
}
"""Words that ask a court for an outcome or speak of guilt: its letters ask for guarantees only (design §6)."""

PRESUMPTION: Lexicon = {
    "fr": r"(?:la )?présomption d'innocence|présumée?s? innocente?s?(?: jusqu'à preuve (?:\S+ ){0,3}culpabilité)?",
    "en": r"presumption of innocence|presumed (?:to be )?innocent(?: until (?:proved|proven|found) guilty)?",
    "es": r"presunción de inocencia|presun\w+ (?:\S+ )?inocen\w+|presuma (?:\S+ )?inocencia",
    "de": r"unschuldsvermutung|als unschuldig|gilt als unschuldig",
}
"""The presumption of innocence, which is a guarantee and argues nothing."""

GUILT: Lexicon = {
    "fr": r"(?:est|sont|était|étaient|n'est pas|ne sont pas) (?:\w+ )?(?:innocente?s?|coupables?)"
    r"|(?:son|leur) innocence|(?:sa|leur) culpabilité",
    "en": r"(?:is|are|was|were) (?:\w+ )?(?:innocent|guilty)|(?:his|her|their) (?:innocence|guilt)",
    "es": r"(?:es|son|era|eran) (?:\w+ )?(?:inocentes?|culpables?)|su (?:inocencia|culpabilidad)",
    "de": r"(?:ist|sind|war|waren) (?:\w+ )?(?:unschuldig|schuldig)|(?:seine|ihre|deren) (?:unschuld|schuld)",
}
"""Words that argue whether somebody is guilty: a letter asks for a fair process, whoever is right."""

ATTACHMENTS: Lexicon = {
    "fr": r"ci-jointe?s?|ci-annexée?s?|(?:en )?pièces? jointes?|en annexe",
    "en": r"please find (?:attached|enclosed)|(?:i|we) enclose|(?:is|are) enclosed|enclosed (?:please|herewith)"
    r"|attached (?:files?|documents?|herewith|hereto)|as an attachment",
    "es": r"adjunt[oa] (?:le|les|encontrará|encontrarán|copia)|se adjuntan?|adjuntamos"
    r"|(?:documentos?|archivos?) adjuntos?",
    "de": r"anbei|beigefügt\w*|im anhang|als anlage|in der anlage",
}
"""Words that speak of an enclosure."""

REQUESTS: Lexicon = {
    "fr": r"(?:je|nous) vous (?:demand|exhort|conjur|suppli|appel)\w+|(?:je|nous) vous (?:prie|prions) (?:de|d')"
    r"(?! ?(?:croire|recevoir|agréer|bien))|veuillez(?! (?:croire|recevoir|agréer))"
    r"|(?:libérez|relâchez|arrêtez|cessez|ordonnez|annulez|graciez|laissez)(?:-\w+)?",
    "en": r"(?:i|we) (?:\w+ )?(?:ask|urge|request|beg|implore|call on|call upon) (?:you|your|the)"
    r"|(?:release|free|pardon|stop) (?:him|her|them|this|these)"
    r"|please (?:release|free|stop|let|ensure|investigate|drop|cancel|grant)",
    "es": r"(?:le|les) (?:pido|pedimos|ruego|rogamos|solicito|solicitamos|insto|instamos)"
    r"|(?:le|les) (?:exhorto|exhortamos|imploro)"
    r"|(?:lib[eé]re|liberen|suelte|suelten|indulte|detenga)(?:l[oae]s?)?",
    "de": r"(?:ich|wir) (?:bitte|bitten|ersuche|ersuchen|fordere|fordern) sie"
    r"|lassen sie (?:ihn|sie) (?:\w+ )?frei|bitte (?:lassen|setzen|sorgen|stellen|veranlassen) sie",
}
"""Words that ask for something: a signer's own words tell who they are, and leave the asking to the case."""

REPLIES: Lexicon = {
    "fr": r"(?:votre|une) réponse|me répondre|(?:me|nous) (?:faire connaître|faire savoir|tenir informée?s?|informer)"
    r"|accuser réception|suites? (?:qui sera |que vous )?(?:donnée|réservée|donnerez)",
    "en": r"(?:your|a) (?:reply|response|answer)|hear(?:ing)? from you|let me know (?:what|which|how)"
    r"|inform me|tell me (?:what|which|how)|acknowledge receipt",
    "es": r"(?:su|una) respuesta|(?:me|nos) (?:informe|comunique|responda|haga saber)|acuse de recibo",
    "de": r"(?:ihre|eine|um) antwort|mir mitzuteilen|mich (?:zu informieren|wissen zu lassen|zu unterrichten)"
    r"|eingang (?:\S+ ){0,3}bestätigen",
}
"""Words that ask for an answer: how a hand-written letter's request for a reply is told."""
