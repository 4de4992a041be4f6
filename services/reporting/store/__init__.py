"""Rows of the projections <-> values of the domain, and the packs on disk <-> the rule books."""

from services.reporting.store.editions import TURN as TURN
from services.reporting.store.editions import UNAVAILABLE as UNAVAILABLE
from services.reporting.store.editions import find_edition_of_request as find_edition_of_request
from services.reporting.store.editions import insert_edition as insert_edition
from services.reporting.store.editions import list_editions as list_editions
from services.reporting.store.editions import read_chain as read_chain
from services.reporting.store.editions import read_edition as read_edition
from services.reporting.store.editions import read_latest_edition as read_latest_edition
from services.reporting.store.figures import Seen as Seen
from services.reporting.store.figures import count_cells as count_cells
from services.reporting.store.figures import count_loose_ends as count_loose_ends
from services.reporting.store.figures import count_methods as count_methods
from services.reporting.store.figures import count_sources as count_sources
from services.reporting.store.figures import list_evidence as list_evidence
from services.reporting.store.figures import read_position as read_position
from services.reporting.store.rule_books import PACKS as PACKS
from services.reporting.store.rule_books import load_rule_books as load_rule_books
from services.reporting.store.statements import Q as Q
from services.reporting.store.states import save_audits as save_audits
from services.reporting.store.states import save_cases as save_cases
from services.reporting.store.states import save_due_notices as save_due_notices
from services.reporting.store.states import save_exits as save_exits
from services.reporting.store.states import save_plans as save_plans
from services.reporting.store.states import save_risks as save_risks
from services.reporting.store.states import save_suppliers as save_suppliers
