"""Words of a company or mine name that name nobody: legal forms, trade words, small words.

`invent.py` leaves these as they are and replaces every other word, so that an invented name still
reads like a company of its trade and country. All words are lower case.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS: Final = _words(
    """
    ab ag aktiebolag akcyjna anonim anonima as atbildību bhd betéti beschränkter bv bvba cie co
    company corp corporation cv de doo dd ev felelősségű felelösségü gbr gesellschaft gmbh
    haftung haftungsbeschränkt ierobežotu inc jawna jsa jv kft kg kk komandytowa korlatolt
    korlátolt ks lc limitada limitata limited llc llp lp ltd ltda mbh mit működő nv og
    odpowiedzialnością ograniczoną ohg ou oy oü oyj partnership plc private pt pte pty pvt
    részvénytársaság rl rt sa sab sabiedrība sac sapi sarl sas sasu sdn se sicav sl slu sociedad
    societa soc sp spa spółka spolka sprl sri srl sro société társaság ticaret ug ulc und
    unipersonal uab vof zrt z zártkörűen şirketi 株式会社
    """
)

TRADE_WORDS: Final = _words(
    """
    accessories advanced alloy alloys aluminium aluminum aluminio and assembly auto automobile
    automobiles automotive autopartes autoparts bauxite brass building bullion cast casting
    castings center centre coal cobalt cobre components construction constructions consulting
    copper corporate crushing development diamond distribution electric electronics energy
    engineering enterprises equipment et exploration extrusion extrusions fahrzeugbau for general
    glass global gold graphite group groupe holding holdings in industrial industries industry
    infra infrastructure interior interiors international iron kereskedelmi lead lighting lithium
    logistics management manganese manufacturing marketing materials metal metals mineral
    minerals mines minera mining molybdenum nickel of offshore oil parts petroleum platinum
    power products projects properties property realty recycling refinery refineries repair
    research resources retail sales seating service services silver smelter smelting solar
    solutions spare steel steering supply system systems tech technologies technology the tin
    titanium tools trading tungsten uranium van ventures verwaltungs y zinc zink
    """
)

MINE_WORDS: Final = _words(
    """
    ag and area au base basin bay black blue central cerro co complex concentrator copper creek cu
    de del deposit deposits district division dump east el ew field fields gold group gulch hill
    hpal iron la lake las lead lithium little lode los mill mina minas mine mines mineral
    mining mount mountain mt ne new ni nickel no north nw of old open operation operations ore
    oxide pb peak pit placer placers plant platinum project property prospect pyrite reef
    refinery ridge rio river salar san santa santo sector se shaft silver smelter south springs
    star sulphide sur sw sx sxew tailings the tin tunnel ug underground upper valley vein
    west white works y zinc zn zone
    """
)

DOTTED_FORMS: Final = _words(
    """
    as bv co cokg cosa cowll cv dd doo eirl gp js jsa kg llc llp lp nv og oo ooo pt pty rl rlde sa
    sac sade sas sau sc sde se sl slu snc sp spa spk spz spzoo sro srl srlin srls sà sàrl wll zo
    zoo àrl
    """
)
"""Legal forms written with full stops, once the stops and blanks are taken out."""
