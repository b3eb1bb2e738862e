"""Words that rules look for, by language: how a text hedges, what threatens, what asks a court for an outcome.

Patterns of whole words, matched in small letters with straight apostrophes (`reading.plain`). A language that is not
here is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from urgentaction.model.case import Hedge

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
    r"|nous exigeons|je vous somme|nous vous sommons|sinon vous|vous (?:en )?répondrez|dernier avertissement",
    "en": r"kill you|kill them all|bastards?|go to hell|make you suffer|you criminals|assholes?|son of a bitch"
    r"|shame on you|you should be ashamed|murderers|butchers?|scum|idiots?|liars?|cowards?|cowardly|tyrants?"
    r"|thugs?|or else|you will pay|you'll pay|you will regret|you'll regret|we know where you|i know where you|revenge"
    r"|ultimatum|(?:i|we) demand|face the consequences|suffer the consequences|last warning|final warning"
    r"|you will answer for",
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
}
"""Words that ask a court for an outcome or speak of guilt: its letters ask for guarantees only (design §6)."""
