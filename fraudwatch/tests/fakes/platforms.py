"""Group robots of three platforms, an SMS gateway and a webhook, each strict about its rules."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from conftest import NOON

PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=1111",
    "dingtalk": "/robot/send?access_token=2222",
    "feishu": "/open-apis/bot/v2/hook/3333",
    "sms": "/sms",
    "webhook": "/hook",
}
HOUR = 3600


class FakePlatform:
    """One platform. ``taken`` is what it accepted, ``calls`` how often somebody called.

    ``troubles`` are played before it works: ``hang`` (takes the message, says nothing), ``reset``,
    ``drop`` (closes before reading), ``500``, ``429`` with a Retry-After, ``page`` (200 with
    HTML), or a number: 200 with that code inside.
    """

    def __init__(self, kind, secret="", *troubles):
        self.kind, self.secret, self.troubles = kind, secret, deque(troubles)
        self.taken, self.calls, self.now = [], 0, NOON.timestamp()
        self.is_over = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                fake.calls += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                trouble = fake.troubles.popleft() if fake.troubles else None
                fake._answer(self, body, trouble)

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    @property
    def host(self):
        """Host and port, as the allow-list names them."""
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def address(self):
        """What an administrator would copy from the platform."""
        return f"http://{self.host}{PATHS[self.kind]}"

    def close(self):
        """Hang up on everybody."""
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()

    def _answer(self, request, body, trouble):
        if trouble == "hang":
            self.taken.append(json.loads(body))
            self.is_over.wait(5)
            return
        if trouble == "reset":
            request.connection.shutdown(socket.SHUT_RDWR)
            return
        if trouble == "page":
            _write(request, 200, b"<html>Sign in to the guest network</html>")
            return
        if trouble in ("500", "429"):
            _write(request, int(trouble), b"{}", {"Retry-After": "90"} if trouble == "429" else {})
            return
        status, facts = getattr(self, f"_{self.kind}")(request, body, trouble)
        _write(request, status, json.dumps(facts).encode())

    def _take(self, body, ok, limit, trouble, words):
        if trouble is not None:
            return {words[0]: trouble, words[1]: "said no"}
        if len(body) > limit:
            return {words[0]: 45002, words[1]: "too long"}
        self.taken.append(json.loads(body))
        return ok

    def _wecom(self, request, body, trouble):
        facts = json.loads(body)
        words = ("errcode", "errmsg")
        if not request.path.endswith("key=1111"):
            return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
        content = facts["text"]["content"].encode()
        ok = {"errcode": 0, "errmsg": "ok"}
        if trouble is None and len(content) > 2048:
            trouble = 45002
        return 200, self._take(body, ok, 1 << 20, trouble, words)

    def _dingtalk(self, request, body, trouble):
        query = parse_qs(urlsplit(request.path).query)
        if query.get("access_token") != ["2222"]:
            return 200, {"errcode": 300001, "errmsg": "token is not exist"}
        if self.secret:
            [stamp], [sign] = query.get("timestamp", [""]), query.get("sign", [""])
            text = f"{stamp}\n{self.secret}".encode()
            right = hmac.new(self.secret.encode(), text, hashlib.sha256).digest()
            late = abs(int(stamp or 0) / 1000 - self.now) > HOUR
            if late or sign != base64.b64encode(right).decode():
                return 200, {"errcode": 310000, "errmsg": "sign not match"}
        ok = {"errcode": 0, "errmsg": "ok"}
        return 200, self._take(body, ok, 20_000, trouble, ("errcode", "errmsg"))

    def _feishu(self, _request, body, trouble):
        facts = json.loads(body)
        if self.secret:
            key = f"{facts.get('timestamp')}\n{self.secret}".encode()
            right = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
            if abs(int(facts["timestamp"]) - self.now) > HOUR or facts.get("sign") != right:
                return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within"}
        return 200, self._take(
            body, {"code": 0, "msg": "success"}, 20_480, trouble, ("code", "msg")
        )

    def _is_ours(self, request, body):
        key, stamp = request.headers["X-Fraudwatch-Id"], request.headers["X-Fraudwatch-Timestamp"]
        text = f"{stamp}.{key}.".encode() + body
        right = hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest()
        given = request.headers["X-Fraudwatch-Signature"]
        return given == f"sha256={right}" and abs(int(stamp) - self.now) < HOUR

    def _webhook(self, request, body, _trouble):
        if not self._is_ours(request, body):
            return 401, {}
        facts = json.loads(body)
        if all(one["id"] != facts["id"] for one in self.taken):  # a repeat is known by its id
            self.taken.append(facts)
        return 204, {}

    def _sms(self, request, body, _trouble):
        if not self._is_ours(request, body):
            return 401, {}
        results = []
        for one in json.loads(body)["messages"]:
            good = one["to"] != "13800000000"
            if good and all(old["id"] != one["id"] for old in self.taken):
                self.taken.append(one)
            more = {} if good else {"code": "blacklist", "retry": False}
            results.append({"id": one["id"], "ok": good, **more})
        return 200, {"results": results}


def _write(request, status, body, headers=()):
    request.send_response(status)
    for name, value in dict(headers).items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(0 if status == 204 else len(body)))
    request.end_headers()
    if status != 204:
        request.wfile.write(body)
