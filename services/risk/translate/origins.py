"""Origins in the published language and back; they are kept as they are published."""

from decimal import Decimal
from typing import Final

import msgspec
from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import Confidence, OriginBasis, Stage

from services.risk.domain.origin import Origin, Share
from services.risk.domain.verdict import Source

_read_origins: Final = msgspec.json.Decoder(list[structs.Origin]).decode
_read_origin: Final = msgspec.json.Decoder(structs.Origin).decode


def origin_struct(origin: Origin) -> structs.Origin:
    """Return an origin as it is published."""
    return structs.Origin(
        material=origin.material,
        basis=origin.basis.value,
        stage=origin.stage.value,
        shares=[
            structs.OriginShare(
                country=share.country,
                percent=None if share.percent is None else float(share.percent),
            )
            for share in origin.shares
        ],
        unknown_percent=float(origin.unknown_percent),
        confidence=origin.confidence.value,
        source=origin.source.pack,
        edition=origin.source.edition,
        review_on=origin.review_on,
    )


def origin_from(each: structs.Origin) -> Origin:
    """Return the origin that was published so."""
    return Origin(
        material=each.material,
        basis=OriginBasis(each.basis),
        shares=tuple(
            Share(
                country=share.country,
                percent=None if share.percent is None else Decimal(str(share.percent)),
            )
            for share in each.shares
        ),
        unknown_percent=Decimal(str(each.unknown_percent)),
        confidence=Confidence(each.confidence),
        source=Source(pack=each.source, edition=each.edition),
        review_on=each.review_on,
        stage=Stage(each.stage or Stage.MINE),
    )


def origin_document(origin: Origin) -> bytes:
    """Return an origin as it is kept."""
    return structs.encode(origin_struct(origin))


def origin_of(document: bytes) -> Origin:
    """Return a kept origin; raise msgspec.DecodeError if it is none of ours."""
    return origin_from(_read_origin(document))


def origins_of(documents: bytes) -> tuple[Origin, ...]:
    """Return kept origins; raise msgspec.DecodeError if they are none of ours."""
    return tuple(origin_from(each) for each in _read_origins(documents))
