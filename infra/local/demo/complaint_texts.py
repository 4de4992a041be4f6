"""Words of the demo's complaints: invented, in three languages, without anybody's name or place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en", "de", "es")

BY_TOPIC: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "children": {
            "en": "Children carry loads there when they should be at school.",
            "de": "Dort tragen Kinder Lasten, statt in die Schule zu gehen.",
            "es": "Allí hay niños que cargan peso en lugar de ir a la escuela.",
        },
        "forced-work": {
            "en": "Papers are kept by the employer and nobody may leave the dormitory at night.",
            "de": "Der Betrieb behält die Ausweise, nachts darf niemand das Wohnheim verlassen.",
            "es": "La empresa retiene los documentos y de noche nadie puede salir del dormitorio.",
        },
        "safety": {
            "en": "The press has no guard and there was no training before the shift.",
            "de": "Die Presse hat keinen Schutz, und vor der Schicht gab es keine Einweisung.",
            "es": "La prensa no tiene protección y no hubo formación antes del turno.",
        },
        "union": {
            "en": "Whoever talks to the new union is moved to the night shift.",
            "de": "Wer mit der neuen Gewerkschaft spricht, kommt in die Nachtschicht.",
            "es": "A quien habla con el nuevo sindicato lo pasan al turno de noche.",
        },
        "discrimination": {
            "en": "People from one region get the worst places and never a permanent contract.",
            "de": "Wer aus einer bestimmten Gegend kommt, erhält nie einen festen Vertrag.",
            "es": "A la gente de una región le dan los peores puestos y nunca un contrato fijo.",
        },
        "wages": {
            "en": "Overtime of three months has not been paid.",
            "de": "Die Überstunden von drei Monaten sind nicht bezahlt.",
            "es": "No se han pagado las horas extra de tres meses.",
        },
        "soil-water-air": {
            "en": "Since the pond was raised the well smells and the animals do not drink from it.",
            "de": "Seit das Becken erhöht wurde, riecht der Brunnen, die Tiere trinken nicht.",
            "es": "Desde que se amplió la balsa, el pozo huele y los animales no beben de él.",
        },
        "land": {
            "en": "The fields behind the road were fenced in and nobody asked those who work them.",
            "de": "Die Felder am Weg wurden eingezäunt, ohne die zu fragen, die sie bestellen.",
            "es": "Se cercaron los campos tras el camino sin preguntar a quienes los trabajan.",
        },
        "security": {
            "en": "Guards at the gate pushed and threatened those who asked for a meeting.",
            "de": "Wachleute am Tor haben bedroht, wer um ein Gespräch bat.",
            "es": "Los guardias de la puerta empujaron y amenazaron a quienes pedían una reunión.",
        },
        "toxic": {
            "en": "Drums without a label are emptied behind the hall.",
            "de": "Hinter der Halle werden Fässer ohne Aufschrift geleert.",
            "es": "Detrás de la nave se vacían bidones sin etiqueta.",
        },
        "other": {
            "en": "Permits are said to be bought; those who ask are left without water.",
            "de": "Es heißt, Genehmigungen würden gekauft; wer danach fragt, bleibt ohne Wasser.",
            "es": "Se dice que los permisos se compran y que a quien pregunta lo dejan sin agua.",
        },
    }
)

OUT_OF_SCOPE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": (
            "My car was delivered two months late and nobody calls back.",
            "The paint of the bumper came off after one winter.",
            "A shop that has nothing to do with you did not take a coat back.",
            "Please send me the catalogue of last year.",
            "The lorries of a building site near here are loud in the morning.",
        ),
        "de": (
            "Mein Wagen kam zwei Monate zu spät, und niemand ruft zurück.",
            "Der Lack an der Stoßstange ist nach einem Winter abgegangen.",
            "Ein Geschäft, das mit Ihnen nichts zu tun hat, nimmt einen Mantel nicht zurück.",
            "Bitte schicken Sie mir den Katalog vom letzten Jahr.",
            "Die Lastwagen einer Baustelle in der Nähe sind morgens laut.",
        ),
        "es": (
            "Mi coche llegó con dos meses de retraso y nadie devuelve la llamada.",
            "La pintura del parachoques se cayó después de un invierno.",
            "Una tienda sin relación con ustedes no acepta la devolución de un abrigo.",
            "Por favor, envíenme el catálogo del año pasado.",
            "Los camiones de una obra cercana hacen ruido por la mañana.",
        ),
    }
)

BY_AUTHORITY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "A public authority passes this on.",
        "de": "Eine Behörde gibt dies weiter.",
        "es": "Una autoridad pública comunica lo siguiente.",
    }
)

ABOUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "This is about your supplier {number}.",
        "de": "Es geht um Ihren Lieferanten {number}.",
        "es": "Se trata de su proveedor {number}.",
    }
)

INVENTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "(Invented complaint {reference} of the demo.)",
        "de": "(Erfundene Beschwerde {reference} der Vorführung.)",
        "es": "(Queja inventada {reference} de la demostración.)",
    }
)
