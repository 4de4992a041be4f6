"""Facts of others -> states of the domain; records of the domain -> JSON documents."""

from services.reporting.translate.documents import evidence_document as evidence_document
from services.reporting.translate.documents import evidence_path as evidence_path
from services.reporting.translate.documents import place_text as place_text
from services.reporting.translate.documents import read_place as read_place
from services.reporting.translate.documents import record_document as record_document
from services.reporting.translate.documents import record_path as record_path
from services.reporting.translate.edition_answers import difference_document as difference_document
from services.reporting.translate.edition_answers import difference_path as difference_path
from services.reporting.translate.edition_answers import (
    edition_evidence_path as edition_evidence_path,
)
from services.reporting.translate.edition_answers import edition_path as edition_path
from services.reporting.translate.edition_answers import editions_document as editions_document
from services.reporting.translate.edition_answers import (
    frozen_evidence_document as frozen_evidence_document,
)
from services.reporting.translate.edition_answers import published as published
from services.reporting.translate.edition_answers import receipt_document as receipt_document
from services.reporting.translate.edition_rows import Seen as Seen
from services.reporting.translate.edition_rows import (
    UnreadableEditionError as UnreadableEditionError,
)
from services.reporting.translate.editions import compress as compress
from services.reporting.translate.editions import decompress as decompress
from services.reporting.translate.editions import digest as digest
from services.reporting.translate.editions import edition_document as edition_document
from services.reporting.translate.editions import examine as examine
from services.reporting.translate.editions import open_cell as open_cell
from services.reporting.translate.editions import open_edition as open_edition
from services.reporting.translate.editions import record_content as record_content
from services.reporting.translate.facts import audit_seen as audit_seen
from services.reporting.translate.facts import case_state as case_state
from services.reporting.translate.facts import due_notice as due_notice
from services.reporting.translate.facts import exit_seen as exit_seen
from services.reporting.translate.facts import plan_seen as plan_seen
from services.reporting.translate.facts import risk_state as risk_state
from services.reporting.translate.facts import supplier_state as supplier_state
