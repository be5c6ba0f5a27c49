#!/usr/bin/python3
"""Stand-in for Testcontainers' Ryuk. Clients send lines such as "label=k1=v1&label=k2=v2" and get "ACK"; once the last
of them has been gone for the reconnection timeout, everything that carries all labels of one line is removed."""

import http.client
import json
import os
import socket
import socketserver
import threading
import urllib.parse


def seconds(name: str, default: str) -> float:
    text = os.environ.get(name, default)
    unit = 60 if text.endswith("m") else 1
    return float(text.rstrip("ms")) * unit


def docker(method: str, path: str):
    connection = http.client.HTTPConnection("docker")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect("/var/run/docker.sock")
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    if response.status >= 300:
        print(method, path, response.status, body.decode(), flush=True)
        return None
    return json.loads(body) if body else None


class Reaper:
    def __init__(self) -> None:
        self.filters: list[dict[str, list[str]]] = []
        self.lock = threading.Lock()
        self.connections = 0
        self.timer = self.start_timer(seconds("RYUK_CONNECTION_TIMEOUT", "60s"))

    def start_timer(self, wait: float) -> threading.Timer:
        timer = threading.Timer(wait, self.reap)
        timer.start()
        return timer

    def connected(self) -> None:
        with self.lock:
            self.timer.cancel()
            self.connections += 1

    def disconnected(self) -> None:
        with self.lock:
            self.connections -= 1
            if self.connections == 0:
                self.timer = self.start_timer(seconds("RYUK_RECONNECTION_TIMEOUT", "10s"))

    def reap(self) -> None:
        for wanted in self.filters:
            query = "?" + urllib.parse.urlencode({"filters": json.dumps(wanted)})
            for container in docker("GET", f"/containers/json{query}&all=1") or []:
                if not container["Id"].startswith(socket.gethostname()):
                    docker("DELETE", f"/containers/{container['Id']}?force=1&v=1")
            for network in docker("GET", f"/networks{query}") or []:
                docker("DELETE", f"/networks/{network['Id']}")
            for volume in (docker("GET", f"/volumes{query}") or {}).get("Volumes") or []:
                docker("DELETE", f"/volumes/{volume['Name']}?force=1")
        os._exit(0)


class Client(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        reaper.connected()
        try:
            for line in self.rfile:
                reaper.filters.append(urllib.parse.parse_qs(line.decode().strip()))
                self.wfile.write(b"ACK\n")
        finally:
            reaper.disconnected()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


reaper = Reaper()
with Server(("0.0.0.0", 8080), Client) as server:
    print("Started", flush=True)
    server.serve_forever()
