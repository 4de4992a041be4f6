"""The historical cases: real days and ends, invented plants that the ERP knows."""

import csv
import re
from collections import Counter

from sorgfalt_contracts.events import SupplierReported

from infra.local.demo.masters import HISTORICAL_CASES, SOURCES, read_masters
from infra.local.demo.plants import plant_record, plant_reports

CASES = read_masters().cases
_NAMES = """
    case_id us_request_no facility company_legal_name parent parent_country municipality state
    country sector product workers petitioners petition_date self_initiated request_for_review_date
    mexico_response mexico_response_date rights_alleged allegation_summary mexico_finding
    mexico_finding_date remediation_agreed_date remediation_deadline panel_requested_date
    closed_date outcome workers_reinstated workers_severance backpay_usd remedy_summary
    source_conflicts source_urls
"""
COLUMNS = _NAMES.split()


def test_file_has_the_columns_of_the_public_table_and_its_21_rows() -> None:
    with (SOURCES / HISTORICAL_CASES).open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS
    assert len(CASES) == 21


def test_days_sectors_and_ends_are_those_that_were_published() -> None:
    assert Counter(row["sector"] for row in CASES).most_common(1) == [("auto parts", 13)]
    assert Counter(row["outcome"] for row in CASES)["resolved_remediated_in_review"] == 7
    dates = [row[name] for row in CASES for name in COLUMNS if name.endswith("_date") and row[name]]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", date) for date in dates)
    assert len(dates) == 63
    assert [row["self_initiated"] for row in CASES].count("yes") == 1


def test_numbers_are_new_and_no_address_leads_to_a_source() -> None:
    assert [row["case_id"] for row in CASES] == [f"DEMO-H{n:02d}" for n in range(1, 22)]
    assert {row["source_urls"] for row in CASES} == {"invented plant, see SOURCES.md"}
    assert min(int(row["us_request_no"]) for row in CASES if row["us_request_no"]) > 100


def test_every_plant_is_a_supplier_with_a_site_in_mexico() -> None:
    bodies = [SupplierReported.model_validate(each.body) for each in plant_reports(CASES)]
    assert {site.country for body in bodies for site in body.sites or ()} == {"MX"}
    assert Counter(len(body.sites or ()) for body in bodies) == {1: 20, 2: 1}
    assert Counter(str(body.relation) for body in bodies) == {"direct": 19, "indirect": 2}
    assert len({str(plant_record(row)) for row in CASES}) == 21
