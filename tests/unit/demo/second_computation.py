"""Small published data and events for the second computation, worked out by hand in its tests."""

import json
from typing import Any

from tests.system.recompute import Record, Texts

TODAY = "2026-03-01"
INDEX = """country,indicator,Rank
Congo,VoiceandAccountability,24.999
Congo,PoliticalStability,25
Congo,RuleofLaw,10
Norway,VoiceandAccountability,99
Norway,PoliticalStability,50
Norway,RuleofLaw,NA
"""
GOODS = "good,country,child_labor,forced_labor\nCopper,Congo,Yes,No\n"
METHOD = """
[goods]
likelihood = 4
[origins]
top = 1
[[origins.rules]]
commodity = "copper"
stage = "mine"
year = "2023"
materials = ["copper"]
[evidence.findings]
minor = 2
major = 3
critical = 4
[evidence.complaints]
undecided = 3
founded = 4
[evidence.clean]
kinds = ["audit"]
grave_grades = ["major", "critical"]
failing_results = ["failed"]
[evidence.validity]
otherwise = "P3Y"
[evidence.validity.schemes]
short = "P1Y"
[[priority]]
severity_at_least = 4
likelihood_at_least = 3
priority = "high"
[[priority]]
severity_at_least = 1
likelihood_at_least = 1
priority = "low"
"""
PRODUCTION = """commodity,stage,unit,country,year_1,value_1,year_2,value_2
copper,refinery,kt,Norway,2023,9000,,
copper,mine,kt,Norway,2023,700,2024,9
copper,mine,Mt,Congo,2023,1.5,2024,W
copper,mine,kt,Norway,2022,9000,,
copper,mine,kt,World total,2023,99000,,
"""
DEADLINES = """schemes,answers,grade,severity,period
slow,finding,major,,P12M
,finding,critical,,P7D
,finding,major,,P14D
,complaint,,4,P14D
,complaint,,unknown,P7D
slow,validity,,,P1Y
"""
PROCEDURE = '[[topics]]\ncode = "wages"\nrights = ["HR08"]\n'
OUTCOMES = """format,value,stage,is_end,outcome,remedy,remedy_if
labour-mechanism,done,closed,yes,settled,delivered,remedy_summary
labour-mechanism,not taken,refused,yes,refused,none,
labour-mechanism,running,admitted,no,,none,
"""
PHRASES = """format,use,phrase,value
labour-mechanism,finding,denial of rights,yes
any,right,freedom of association,HR06
"""
HISTORY = """case_id,petition_date,request_for_review_date,mexico_finding,mexico_finding_date,\
rights_alleged,panel_requested_date,remediation_agreed_date,closed_date,outcome,remedy_summary
H1,2023-01-02,2023-02-01,denial of rights,,freedom of association,,,2023-05-01,done,paid
H2,,2024-02-01,,,freedom of association,2024-03-01,,,running,
H3,2024-01-01,,,,freedom of association; other,,,2024-02-01,not taken,
"""
RIGHTS = [f"HR{n:02d}" for n in range(1, 13)] + [f"EN{n:02d}" for n in range(1, 9)]
TEXTS = Texts(
    index=INDEX,
    goods=GOODS,
    countries="name,alpha_2\nCongo,CD\nNorway,NO\n",
    severities="right,scale,irremediability\n"
    + "".join(f"{right},2,{3 if right == 'HR08' else 4}\n" for right in RIGHTS),
    method=METHOD,
    production=PRODUCTION,
    deadlines=DEADLINES,
    procedure=PROCEDURE,
    outcomes=OUTCOMES,
    phrases=PHRASES,
    history=HISTORY,
)


def a_report(number: str, time: str = "2026-01-01T00:00:00Z", **said: Any) -> Record:
    return _an_event(number, time, "supplier", said)


def an_audit(number: str, audit: str = "A1", **said: Any) -> Record:
    """An audit of supplier `number` that came to a result, with findings as (grade, right)."""
    findings = [
        {"number": f"F{place}", "grade": grade, "rights": rights}
        for place, (grade, *rights) in enumerate(said.pop("findings", ()))
    ]
    known = {"kind": "audit", "scheme": "any", "held_on": "2026-01-01", "result": "pass"}
    body = {"audit_number": audit, **known, "findings": findings, **said}
    told = {name: value for name, value in body.items() if value is not None}
    return _an_event(number, "2026-01-01T00:00:00Z", "audit", told)


def a_site(number: str, country: str, *materials: str, **said: str) -> dict[str, Any]:
    return {
        "number": number, "name": "x", "country": country, "materials": list(materials), **said
    }  # fmt: skip


def a_case(number: str = "C1", *said: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {"case": number, "on": TODAY, "topics": ["wages"], "said": [*map(list, said)]}


def about(*numbers: str, site: str | None = None) -> tuple[str, dict[str, Any]]:
    """The attribution of a case to suppliers, and to a site of the first."""
    sites = [["erp", "1", site]] if site else []
    return "attribution", {"suppliers": [["erp", "1", n] for n in numbers], "sites": sites}


def _an_event(number: str, time: str, kind: str, said: dict[str, Any]) -> Record:
    record = {"system": "erp", "client": "1", "number": number}
    headers = {"ce_specversion": "1.0", "ce_time": time, "ce_type": f"sorgfalt.{kind}-reported.v1"}
    body = json.dumps({"record": record, **said}).encode()
    return number.encode(), body, [(name, text.encode()) for name, text in headers.items()]
