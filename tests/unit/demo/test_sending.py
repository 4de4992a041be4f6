from hypothesis import given
from hypothesis import strategies as st

from infra.local.demo.sending import partition_of


def test_keys_go_where_kafkas_own_clients_send_them() -> None:
    # murmur2 of Java's client: 21 -> -973932308, abc -> 479470107, "" -> 275646681
    assert [partition_of(key) for key in (b"21", b"abc", b"")] == [
        (-973932308 & 0x7FFFFFFF) % 6,
        479470107 % 6,
        275646681 % 6,
    ]


def test_no_key_goes_to_the_first_partition() -> None:
    assert partition_of(None) == 0


@given(st.binary(max_size=60))
def test_every_key_has_one_of_six_partitions(key: bytes) -> None:
    assert partition_of(key) in range(6)
