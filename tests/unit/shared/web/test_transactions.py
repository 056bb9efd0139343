"""Whose tries are counted together."""

import pytest

from shared.web.transactions import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.17"),
        ("2001:db8:1:2:a:b:c:d", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_household_has_one_address_or_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
