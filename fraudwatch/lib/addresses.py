"""Network addresses: whose request it is, and which addresses count as one place (pure)."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"


def client_address(meta: Mapping[str, str], *, proxies: Iterable[str] = ()) -> str:
    """The address a request came from; ``unknown`` when the server gives none.

    ``proxies`` are the addresses or networks whose word is believed; without them a
    forwarded address is never looked at. Behind one, the rightmost address of
    ``X-Forwarded-For`` that is not itself a proxy counts, else ``X-Real-IP``. A peer
    without an address is a socket on this machine, which only a proxy can be.
    """
    peer = _parsed(meta.get("REMOTE_ADDR", ""))
    trusted = [ip_network(name, strict=False) for name in proxies]
    if trusted and (peer is None or _is_in(peer, trusted)):
        for text in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            hop = _parsed(text)
            if hop is None:
                break
            if not _is_in(hop, trusted):
                return str(hop)
        told = _parsed(meta.get("HTTP_X_REAL_IP", ""))
        if told is not None:
            return str(told)
    return str(peer) if peer is not None else UNKNOWN


def place_of(address: str) -> str:
    """What a lock-out counts as one place: an IPv4 address, or the /64 of an IPv6 one."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed is not None else address


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_in(address: IPv4Address | IPv6Address, networks: list) -> bool:
    return any(address in network for network in networks)
