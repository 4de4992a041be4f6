"""Which fields of facts could be filled with a person at all, and why each of them may be there.

A field counts if it takes a name, a mail address or a telephone number. A new one fails the test
until somebody has written down here why no person belongs into it. Facts are kept for ever.
"""

from collections.abc import Iterator

from infra.contracts.published import ENVELOPE, FACTS, Json
from infra.contracts.render import writers
from infra.contracts.renderings import resolved
from infra.contracts.validation import fault

PEOPLE = ("Erika Mustermann", "erika@example.org", "+49 170 0000000")
OURS = "written by us from our own rules and packs"
MAY_BE_FILLED = {
    "supplier-updated.v1 name": "the firm's registered name; that of a sole trader is a person's",
    "supplier-updated.v1 sites[].name": "the place's name",
    "supplier-updated.v1 statements{}.source": "the sending system, as intake was set up for it",
    "audit-completed.v1 result": "a scheme's own grade in 64 letters and digits, such as a level",
    "risk-assessed.v1 rights[].reasons[].inputs{}": OURS,
    "disclosure-published.v1 href": OURS,
    "dead-letter-noticed.v1 where": "a path of declared field names; the sender's are left out",
}
INSTANTS = {
    "supplier-updated.v1 statements{}.said_at": "when a system told master data",
    "action-plan-due.v1 scheduled_at": "the clock's own instant",
}


def texts(schema: Json, where: str = "") -> Iterator[tuple[str, Json]]:
    """Yield the place and schema of every text in a schema."""
    for branch in schema.get("anyOf", ()):
        yield from texts(branch, where)
    for name, field in schema.get("properties", {}).items():
        yield from texts(field, f"{where}.{name}")
    for values in schema.get("patternProperties", {}).values():
        yield from texts(values, f"{where}{{}}")
    if "items" in schema:
        yield from texts(schema["items"], f"{where}[]")
    if schema.get("type") == "string":
        yield where.removeprefix("."), schema


FIELDS = {
    f"{name} {where}": text
    for name, schema in writers().items()
    if name in FACTS - {ENVELOPE}
    for where, text in texts(resolved(schema))
}


def test_no_field_of_a_fact_takes_a_person_without_a_reason() -> None:
    found = {
        place
        for place, schema in FIELDS.items()
        if any(fault(schema, person) is None for person in PEOPLE)
    }

    assert found == set(MAY_BE_FILLED)


def test_no_field_of_a_fact_takes_an_exact_instant_without_a_reason() -> None:
    found = {place for place, schema in FIELDS.items() if schema.get("format") == "date-time"}

    assert found == set(INSTANTS)


def test_grievances_and_plans_hold_no_text_at_all() -> None:
    silent = ("grievance-filed", "grievance-updated", "action-plan-changed", "exit-assessed")

    assert not [place for place in MAY_BE_FILLED if place.startswith(silent)]
