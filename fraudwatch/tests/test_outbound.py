"""The way out over HTTP: which addresses may be called, and how long it waits (S14)."""

import socket
import threading
import time

import pytest

from fraudwatch.lib import outbound
from fraudwatch.lib.outbound import OutboundError, is_allowed, post, target_of

HOSTS = ("robot.example.cn",)
GOOD = "https://robot.example.cn/send?key=1"
# Every address here looks like the robot's or leads inside; none may be called.
REFUSED = [
    "http://robot.example.cn/",  # plain
    "https://127.0.0.1/", "https://127.1/", "https://0/", "https://0.0.0.0/", "https://[::1]/",
    "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    "https://2130706433/", "https://017700000001/", "https://0177.0.0.1/", "https://0x7f.0.0.1/",
    "https://0x7f000001/", "https://127.0.0.1.nip.io/", "https://localhost/",
    "https://localhost.localdomain/", "https://169.254.169.254/latest/", "https://metadata/",
    "https://metadata.google.internal/", "https://100.100.100.200/", "https://10.0.0.1/",
    "https://192.168.1.1/", "https://172.16.0.1/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://robot.example.cn@127.0.0.1/", "https://127.0.0.1@robot.example.cn/",
    "https://user:word@robot.example.cn/", "https://robot.example.cn:22/",
    "https://robot.example.cn:443@evil.cn/", "https://robot.example.cn:99999/",
    "https://robot.example.cn:0443/", "https://robot.example.cn./", "https://robot.example.cn\\@e/",
    "https://evil.cn#robot.example.cn", "https://evil.cn?robot.example.cn",
    "https://robot.example.cn.evil.cn/", "https://evilrobot.example.cn/",
    "https://robot。example。cn/", "https://ｒobot.example.cn/", "https://röbot.example.cn/",
    "https://xn--rbot-5qa.example.cn/", "https://robot.example.cn /", "https://robot.example.cn/\n",
    "https://robot.example.cn/a b", "https://robot.example.cn/\r\nHost: evil", "https:///robot",
    "https:robot.example.cn", "//robot.example.cn/", "ftp://robot.example.cn/",
    "file:///etc/passwd", "gopher://robot.example.cn/", "javascript:alert(1)", "", " ", "https://",
    "https://robot..example.cn/", "https://%72obot.example.cn/", None,
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_exactly_an_allowed_host_is_refused(address):
    with pytest.raises(OutboundError):
        target_of(address, HOSTS)


@pytest.mark.parametrize(
    "address", [GOOD, "https://ROBOT.example.cn:443/", "HTTPS://robot.example.cn"]
)
def test_an_allowed_host_is_taken_apart(address):
    target = target_of(address, HOSTS)

    assert (target.host, target.port, target.is_private) == ("robot.example.cn", 443, False)


def test_other_ports_plain_http_and_private_hosts_need_their_own_entry(settings):
    settings.OUTBOUND_HOSTS = ["hook.example.cn:8443"]
    settings.OUTBOUND_PRIVATE_HOSTS = ["sms.lan", "10.1.2.3:8080"]

    assert target_of("https://hook.example.cn:8443/x").path == "/x"
    assert target_of("http://sms.lan/").port == 80
    assert target_of("http://10.1.2.3:8080/").is_private
    for address in ("https://hook.example.cn/", "http://hook.example.cn:8443/",
                    "http://10.1.2.3/", "http://sms.lan:8080/"):  # fmt: skip
        with pytest.raises(OutboundError):
            target_of(address)


ADDRESSES = {
    "8.8.8.8": (True, True), "203.119.207.254": (True, True), "2400:3200::1": (True, True),
    "::ffff:8.8.8.8": (True, True), "64:ff9b::8.8.8.8": (True, True),
    "127.0.0.1": (False, True), "10.0.0.1": (False, True), "192.168.1.1": (False, True),
    "172.16.5.4": (False, True), "100.64.0.1": (False, True), "::1": (False, True),
    "fd00::1": (False, True), "::ffff:127.0.0.1": (False, True), "198.18.0.1": (False, True),
    "64:ff9b::10.0.0.1": (False, True), "2002:7f00:1::": (False, True),
    "::127.0.0.1": (False, True),
    "169.254.169.254": (False, False), "::ffff:169.254.169.254": (False, False),
    "64:ff9b::169.254.169.254": (False, False), "fe80::1%eth0": (False, False),
    "100.100.100.200": (False, False), "fd00:ec2::254": (False, False), "0.0.0.1": (False, False),
    "::": (False, False), "224.0.0.1": (False, False), "ff02::1": (False, False),
    "255.255.255.255": (False, False), "168.63.129.16": (False, False),
}  # fmt: skip


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES.items())
def test_an_ip_address_is_judged_with_what_it_holds(address, allowed):
    assert (is_allowed(address), is_allowed(address, private=True)) == allowed


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"]]
)
def test_a_good_name_that_leads_inside_is_not_called(found):
    with pytest.raises(OutboundError) as refused:
        post(GOOD, b"", {}, hosts=HOSTS, resolver=lambda _host, _port: found)

    assert (refused.value.cause, refused.value.maybe_sent) == (outbound.INSIDE, False)


class Peer:
    """A listener on loopback that plays ``act(connection)`` once for each caller."""

    def __init__(self, act):
        self.act, self.taken = act, []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                caller, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._play, args=[caller], daemon=True).start()

    def _play(self, caller):
        with caller:
            try:
                self.taken.append(caller.recv(65536))
                self.act(caller)
            except OSError:
                pass


@pytest.fixture
def peer(settings):
    """Start a peer that the settings allow; hands back how to call it."""
    doors = []

    def start(act):
        made = Peer(act)
        doors.append(made.door)
        settings.OUTBOUND_PRIVATE_HOSTS = [f"peer.lan:{made.port}", f"127.0.0.1:{made.port}"]
        return made

    yield start
    for door in doors:
        door.close()


def said(*lines, body=b""):
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode()
    return lambda caller: caller.sendall(head + body)


def call(made, **more):
    return post(f"http://peer.lan:{made.port}/x?y=1", b"{}", {"X-A": "b"},
                resolver=lambda _host, _port: ["127.0.0.1"], **more)  # fmt: skip


def test_the_name_is_asked_once_and_that_address_is_called(peer, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    made, asked = peer(said("HTTP/1.1 200 OK", "Set-Cookie: a=b", body=b"fine")), []

    def rebinding(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    answer = post(f"http://peer.lan:{made.port}/x?y=1", b"{}", {}, resolver=rebinding)

    assert (answer.status, answer.body, asked) == (200, b"fine", ["peer.lan"])
    assert f"Host: peer.lan:{made.port}".encode() in made.taken[0]
    assert b"Cookie" not in made.taken[0]


def test_a_redirect_is_an_answer_and_not_followed(peer):
    made = peer(said("HTTP/1.1 302 Found", "Location: http://127.0.0.1:1/"))

    answer = call(made)

    assert (answer.status, len(made.taken)) == (302, 1)


def test_nobody_there_is_safe_to_repeat(settings):
    with socket.create_server(("127.0.0.1", 0)) as door:
        host = f"127.0.0.1:{door.getsockname()[1]}"
    settings.OUTBOUND_PRIVATE_HOSTS = [host]

    with pytest.raises(OutboundError) as refused:
        post(f"http://{host}/", b"", {})

    assert (refused.value.cause, refused.value.maybe_sent) == (outbound.SILENT, False)


def drip(caller):
    caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _byte in range(100):
        caller.sendall(b".")
        time.sleep(0.05)


def hang(caller):
    while caller.recv(65_536):
        pass


BAD = {
    "hangs": (hang, outbound.SLOW),
    "drips": (drip, outbound.SLOW),
    "resets": (lambda caller: caller.close(), outbound.BROKEN),
    "no http": (lambda caller: caller.sendall(b"SSH-2.0-x\r\n"), outbound.BROKEN),
    "endless": (said("HTTP/1.1 200 OK", body=b"." * 70_000), outbound.LARGE),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_answer_ends_in_words_within_the_deadline(peer, monkeypatch, kind):
    act, cause = BAD[kind]
    monkeypatch.setattr(outbound, "TOTAL", 0.4)
    started = time.monotonic()

    with pytest.raises(OutboundError) as refused:
        call(peer(act))

    assert (refused.value.cause, refused.value.maybe_sent) == (cause, True)
    assert time.monotonic() - started < 2


def test_a_name_server_that_hangs_is_left(peer, monkeypatch):
    monkeypatch.setattr(outbound, "CONNECT", 0.2)

    with pytest.raises(OutboundError) as refused:
        post(GOOD, b"", {}, hosts=HOSTS, resolver=lambda _host, _port: time.sleep(0.5))

    assert refused.value.cause == outbound.UNKNOWN


def test_https_without_a_certificate_is_not_spoken_to(peer):
    made = peer(said("HTTP/1.1 200 OK"))

    with pytest.raises(OutboundError) as refused:
        post(f"https://127.0.0.1:{made.port}/", b"secret", {})

    assert (refused.value.cause, refused.value.maybe_sent) == (outbound.SILENT, False)
    assert b"secret" not in made.taken[0]
