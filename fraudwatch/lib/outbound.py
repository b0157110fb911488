"""The one way out of the house over HTTP: a POST to an address that the server's owner allows.

Built on the standard library's client with three guards that the usual packages lack: the
name is resolved once, every address it has is judged, and the connection goes to exactly
that address (no DNS rebinding); one deadline covers everything from the handshake to the
last byte; redirects, proxies of the environment and cookies do not exist.

Hosts are written ``name`` (ports 443 and, if private, 80) or ``name:port``.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from contextlib import closing, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Event, Timer

from django.conf import settings
from django.utils.translation import gettext_noop

CONNECT, TOTAL, LARGEST = 5, 10, 64 * 1024  # seconds, seconds, bytes
ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?P<path>/[!-~]*)?",
    re.IGNORECASE,
)
PORTS = {"https": 443, "http": 80}
# Where clouds hand out keys to whoever asks, and ranges that only look public.
NEVER = [
    ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32",
                 "192.0.0.192/32", "168.63.129.16/32", "0.0.0.0/8", "::/128", "224.0.0.0/4",
                 "ff00::/8", "240.0.0.0/4")
]  # fmt: skip
NAT64 = ip_network("64:ff9b::/96")

MALFORMED = gettext_noop("This is not a web address that we can use.")
NOT_ALLOWED = gettext_noop("This host is not among those that the server may call.")
PLAIN = gettext_noop("The address must begin with https://.")
INSIDE = gettext_noop("The address leads into the network, where no message may go.")
UNKNOWN = gettext_noop("The name of the host is not known.")
SILENT = gettext_noop("Nobody answers at this address.")
DISTRUSTED = gettext_noop("The certificate of the other side is not trusted.")
BROKEN = gettext_noop("The other side broke off.")
SLOW = gettext_noop("The other side took the message but did not answer in time.")
LARGE = gettext_noop("The answer is larger than any platform's.")

Resolver = Callable[[str, int], Iterable[str]]


class OutboundError(Exception):
    """No answer: ``cause`` is an English message id; ``maybe_sent`` says that the other side
    may have taken the message all the same.
    """

    def __init__(self, cause: str, detail: str = "", *, maybe_sent: bool = False) -> None:
        super().__init__(f"{cause} {detail}".strip())
        self.cause, self.detail, self.maybe_sent = cause, detail, maybe_sent


@dataclass(frozen=True)
class Target:
    """An address taken apart; ``is_private`` where the owner allows an address inside."""

    scheme: str
    host: str
    port: int
    path: str
    is_private: bool


@dataclass(frozen=True)
class Answer:
    """What the other side said; ``headers`` in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def target_of(address: str, hosts: Collection[str] = ()) -> Target:
    """The address taken apart if it may be called. OutboundError otherwise.

    ``hosts`` may be called besides those of ``OUTBOUND_HOSTS`` and ``OUTBOUND_PRIVATE_HOSTS``;
    the latter alone may be inside the network or speak plain http.
    """
    found = ADDRESS.fullmatch(address) if isinstance(address, str) else None
    if not found or ".." in found["host"] or int(found["port"] or 1) > 65535:
        raise OutboundError(MALFORMED)
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    port = int(found["port"] or PORTS[scheme])
    is_private = _is_listed(scheme, host, port, settings.OUTBOUND_PRIVATE_HOSTS)
    if not is_private:
        named = port if scheme == "https" else int(found["port"] or PORTS["https"])
        if not _is_listed("https", host, named, [*hosts, *settings.OUTBOUND_HOSTS]):
            raise OutboundError(NOT_ALLOWED, host)
        if scheme != "https":
            raise OutboundError(PLAIN)
    return Target(scheme, host, port, found["path"] or "/", is_private)


def _is_listed(scheme: str, host: str, port: int, names: Iterable[str]) -> bool:
    """Whether a list names the host with this port, or bare and the port is the usual one."""
    listed = {name.lower().replace("[", "").replace("]", "") for name in names}
    return f"{host}:{port}" in listed or (host in listed and port == PORTS[scheme])


def is_allowed(address: str, *, private: bool = False) -> bool:
    """Whether a message may go to an IP address. Addresses that hold another are judged by it."""
    found = ip_address(address.partition("%")[0])
    inner = _inner(found)
    if any(part in network for part in (found, *inner) for network in NEVER
           if part.version == network.version):  # fmt: skip
        return False
    if private:
        return True
    return all(part.is_global and not part.is_multicast for part in inner or (found,))


def _inner(found: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses inside an IPv6 one: mapped, 6to4, Teredo, NAT64."""
    if found.version == 4:
        return []
    inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in NAT64 or 1 < int(found) < 2**32:
        inner.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return [part for part in inner if part is not None]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system finds them. OSError when there are none."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(row[4][0] for row in rows))


def post(
    address: str,
    body: bytes,
    headers: dict[str, str],
    *,
    hosts: Collection[str] = (),
    resolver: Resolver = resolve,
) -> Answer:
    """Send ``body`` and hand back the answer, whatever its status. OutboundError without one."""
    target = target_of(address, hosts)
    plain = _connected(target, _addresses(target, resolver))
    watch = plain.dup()  # the same connection, still ours after TLS took the socket over
    late = Event()
    timer = Timer(TOTAL, _cut, [watch, late])
    timer.daemon = True
    timer.start()
    try:
        with closing(_secured(target, plain)) as connection:
            return _exchange(target, connection, body, headers, late)
    finally:
        timer.cancel()
        watch.close()


def _addresses(target: Target, resolver: Resolver) -> list[str]:
    """The addresses of the host, all of them allowed."""
    pool = ThreadPoolExecutor(1)  # getaddrinfo knows no deadline
    try:
        found = list(pool.submit(resolver, target.host, target.port).result(CONNECT))
    except (OSError, UnicodeError, TooSlow) as error:
        raise OutboundError(UNKNOWN, type(error).__name__) from error
    finally:
        pool.shutdown(wait=False)
    if not found:
        raise OutboundError(UNKNOWN)
    if not all(is_allowed(one, private=target.is_private) for one in found):
        raise OutboundError(INSIDE, target.host)
    return found


def _connected(target: Target, addresses: list[str]) -> socket.socket:
    error: OSError | None = None
    for address in addresses[:3]:
        try:
            return socket.create_connection((address, target.port), timeout=CONNECT)
        except OSError as failed:
            error = failed
    raise OutboundError(SILENT, type(error).__name__) from error


def _secured(target: Target, plain: socket.socket) -> socket.socket:
    if target.scheme == "http":
        return plain
    try:
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=target.host)
    except ssl.SSLCertVerificationError as error:
        plain.close()
        raise OutboundError(DISTRUSTED, error.verify_message) from error
    except OSError as error:
        plain.close()
        raise OutboundError(SILENT, type(error).__name__) from error


def _exchange(
    target: Target, wire: socket.socket, body: bytes, headers: dict[str, str], late: Event
) -> Answer:
    wire.settimeout(TOTAL)
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = wire
    usual = {"Connection": "close", "User-Agent": "fraudwatch", "Accept-Encoding": "identity"}
    try:
        client.request("POST", target.path, body, usual | headers)
        answer = client.getresponse()
        read = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException) as error:
        cause = SLOW if late.is_set() or isinstance(error, TimeoutError) else BROKEN
        raise OutboundError(cause, type(error).__name__, maybe_sent=True) from error
    if len(read) > LARGEST:
        raise OutboundError(LARGE, maybe_sent=True)
    if answer.length:  # less came than was announced
        raise OutboundError(SLOW if late.is_set() else BROKEN, "cut short", maybe_sent=True)
    fields = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, fields, read)


def _cut(watch: socket.socket, late: Event) -> None:
    """The deadline: whatever reads or writes on this connection ends now."""
    late.set()
    with suppress(OSError):
        watch.shutdown(socket.SHUT_RDWR)
