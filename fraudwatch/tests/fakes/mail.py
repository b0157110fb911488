"""A mail server that takes mail, or says nothing at all."""

import socket
import threading


class FakeMailServer:
    """Speaks just enough SMTP. ``taken`` are the mails; ``is_silent`` never even greets."""

    def __init__(self, *, is_silent=False):
        self.taken, self.is_silent, self.held = [], is_silent, []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        """Hang up on everybody."""
        for one in (self.door, *self.held):
            one.close()

    def _serve(self):
        while True:
            try:
                caller, _address = self.door.accept()
            except OSError:
                return
            self.held.append(caller)
            if not self.is_silent:
                threading.Thread(target=self._talk, args=[caller], daemon=True).start()

    def _talk(self, caller):
        with caller, caller.makefile("rb") as lines:
            caller.sendall(b"220 fake\r\n")
            for line in lines:
                word = line[:4].upper()
                if word == b"DATA":
                    caller.sendall(b"354 go on\r\n")
                    mail = b"".join(iter(lines.readline, b".\r\n"))
                    self.taken.append(mail.decode())
                caller.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
