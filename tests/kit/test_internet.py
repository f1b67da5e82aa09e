"""Which addresses are for everybody: the table that others had to learn one by one."""

from ipaddress import ip_address

import pytest

from vaknet.kit.internet import is_public, public_or_here

NOT_FOR_EVERYBODY = {
    "this host": ["0.0.0.0", "0.1.2.3", "::"],  # noqa: S104
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "fc00::1", "fdff::1"],
    "of a provider (CGN)": ["100.64.0.1", "100.127.255.255"],
    "of this link, and the metadata of clouds": ["169.254.1.1", "169.254.169.254", "fe80::1"],
    "of this site": ["fec0::1", "feff::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "4000::1", "8000::1"],
    "protocols": ["192.0.0.8", "192.0.0.9", "192.0.0.170", "2001:2::1", "2001:10::1", "2001:20::1"],
    "benchmarks": ["198.18.0.1", "198.19.255.255"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "nowhere, and routes": ["100::1", "5f00::1"],
    "mapped": ["::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:169.254.169.254", "::ffff:10.0.0.1"],
    "translated": ["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::909:909", "64:ff9b:1::1"],
    "translated the other way": ["::ffff:0:7f00:1"],
    "compatible": ["::7f00:1", "::a9fe:a9fe"],
    "6to4": ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:909:909::", "192.88.99.1"],
    "Teredo": ["2001:0:909:909::1", "2001::1"],
}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(address, id=f"{why}: {address}")
        for why, addresses in NOT_FOR_EVERYBODY.items()
        for address in addresses
    ],
)  # fmt: skip
def test_addresses_that_are_not_for_everybody(address: str) -> None:
    assert not is_public(ip_address(address), 443)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "2a00:1450::1", "::ffff:9.9.9.9"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(ip_address(address), 443)
    assert is_public(ip_address(address), 80)
    assert not is_public(ip_address(address), 22)


def test_another_network_on_this_machine_at_its_port_alone() -> None:
    may_reach = public_or_here({8001})
    assert may_reach(ip_address("127.0.0.1"), 8001)
    assert may_reach(ip_address("::1"), 8001)
    assert may_reach(ip_address("9.9.9.9"), 443)
    assert not may_reach(ip_address("127.0.0.1"), 5432)
    assert not may_reach(ip_address("127.0.0.1"), 443)
    assert not may_reach(ip_address("10.0.0.1"), 8001)
    assert not may_reach(ip_address("169.254.169.254"), 8001)
