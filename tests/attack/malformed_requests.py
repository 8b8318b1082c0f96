"""Malformed and odd HTTP requests, each on a connection of its own.

Each has a set of allowed outcomes: the status codes of the responses in order, or `closed` for none. Whatever comes, no response is
torn, none is a 5xx, none answers a request that was smuggled, and a good request right after it gets the whole feed. Each request is
sent twice: in one piece, and in pieces of a random size.
"""

import socket
import threading
import time

from calendars import FEED, events_file
from report import Failure, expect, shown
from server import Server, exchange, statuses

P = FEED.encode()
HOST = b"Host: a\r\n"
GET = b"GET " + P + b" HTTP/1.1\r\n"
GOOD = GET + HOST + b"\r\n"
POST = b"POST " + P + b" HTTP/1.1\r\n" + HOST
# What a server says that refuses to read on, and what one may do instead.
BAD = "400|closed"
# A body is never wanted: 405, and then either the next request, or the end.
BODY = "405|405 200|405 400"
HELLO = bytes.fromhex(
    "160301007c010000780303" + "5a" * 32 + "20" + "a5" * 32 + "000a130113021303c02fc030" + "01000025"
    "0000000e000c0000096c6f63616c686f7374000a00040002001d002b00050403040303"
)


def headers(number, size=1):
    return b"".join(b"X-%d: %s\r\n" % (n, b"v" * size) for n in range(number))


# name, bytes, allowed outcomes. With `HEAD` in front of the name, the responses have no body.
REQUESTS = [
    # Two lengths of one body: the classic ways to smuggle a request.
    ("CL and TE", POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GOOD, "400|405|closed"),
    ("TE and CL", POST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + GOOD, "400|405|closed"),
    ("GET with CL and TE", GET + HOST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GOOD, "400|200|closed"),
    ("unequal CL", POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello" + GOOD, BAD),
    ("equal CL twice", POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "400|405|closed"),
    ("CL list", POST + b"Content-Length: 5, 6\r\n\r\nhello", BAD),
    ("CL with a plus", POST + b"Content-Length: +5\r\n\r\nhello", BAD),
    ("CL below zero", POST + b"Content-Length: -5\r\n\r\nhello", BAD),
    ("CL in hexadecimal", POST + b"Content-Length: 0x5\r\n\r\nhello", BAD),
    ("CL empty", POST + b"Content-Length: \r\n\r\nhello", BAD),
    ("CL a word", POST + b"Content-Length: five\r\n\r\nhello", BAD),
    ("CL of 2^64-1", POST + b"Content-Length: 18446744073709551615\r\n\r\nx", "400|413|431|405|closed"),
    ("CL of 2^64", POST + b"Content-Length: 18446744073709551616\r\n\r\nx", "400|413|closed"),
    ("CL of 40 digits", POST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\nx", "400|413|closed"),
    ("CL above the body", POST + b"Content-Length: 100\r\n\r\nhello", "405|400|closed"),
    ("CL below the body", POST + b"Content-Length: 5\r\n\r\nhello" + GOOD, BODY),
    ("space before the colon of CL", POST + b"Content-Length : 5\r\n\r\nhello", BAD),
    ("TE chunked twice", POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + GOOD, "400|405|405 200|501|closed"),
    ("TE identity", POST + b"Transfer-Encoding: identity\r\n\r\nhello", BAD),
    ("TE not last", POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "400|501|closed"),
    ("TE gzip, chunked", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "400|405|501|closed"),
    ("TE xchunked", POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + GOOD, "400|501|closed"),
    ("TE with a vertical tab", POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", BAD),
    ("TE in capitals", POST + b"TRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\n" + GOOD, BODY),
    ("TE in two headers", POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", "400|405|501|closed"),
    ("TE of HTTP/1.0", b"POST " + P + b" HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GOOD, "400|405|closed"),
    ("space before the colon of TE", POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", BAD),
    # Chunks.
    ("chunk with an extension", POST + b"Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n" + GOOD, BODY),
    ("chunk extension with a bare LF", POST + b"Transfer-Encoding: chunked\r\n\r\n5;a\nhello\r\n0\r\n\r\n" + GOOD, "405|400|405 400|closed"),
    ("chunk extension of 100 kB", POST + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"a" * 100_000 + b"\r\nhello\r\n0\r\n\r\n", "405|400|closed"),
    ("chunk size with 0x", POST + b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n" + GOOD, "405|400|closed"),
    ("chunk size below zero", POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", "405|400|closed"),
    ("chunk size of 17 digits", POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n", "405|400|closed"),
    ("chunk size not a number", POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "405|400|closed"),
    ("chunk longer than said", POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n", "405|400|closed"),
    ("chunks that end early", POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", "405|400|closed"),
    ("trailers", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\nHost: b\r\n\r\n" + GOOD, BODY),
    ("10,000 trailers", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + headers(10_000) + b"\r\n", "405|400|431|closed"),
    # Line ends and spaces.
    ("bare LF", GOOD.replace(b"\r\n", b"\n"), "200|400"),
    ("bare CR", GOOD.replace(b"\r\n", b"\r"), BAD),
    ("bare CR in a value", GET + b"Host: a\rX: b\r\n\r\n", BAD),
    ("NUL in a value", GET + b"Host: a\0b\r\n\r\n", BAD),
    ("NUL in a name", GET + HOST + b"X\0Y: b\r\n\r\n", BAD),
    ("NUL in the path", b"GET /a\0b HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("DEL in a value", GET + HOST + b"X: \x7f\r\n\r\n", BAD),
    ("bytes above 127 in a value", GET + HOST + b"X: \xff\xfe\r\n\r\n", "200|400"),
    ("bytes above 127 in the path", b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n", "400|404|closed"),
    ("folded header", GET + HOST + b"X: a\r\n b\r\n\r\n", BAD),
    ("folded first header", GET + b" Host: a\r\n\r\n", BAD),
    ("header without a colon", GET + HOST + b"nonsense\r\n\r\n", BAD),
    ("header without a name", GET + HOST + b": b\r\n\r\n", BAD),
    ("header with a space in its name", GET + HOST + b"A B: c\r\n\r\n", BAD),
    ("empty lines before the request", b"\r\n" * 5 + GOOD, "200|400|closed"),
    ("1,000 empty lines before the request", b"\r\n" * 1000 + GOOD, "200|400|closed"),
    ("space before the request", b" " + GOOD, BAD),
    ("two spaces in the request line", b"GET  " + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("tab in the request line", b"GET\t" + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("space in the path", b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("space after the version", b"GET " + P + b" HTTP/1.1 \r\n" + HOST + b"\r\n", BAD),
    # Where the request is for.
    ("no Host", GET + b"\r\n", "400|200"),
    ("two Hosts", GET + HOST + b"Host: b\r\n\r\n", "400"),
    ("two equal Hosts", GET + HOST + HOST + b"\r\n", "400"),
    ("empty Host", GET + b"Host:\r\n\r\n", "400|200"),
    ("Host with a path", GET + b"Host: a/b\r\n\r\n", "400"),
    ("Host with a user", GET + b"Host: user@a\r\n\r\n", "400"),
    ("Host with a comma", GET + b"Host: a, b\r\n\r\n", "400"),
    ("Host with port 99999", GET + b"Host: a:99999\r\n\r\n", "400|200"),
    ("Host of 8 kB", GET + b"Host: " + b"a" * 8000 + b"\r\n\r\n", "200|400|431"),
    ("absolute form", b"GET http://a" + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200"),
    ("absolute form of another host", b"GET http://b" + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200|400|421"),
    ("absolute form of another scheme", b"GET ftp://a" + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200|400|421"),
    ("authority form", b"GET a:80 HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("asterisk form", b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("no slash", b"GET attacked.ics HTTP/1.1\r\n" + HOST + b"\r\n", BAD + "|404"),
    ("empty path", b"GET  HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("fragment", b"GET " + P + b"#x HTTP/1.1\r\n" + HOST + b"\r\n", "200|400|404|308"),
    ("path that climbs", b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("escaped path that climbs", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("escaped NUL", b"GET /attacked.ics%00 HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("escaped line break", b"GET /%0d%0aX:%20y HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("broken escapes", b"GET /%zz%f%%% HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("two slashes", b"GET //evil.example HTTP/1.1\r\n" + HOST + b"\r\n", "400|404"),
    ("path of 15 kB", b"GET /" + b"a" * 15_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", "404|414|431"),
    ("path of 1 MB", b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", "414|431|closed"),
    ("query of 10 kB", b"GET " + P + b"?" + b"a=b&" * 2500 + b" HTTP/1.1\r\n" + HOST + b"\r\n", "200"),
    # Methods.
    ("CONNECT", b"CONNECT a:443 HTTP/1.1\r\n" + HOST + b"\r\n" + GOOD, "400|405|405 200|closed"),
    ("TRACE", b"TRACE " + P + b" HTTP/1.1\r\n" + HOST + b"Cookie: secret\r\n\r\n", "405"),
    ("OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", "200|204|400|404|405"),
    ("PUT with a body", b"PUT " + P + b" HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\nhi", "405"),
    ("DELETE", b"DELETE " + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", "405"),
    ("method in small letters", b"get " + P + b" HTTP/1.1\r\n" + HOST + b"\r\n", "400|405|501"),
    ("method of 10 kB", b"A" * 10_000 + b" / HTTP/1.1\r\n" + HOST + b"\r\n", "400|405|431|501|closed"),
    ("method with a slash", b"GE/T / HTTP/1.1\r\n" + HOST + b"\r\n", BAD),
    ("HEAD with pipelined HEAD", (b"HEAD" + GOOD[3:]) * 2, "200 200"),
    ("GET with a body", GET + HOST + b"Content-Length: 5\r\n\r\nhello" + GOOD, "200|200 200|400"),
    # Versions, and other protocols.
    ("HTTP/0.9", b"GET " + P + b"\r\n", BAD),
    ("HTTP/0.9 with a version", b"GET " + P + b" HTTP/0.9\r\n\r\n", BAD),
    ("HTTP/1.0", b"GET " + P + b" HTTP/1.0\r\n\r\n", "200"),
    ("HTTP/1.0 keep-alive, no Host", (b"GET " + P + b" HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") * 2, "200|200 200"),
    ("HTTP/1.2", b"GET " + P + b" HTTP/1.2\r\n" + HOST + b"\r\n", "200|400|closed"),
    ("HTTP/2.0", b"GET " + P + b" HTTP/2.0\r\n" + HOST + b"\r\n", BAD),
    ("HTTP/11.1", b"GET " + P + b" HTTP/11.1\r\n" + HOST + b"\r\n", BAD),
    ("http in small letters", b"GET " + P + b" http/1.1\r\n" + HOST + b"\r\n", BAD),
    ("preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000"), BAD),
    ("hello of TLS", HELLO, BAD),
    ("hello of SSH", b"SSH-2.0-OpenSSH_9.2\r\n", BAD),
    ("PROXY", b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + GOOD, BAD),
    ("PROXY, the binary one", b"\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c" + b"\1" * 12 + GOOD, BAD),
    ("only NULs", b"\0" * 5000, BAD),
    ("upgrade to h2c", GET + HOST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n", "200"),
    ("upgrade to websocket", GET + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n", "200|400"),
    ("Expect: 100-continue", POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", "405"),
    ("Expect of something else", GET + HOST + b"Expect: miracles\r\n\r\n", "200|417"),
    # Sizes.
    ("90 headers", GET + HOST + headers(90) + b"\r\n", "200"),
    ("10,000 headers", GET + HOST + headers(10_000) + b"\r\n", "431|closed"),
    ("header of 1 MB", GET + HOST + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n", "431|closed"),
    ("header name of 20 kB", GET + HOST + b"X" * 20_000 + b": y\r\n\r\n", "400|431|closed"),
    ("If-None-Match of 10 kB", GET + HOST + b"If-None-Match: " + b'"a",' * 2500 + b'"b"\r\n\r\n', "200|400"),
    ("dates that are none", GET + HOST + b"If-Modified-Since: yesterday\r\nIf-Unmodified-Since: \xff\r\n\r\n", "200|400|412"),
    ("ranges without end", GET + HOST + b"Range: bytes=" + b"0-1," * 2000 + b"5-\r\n\r\n", "200|400|416"),
    ("Accept-Encoding without sense", GET + HOST + b"Accept-Encoding: gzip;q=9,*;q=x,,;;,identity;q=0\r\n\r\n", "200|406"),
    # Several requests, and halves.
    ("50 pipelined", GOOD * 50, " ".join(["200"] * 50)),
    ("pipelined, the second is nonsense", GOOD + b"nonsense\r\n\r\n" + GOOD, "200 400"),
    ("Connection: close, then another", GET + HOST + b"Connection: close\r\n\r\n" + GOOD, "200"),
    ("nothing", b"", "closed"),
    ("half a request line", b"GET /atta", BAD),
    ("half a head", GET + b"Host: a\r\n", BAD),
    ("head without its last line", GET + HOST, BAD),
]


def check(server, feed, name, sent, pieces, allowed):
    received, ended = exchange(server.port, pieces)
    methods = ["HEAD"] * 9 if name.startswith("HEAD") else []
    found = " ".join(statuses(received, methods)) or "closed"
    outcome = f"{found}, then {ended}: {received[:400]!r}"
    expect(found in allowed.split("|") and ended != "open", sent, outcome, allowed)
    expect(b"secret" not in received, sent, outcome, "no echo of a header")
    again = server.get(FEED)
    expect(again == (200, feed), f"a good request after {shown(sent)}", again, "200 and the whole feed")


def in_pieces(sent, chance):
    """Cuts what is sent into at most 20 pieces."""
    cuts = sorted(chance.randrange(len(sent) + 1) for _ in range(min(19, len(sent))))
    return [sent[start:end] for start, end in zip([0, *cuts], [*cuts, len(sent)]) if start < end]


def held_open(report, server, name, sent, at_least, at_most, drip=b""):
    """A client that keeps its side open: the server closes the connection, neither early nor never."""
    with report(name):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", server.port), timeout=at_most) as connection:
            connection.sendall(sent)
            connection.settimeout(0.5)
            received, ended = b"", False
            while not ended and time.monotonic() - began < at_most:
                try:
                    if drip:
                        connection.sendall(drip)
                    data = connection.recv(1 << 16)
                    received, ended = received + data, not data
                except TimeoutError:
                    pass
                except OSError:
                    ended = True
        seconds = time.monotonic() - began
        found = statuses(received, [])
        got = f"{found} {'closed' if ended else 'open'} after {seconds:.1f} s"
        expect(ended and seconds >= at_least and set(found) <= {"200", "400", "405", "408"}, sent, got, f"closed after {at_least} to {at_most} s")


def unread(report, server):
    """Clients that ask and never read: others are served, and the memory of the server does not grow with what they ask."""
    with report("200 requests each on 40 connections, of which nothing is read"):
        before = server.memory()
        clients = []
        try:
            for _ in range(40):
                client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.setblocking(False)
                try:
                    client.send(GOOD * 200)
                except BlockingIOError:
                    pass
                clients.append(client)
            status, body = server.get(FEED)
            expect(status == 200 and body.endswith(b"END:VCALENDAR\r\n"), "a good request beside them", status, "200")
            # 8,000 copies of the feed would be 50 MB.
            grown = server.memory() - before
            expect(grown < 25_000_000, "8,000 requests, unread", f"{grown} bytes more memory", "less than 25 MB more")
        finally:
            for client in clients:
                client.close()


def attack(report, program, folder, chance):
    file = folder / "events.yaml"
    file.write_text(events_file(padding=0), encoding="utf-8")
    with Server(program, file) as server:
        status, feed = server.get(FEED)
        if status != 200:
            raise Failure("GET " + FEED, status, "200")
        slow = [
            ("a connection that says nothing", b"", 10, 45),
            ("a head that comes a byte at a time", GET + HOST + b"X: ", 10, 45, b"x"),
            ("a connection that is idle after a request", GOOD, 10, 45),
            ("a body that never comes", POST + b"Content-Length: 1000\r\n\r\n", 0, 45),
            ("a body that comes a byte at a time", POST + b"Content-Length: 1000000\r\n\r\n", 0, 45, b"x"),
        ]
        threads = [threading.Thread(target=held_open, args=(report, server, *arguments)) for arguments in slow]
        for thread in threads:
            thread.start()
        for name, sent, allowed in REQUESTS:
            with report(name):
                check(server, feed, name, sent, [sent], allowed)
                check(server, feed, name, sent, in_pieces(sent, chance), allowed)
        unread(report, server)
        for thread in threads:
            thread.join()
        with report("after all of them, SIGTERM ends the server with exit code 0"):
            server.stop()
            expect("panicked" not in server.logged(), "all requests", server.logged()[-1000:], "no panic in the log")
