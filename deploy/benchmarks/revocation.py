#!/usr/bin/env python3
"""How long a withdrawal takes from the click to the last node. Starts a second hub node over the running sandbox's
PostgreSQL, with a Hazelcast member that knows nobody, calls both nodes without pause and suspends and resumes the
demo grant in turn. Standard library only.

usage: deploy/hub sandbox --json > /tmp/sandbox.json &      # wait until it has printed
       revocation.py /tmp/sandbox.json SANDBOX_HOME [ROUNDS]
"""
import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GRANT, PATH, PURPOSE, SYSTEM = "coc-standard-address", "/exchange/standard-address/towns", "grid-dispatch", "city-operation-centre"


def token(sandbox, form):
    data = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(sandbox["tokenEndpoint"], data) as answer:
        return json.load(answer)["access_token"]


def second_node(sandbox, home, folder):
    with open(f"{home}/data/postgres/postmaster.pid") as file:
        port = file.read().split("\n")[3].strip()
    keycloak = "{0.scheme}://{0.netloc}".format(urllib.parse.urlparse(sandbox["tokenEndpoint"]))
    settings = {"HUB_HOME": f"{folder}/home", "HUB_NODE": "node-2", "HUB_HTTP_PORT": "0", "HUB_MANAGEMENT_PORT": "0",
                "HUB_KEY_FILE": f"{home}/sandbox.key", "HUB_DB_URL": f"jdbc:postgresql://127.0.0.1:{port}/hub",
                "HUB_DB_RUNTIME_PASSWORD_FILE": f"{home}/secrets/hub_runtime",
                "HUB_DB_MIGRATION_PASSWORD_FILE": f"{home}/secrets/hub_migration", "HUB_KEYCLOAK_URL": keycloak,
                "HUB_KEYCLOAK_CLIENT_SECRET_FILE": f"{home}/secrets/keycloak-hub",
                "HUB_KEYCLOAK_PROVISIONER_SECRET_FILE": f"{home}/secrets/keycloak-provisioner"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    log = open(f"{folder}/log", "wb")
    process = subprocess.Popen([f"{ROOT}/deploy/hub", "start"], env={**clean, **settings}, stdout=log, stderr=log)
    state = f"{folder}/home/run/hub.json"
    deadline = time.time() + 120
    while time.time() < deadline and process.poll() is None:
        if os.path.exists(state):
            with open(state) as file:
                address = json.load(file).get("hub")
            if address:
                return process, address
        time.sleep(0.2)
    raise SystemExit(f"the second node did not start, see {folder}/log")


class Caller(threading.Thread):
    """Calls one node without pause and keeps when each released answer came back."""

    def __init__(self, address, bearer):
        super().__init__(daemon=True)
        self.address, self.bearer = urllib.parse.urlparse(address), bearer
        self.released, self.refused, self.running = [], [], True

    def run(self):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=30)
        headers = {"Authorization": "Bearer " + self.bearer, "Hub-Purpose": PURPOSE}
        while self.running:
            connection.request("GET", PATH, headers=headers)
            answer = connection.getresponse()
            answer.read()
            (self.released if answer.status == 200 else self.refused).append(time.monotonic())


def manage(sandbox, bearer, step):
    stated = json.dumps({"reason": "benchmark", "emergency": True}).encode() if step == "suspend" else b""
    request = urllib.request.Request(f"{sandbox['hub']}/api/v1/grants/{GRANT}/{step}", stated, method="POST",
                                     headers={"Authorization": "Bearer " + bearer, "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        answer.read()


def wait(condition):
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("a node did not follow within a minute")
        time.sleep(0.01)


def main():
    with open(sys.argv[1]) as file:
        sandbox = json.load(file)
    home, rounds = os.path.abspath(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20
    secret = next(s["secret"] for s in sandbox["systems"] if s["id"] == SYSTEM)
    bearer = token(sandbox, {"grant_type": "client_credentials", "client_id": SYSTEM, "client_secret": secret})
    guard = next(p for p in sandbox["people"] if "security-administrator" in p["roles"])
    folder = tempfile.mkdtemp(prefix="hub-node-2-")
    process, second = second_node(sandbox, home, folder)
    callers = [Caller(sandbox["hub"], bearer), Caller(second, bearer)]
    try:
        for caller in callers:
            caller.start()
        wait(lambda: all(c.released for c in callers))
        acknowledged, last, after = [], [[], []], 0
        for _ in range(rounds):
            person = token(sandbox, {"grant_type": "password", "client_id": "hub-cli", "username": guard["user"],
                                     "password": guard["password"]})
            refused = [len(c.refused) for c in callers]
            click = time.monotonic()
            manage(sandbox, person, "suspend")
            ack = time.monotonic()
            wait(lambda: all(len(c.refused) > n + 5 for c, n in zip(callers, refused)))
            acknowledged.append((ack - click) * 1000)
            for node, caller in enumerate(callers):
                newest = caller.released[-1]
                last[node].append(max(0.0, (newest - click) * 1000))
                after += newest > ack
            released = [len(c.released) for c in callers]
            manage(sandbox, person, "resume")
            wait(lambda: all(len(c.released) > n for c, n in zip(callers, released)))
        print(f"rounds {rounds}; milliseconds from the click, median and longest")
        print(f"acknowledged      {statistics.median(acknowledged):7.1f} {max(acknowledged):7.1f}")
        for name, figures in zip(("last answer node-1", "last answer node-2"), last):
            print(f"{name}{statistics.median(figures):7.1f} {max(figures):7.1f}")
        print(f"answers that arrived after the acknowledgement: {after}")
    finally:
        for caller in callers:
            caller.running = False
        process.send_signal(signal.SIGTERM)
        process.wait(90)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
