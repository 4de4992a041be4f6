"""The disclosed figures, computed a second time from the feed and the published data alone.

Standard library only, and nothing of this project is imported: what both agree on is not an error
that both copied. Rules: one supplier per group of records that share a number, LEI or BPN; per
field the statement said last; risk by method_v1 as its METHOD.md tells it, plans by deadlines_v1,
cases by what was said at the doors. Grades, periods and orders are data and are read.

    python -m recompute FEED.jsonl services/risk/packs CASES.jsonl 2026-11-22
"""

from .counting import figures as figures
from .counting import predict as predict
from .judging import INDICATORS as INDICATORS
from .judging import LABOUR as LABOUR
from .judging import MATERIALS_OF_GOODS as MATERIALS_OF_GOODS
from .reading import Cases as Cases
from .reading import Figures as Figures
from .reading import Record as Record
from .reading import Texts as Texts
from .reading import read_cases as read_cases
from .reading import read_feed as read_feed
from .reading import read_texts as read_texts
