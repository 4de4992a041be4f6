"""What the feed lets anybody count without any service: audits by kind, findings by grade."""

from collections import Counter
from collections.abc import Sequence

from infra.local.demo.audits import audit_reports
from infra.local.demo.masters import Body, Masters
from infra.local.demo.places import read_places


def audit_bodies(masters: Masters, seed: int) -> list[Body]:
    """Return what auditors report, audit by audit."""
    return [each.body for each in audit_reports(masters, read_places(masters, seed), seed)]


def audits_by_kind(bodies: Sequence[Body]) -> dict[str, int]:
    """Return how many audits and awards there are, with and without a result."""
    return dict(
        Counter(f"{body['kind']}.{'known' if 'result' in body else 'missing'}" for body in bodies)
    )


def findings_by_grade(bodies: Sequence[Body]) -> dict[str, int]:
    """Return how many findings of each grade there are."""
    return dict(
        Counter(finding["grade"] for body in bodies for finding in body.get("findings", ()))
    )
