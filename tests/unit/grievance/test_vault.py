"""The vault: what it seals opens in its place and nowhere else, and its key file is guarded."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.entry import Entry, EntryKind
from services.grievance.domain.receipt import Receipt
from services.grievance.store.vault import (
    KeyFileError,
    SealedError,
    Vault,
    read_key_file,
)
from tests.unit.grievance.builders import CASE, RECEIPT

VAULT = Vault(bytes(range(32)))
OTHER_CASE = CaseId(UUID(int=1))
ENTRIES = st.builds(
    Entry,
    number=st.integers(1, 2**31 - 1),
    kind=st.sampled_from(EntryKind),
    text=st.text(max_size=9_000),
    source=st.sampled_from(["reporter", "handler", "import:rrm"]),
    on=st.sampled_from([None, "2024", "2026-11-23"]),
    label=st.text(max_size=20),
    language=st.sampled_from([None, "es"]),
)


def an_entry(text: str = "Nos deben el sueldo.", number: int = 1) -> Entry:
    return Entry(number=number, kind=EntryKind.COMPLAINT, text=text, source="reporter")


@given(ENTRIES)
def test_a_text_comes_back_with_all_that_is_said_of_it(entry: Entry) -> None:
    key, wrapped = VAULT.new_key(CASE)
    sealed = key.seal(entry)
    again = VAULT.case_key(CASE, wrapped)
    assert again.open(entry.number, entry.kind, sealed) == entry


@given(ENTRIES, ENTRIES)
def test_a_text_opens_in_no_other_place(entry: Entry, other: Entry) -> None:
    key, wrapped = VAULT.new_key(CASE)
    sealed = key.seal(entry)
    if (entry.number, entry.kind) != (other.number, other.kind):
        with pytest.raises(SealedError):
            key.open(other.number, other.kind, sealed)
    with pytest.raises(SealedError):
        VAULT.case_key(OTHER_CASE, wrapped)


def test_a_text_of_another_case_does_not_open_even_under_the_same_key() -> None:
    key, _ = VAULT.new_key(CASE)
    moved = type(key)(OTHER_CASE, key._key)
    with pytest.raises(SealedError):
        moved.open(1, EntryKind.COMPLAINT, key.seal(an_entry()))


@pytest.mark.parametrize("at", [0, 1, 12, 13, 500, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    key, _ = VAULT.new_key(CASE)
    sealed = bytearray(key.seal(an_entry()))
    sealed[at] ^= 1
    with pytest.raises(SealedError):
        key.open(1, EntryKind.COMPLAINT, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 13, 28, 2_000])
def test_a_text_cut_short_is_noticed(length: int) -> None:
    key, _ = VAULT.new_key(CASE)
    with pytest.raises(SealedError):
        key.open(1, EntryKind.COMPLAINT, key.seal(an_entry())[:length])


def test_lengths_of_ciphertexts_tell_little() -> None:
    key, _ = VAULT.new_key(CASE)
    lengths = {len(key.seal(an_entry("x" * n))) for n in (0, 1, 40, 900, 1_900)}
    longer = {len(key.seal(an_entry("ß" * n))) for n in (1_200, 2_000, 3_900)}
    assert lengths == {2_048 + 29}
    assert longer == {8_192 + 29}


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    key, _ = VAULT.new_key(CASE)
    assert len({key.seal(an_entry())[1:13] for _ in range(5_000)}) == 5_000


def test_the_receipt_alone_opens_its_case_and_no_other() -> None:
    key, wrapped = VAULT.new_key(CASE)
    by_receipt = VAULT.wrapped_for(RECEIPT, CASE, wrapped)
    sealed = key.seal(an_entry())
    stranger = Vault(bytes(32))
    opened = stranger.case_key_by(RECEIPT, CASE, by_receipt)
    assert opened.open(1, EntryKind.COMPLAINT, sealed) == an_entry()
    for receipt, case_id in ((Receipt(number=5), CASE), (RECEIPT, OTHER_CASE)):
        with pytest.raises(SealedError):
            VAULT.case_key_by(receipt, case_id, by_receipt)


def test_another_key_file_opens_nothing_and_finds_nothing() -> None:
    _, wrapped = VAULT.new_key(CASE)
    stranger = Vault(bytes(32))
    with pytest.raises(SealedError):
        stranger.case_key(CASE, wrapped)
    assert stranger.lookup(RECEIPT) != VAULT.lookup(RECEIPT)
    assert stranger.origin("rrm", "RRM-01") != VAULT.origin("rrm", "RRM-01")


def test_keyed_hashes_of_one_text_differ_by_purpose() -> None:
    same = RECEIPT.secret
    assert len({VAULT.lookup(RECEIPT), VAULT.token_mark(same), VAULT.receipt_of(same).secret}) == 3
    assert VAULT.origin("a", "b\x1fc") == VAULT.origin("a", "b\x1fc") != VAULT.origin("a", "bc")


def test_one_seed_gives_one_receipt_and_seeds_give_different_ones() -> None:
    receipts = [VAULT.receipt_of(bytes([n])) for n in range(200)]
    assert VAULT.receipt_of(b"\x07") == receipts[7]
    assert len(set(receipts)) == 200
    assert max(receipt.number for receipt in receipts) > 2**128


def key_file(folder: Path, content: str = "0f" * 32, mode: int = 0o600) -> Path:
    path = folder / "grievance.key"
    path.write_text(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("content", ["0f" * 32, "0F" * 40 + "\n"])
def test_a_key_file_of_at_least_32_bytes_is_read(tmp_path: Path, content: str) -> None:
    assert read_key_file(key_file(tmp_path, content)) == bytes.fromhex(content.strip())


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        ("0f" * 31, 0o600, "at least 32 bytes"),
        ("0f" * 32 + "0", 0o600, "at least 32 bytes"),
        ("secret words " * 9, 0o600, "at least 32 bytes"),
        ("", 0o600, "at least 32 bytes"),
        ("0f" * 32, 0o640, "group or others"),
        ("0f" * 32, 0o604, "group or others"),
        ("0f" * 32, 0o620, "group or others"),
    ],
)
def test_a_key_file_that_cannot_be_trusted_is_refused_without_telling_it(
    tmp_path: Path, content: str, mode: int, says: str
) -> None:
    with pytest.raises(KeyFileError, match=says) as refused:
        read_key_file(key_file(tmp_path, content, mode))
    assert "0f0f" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_key_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="no such file"):
        read_key_file(tmp_path / "none.key")
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    with pytest.raises(KeyFileError, match="at least 32 bytes"):
        read_key_file(folder)
