"""What a URL means, and which addresses may be reached: none of this machine, none of a private network."""

import ipaddress
import re
import socket
import threading
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from kg.errors import OutsideError, OutsideRefused, OutsideTimeout

_PORTS: Final = {"https": 443, "http": 80}
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")
# RFC 6052, section 2.1: an IPv4 address inside an IPv6 one, for translation.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
# Not public, though older versions of the ipaddress module take them for that: IANA's registries of special-purpose
# addresses, and RFC 3879 for the last.
_SPECIAL: Final = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "fec0::/10")))
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host in lower case without a closing dot, and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL, taken apart: target is its path and query, as they are sent."""

    origin: Origin
    target: str

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def parse(url: str) -> Address:
    """The parts of an absolute http or https URL; its fragment is left out.

    Raises OutsideRefused for anything that two readers could read in two ways: user names, back slashes, control
    characters, hosts that are not plain names or addresses.
    """
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise OutsideRefused(f"not an address that can be asked: {url[:100]!r}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OutsideRefused(f"not an address that can be asked: {url[:100]!r}") from None
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host) or port == 0:
        raise OutsideRefused(f"not an address that can be asked: {url[:100]!r}")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=?~") if parts.query else ""
    )
    return Address(Origin(parts.scheme, host, port or _PORTS[parts.scheme]), target)


def reachable(origin: Origin, deadline: float, loopback: bool = False) -> list[str]:
    """The addresses that a host's name stands for, each checked; whoever connects must use these and ask no more.

    With ``loopback``, addresses of this machine may be among them. deadline is on the clock of time.monotonic. Raises
    OutsideRefused where even one of the addresses may not be reached, OutsideError where there is none.
    """
    found = _resolve(origin, deadline)
    if not found:
        raise OutsideError(f"{origin.host} has no address")
    for each in found:
        if not may_be_reached(each, loopback):
            raise OutsideRefused(f"{origin.host} is at {each}, which is not a public address")
    return found


def may_be_reached(text: str, loopback: bool = False) -> bool:
    """Whether an address is a public one, whatever form of IPv6 it is wrapped in."""
    address: IpAddress = ipaddress.ip_address(text.partition("%")[0])
    if loopback and address.is_loopback:
        return True
    inner = _inside(address)
    if inner is not None:
        return may_be_reached(str(inner), loopback)
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in network for network in _SPECIAL)


def _inside(address: IpAddress) -> IpAddress | None:
    """The IPv4 address that an IPv6 address carries."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _resolve(origin: Origin, deadline: float) -> list[str]:
    """Looks a name up in a thread, for the system's look-up knows no deadline."""
    found: list[str] = []
    problem: list[str] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            problem.append(str(getattr(error, "strerror", None) or error))
            return
        found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if thread.is_alive():
        raise OutsideTimeout(f"{origin.host} was not found in the time given")
    if problem:
        raise OutsideError(f"{origin.host} cannot be found: {problem[0]}")
    return found
