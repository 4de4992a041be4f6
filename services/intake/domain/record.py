"""What one object of a sender's system is called, and what it can say about a supplier."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import BlockState, Confidence, Stage


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class RecordKey:
    """The sender's own object: an ERP system, its client, and the number in it."""

    system: str
    client: str
    number: str

    @property
    def text(self) -> str:
        """Return the key as it stands on the topic; no part can contain a slash."""
        return f"{self.system}/{self.client}/{self.number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """What the ERP lets purchasing do, with the ERP's reason code."""

    state: BlockState
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportedSite:
    """A place where people work, by the sender's number; coordinates in degrees."""

    number: str
    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    stage: Stage | None = None
    materials: tuple[str, ...] = ()
    confidence: Confidence | None = None
