"""Identity: which strong numbers name one and the same supplier, across all obliged companies.

Strong numbers are the LEI, the BPN and the number in an ERP. A report that names several says
that they are one company's. So suppliers are the connected groups of numbers and reports, and
the grouping does not depend on the order of arrival. A group only ever grows: a number that was
said once stays linked, because a silent split would tear open what was decided about a supplier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sorgfalt_contracts.terms import SupplierId, derived_id


class NumberKind(StrEnum):
    """Kinds of strong number."""

    LEI = "lei"
    BPN = "bpn"
    ERP = "erp"


RANK: Final[Mapping[NumberKind, int]] = MappingProxyType(
    {NumberKind.LEI: 0, NumberKind.BPN: 1, NumberKind.ERP: 2}
)
"""Order of strength: a register gives an LEI to one legal entity; anyone gives an ERP number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StrongNumber:
    """One number of one company; an ERP number is `system/client/number`."""

    kind: NumberKind
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A supplier as a name for a group of numbers; `superseded_by` once it was merged away."""

    supplier_id: SupplierId
    founded_by: StrongNumber
    superseded_by: SupplierId | None = None

    @property
    def seniority(self) -> tuple[int, SupplierId]:
        """Return what decides which of two merged suppliers stays: the lowest does."""
        return RANK[self.founded_by.kind], self.supplier_id


class Linking(StrEnum):
    """What a report did to identity."""

    FOUNDED = "founded"  # none of its numbers was known: a new supplier
    JOINED = "joined"  # a new number of a known supplier
    MERGED = "merged"  # it ties known suppliers together


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry:
    """The numbers of a batch as far as they are known, and all identities behind them."""

    numbers: Mapping[StrongNumber, SupplierId]
    identities: Mapping[SupplierId, Identity]

    def current(self, supplier_id: SupplierId) -> SupplierId:
        """Return the supplier that stands for this one today: the end of its chain."""
        while (following := self.identities[supplier_id].superseded_by) is not None:
            supplier_id = following
        return supplier_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """The registry after a batch; per report, its supplier then and what the report did."""

    state: Registry
    suppliers: tuple[SupplierId, ...]
    reasons: tuple[Linking | None, ...]


def found(numbers: Sequence[StrongNumber]) -> Identity:
    """Return the identity that a report with these numbers founds: by its strongest number."""
    first = min(numbers, key=lambda number: (RANK[number.kind], number.value))
    supplier_id = SupplierId(derived_id("supplier", first.kind.value, first.value))
    return Identity(supplier_id=supplier_id, founded_by=first)


def link(registry: Registry, reports: Sequence[Sequence[StrongNumber]]) -> Linked:
    """Link the numbers that each report names, one report after the other in order of arrival."""
    growing = _Growing(registry)
    reasons = tuple(growing.take(numbers) for numbers in reports)
    return Linked(
        state=Registry(numbers=growing.numbers, identities=growing.identities),
        suppliers=tuple(growing.current[growing.numbers[numbers[0]]] for numbers in reports),
        reasons=reasons,
    )


class _Growing:
    """A registry while a batch is taken into it; never leaves `link`."""

    def __init__(self, registry: Registry) -> None:
        self.numbers = dict(registry.numbers)
        self.identities = dict(registry.identities)
        self.current = {each: registry.current(each) for each in self.identities}
        self._members: dict[SupplierId, list[SupplierId]] = {}
        for each, current in self.current.items():
            self._members.setdefault(current, []).append(each)

    def take(self, named: Sequence[StrongNumber]) -> Linking | None:
        """Link the numbers of one report and say what that did."""
        new = [number for number in named if number not in self.numbers]
        known = {self.current[self.numbers[number]] for number in named if number in self.numbers}
        if not known:
            survivor = self._add(found(named))
        else:
            survivor = min(known, key=lambda each: self.identities[each].seniority)
            self._supersede(known - {survivor}, survivor)
        self.numbers.update(dict.fromkeys(new, survivor))
        if not known:
            return Linking.FOUNDED
        if len(known) > 1:
            return Linking.MERGED
        return Linking.JOINED if new else None

    def _add(self, identity: Identity) -> SupplierId:
        supplier_id = identity.supplier_id
        self.identities[supplier_id] = identity
        self.current[supplier_id] = supplier_id
        self._members[supplier_id] = [supplier_id]
        return supplier_id

    def _supersede(self, losers: set[SupplierId], survivor: SupplierId) -> None:
        """Point the losers, and all they had superseded, straight at the survivor."""
        for loser in losers:
            for member in self._members.pop(loser):
                moved = replace(self.identities[member], superseded_by=survivor)
                self.identities[member] = moved
                self.current[member] = survivor
                self._members[survivor].append(member)
