"""The four services are built alike, and each says at its door what is inside."""

from pathlib import Path

import pytest

from tests.architecture.rules import rooms
from tests.architecture.rules.tree import ROOT, SERVICES, write_tree

ENGINE = ROOT / "shared" / "store" / "migrations"
CARD = '''"""x: decides nothing.

Decides   nothing
Reads     supplier-updated (of intake), intake-inbox
Writes    risk-assessed
Tables    things, others
          (per company)
Clocks    none
"""
'''
MIGRATION = "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n"
SCHEMA = (
    "CREATE TABLE public.outbox (\n);\nCREATE TABLE public.things (\n);\ncreate table others ();\n"
)
EXIT = "the card writes exit-assessed, the code does not"
HOUSE = {
    **{f"x/{module}": '"""A room."""\n' for module in rooms.MODULES},
    **{f"x/{folder}/README.md": "Empty, since nothing is needed.\n" for folder in rooms.FOLDERS},
    "x/__init__.py": CARD,
    "x/clock.py": '"""Nothing falls due."""\n',
    "x/consumers.py": "from sorgfalt_contracts import topics\n"
    "from sorgfalt_contracts.topics import INTAKE_INBOX\n"
    "READ = (topics.SUPPLIER_UPDATED, INTAKE_INBOX)\n",
    "x/translate.py": "from sorgfalt_contracts import topics\nTO = topics.RISK_ASSESSED.name\n",
    "x/queries.sql": "-- none\n",
    "x/schema.sql": SCHEMA,
    "x/migrations/20261122000001_first.sql": MIGRATION,
}


def house(root: Path, **changed: str) -> Path:
    return write_tree(root, HOUSE | {f"x/{name}.py": text for name, text in changed.items()}) / "x"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_rooms_of_all_others(service: str) -> None:
    assert rooms.unequal_rooms(ROOT / "services" / service) == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_keeps_its_migrations_runnable(service: str) -> None:
    assert rooms.strange_migrations(ROOT / "services" / service / "migrations") == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_card_says_what_the_code_does(service: str) -> None:
    assert rooms.wrong_card(ROOT / "services" / service, ENGINE) == []


def test_a_house_in_order_has_no_fault(tmp_path: Path) -> None:
    service = house(tmp_path)
    assert rooms.unequal_rooms(service) == []
    assert rooms.strange_migrations(service / "migrations") == []
    assert rooms.wrong_card(service, ENGINE) == []


def test_a_missing_room_is_found(tmp_path: Path) -> None:
    service = house(tmp_path)
    (service / "schema.sql").unlink()
    assert rooms.unequal_rooms(service) == ["x/schema.sql is missing"]


def test_a_room_may_be_a_package(tmp_path: Path) -> None:
    service = house(tmp_path)
    (service / "store.py").rename(service / "rows.py")
    (service / "store").mkdir()
    (service / "rows.py").rename(service / "store" / "rows.py")
    assert rooms.unequal_rooms(service) == []


def test_a_stray_room_is_found(tmp_path: Path) -> None:
    assert rooms.unequal_rooms(house(tmp_path, toolbox="X = 1")) == ["x/toolbox.py is no room"]


def test_an_empty_room_has_to_say_why(tmp_path: Path) -> None:
    service = house(tmp_path, api="\n")
    (service / "packs" / "README.md").write_text("")
    assert rooms.unequal_rooms(service) == [
        "x/api.py is empty and does not say why in one line",
        "x/packs is empty and does not say why in one line",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first.sql", MIGRATION),
        ("20261122000001_First.sql", MIGRATION),
        ("20261122000002_next.sql", "-- migrate:up\nselect 1;\n"),
    ],
)
def test_a_migration_that_cannot_be_run_is_found(tmp_path: Path, name: str, text: str) -> None:
    folder = write_tree(tmp_path, {name: text})
    assert len(rooms.strange_migrations(folder)) == 1


def test_a_card_of_16_lines_is_too_long(tmp_path: Path) -> None:
    text = CARD.replace("Clocks ", "HTTP      GET /\n" * 8 + "Clocks ")
    assert len(rooms.card(house(tmp_path, __init__=text)).splitlines()) == 16
    assert rooms.wrong_card(tmp_path / "x", ENGINE) == ["the card is too long"]


@pytest.mark.parametrize("field", rooms.FIELDS)
def test_a_card_without_a_field_is_found(tmp_path: Path, field: str) -> None:
    service = house(tmp_path, __init__=CARD.replace(f"{field} ", "Else "))
    assert rooms.wrong_card(service, ENGINE) == [f"the card lacks {field}"]


@pytest.mark.parametrize(
    ("said", "instead", "fault"),
    [
        (", intake-inbox", "", "it reads intake-inbox, the card does not say so"),
        ("risk-assessed", "no topic", "it writes risk-assessed, the card does not say so"),
        ("risk-assessed", "risk-assessed, exit-assessed", EXIT),
        ("things, others", "things", "it keeps others, the card does not say so"),
        ("things, others", "things, others, more", "the card keeps more, the code does not"),
        ("Clocks    none", "Clocks    plans", "the card says of clocks: plans"),
    ],
)
def test_a_card_that_differs_from_the_code_is_found(
    tmp_path: Path, said: str, instead: str, fault: str
) -> None:
    service = house(tmp_path, __init__=CARD.replace(said, instead))
    assert rooms.wrong_card(service, ENGINE) == [fault]


def test_the_engines_tables_need_no_place_on_a_card(tmp_path: Path) -> None:
    assert "outbox" in rooms.tables(house(tmp_path))
    assert rooms.wrong_card(tmp_path / "x", ENGINE) == []
