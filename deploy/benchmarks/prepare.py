#!/usr/bin/env python3
"""Makes everything a benchmark run needs: keys, a realm's key set, tokens, an answer of about 2 KB (and one of 100 KB),
and the SQL that seeds a hub's registry. Needs Python 3 and the openssl command only.

usage: prepare.py FOLDER [--grants N] [--resources N] [--connectors N] [--backend-port P]

Nothing made here is secret or real: names are made up, ID numbers have impossible areas.
"""
import argparse
import base64
import json
import os
import random
import subprocess
import time

DEPARTMENT = "11420682MB00001077"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, MOD 11-2


def run(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Keys:
    """One RSA and one EC key pair, made once per folder, and tokens signed with them."""

    def __init__(self, folder):
        self.files = {"RS256": f"{folder}/rsa.pem", "ES256": f"{folder}/ec.pem", "other": f"{folder}/other.pem"}
        for name, file in self.files.items():
            if not os.path.exists(file):
                kind = ("EC", "ec_paramgen_curve:P-256") if name == "ES256" else ("RSA", "rsa_keygen_bits:2048")
                run("openssl", "genpkey", "-algorithm", kind[0], "-pkeyopt", kind[1], "-out", file)

    def key_set(self):
        modulus = run("openssl", "rsa", "-in", self.files["RS256"], "-noout", "-modulus").decode().strip().split("=")[1]
        point = run("openssl", "pkey", "-in", self.files["ES256"], "-pubout", "-outform", "DER")[-64:]
        return {"keys": [
            {"kid": "RS256", "kty": "RSA", "alg": "RS256", "use": "sig", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"},
            {"kid": "ES256", "kty": "EC", "alg": "ES256", "use": "sig", "crv": "P-256",
             "x": b64(point[:32]), "y": b64(point[32:])}]}

    def token(self, algorithm, claims, signer=None):
        head = b64(json.dumps({"alg": algorithm, "typ": "JWT", "kid": algorithm}).encode())
        signed = head + "." + b64(json.dumps(claims).encode())
        signature = run("openssl", "dgst", "-sha256", "-sign", self.files[signer or algorithm], data=signed.encode())
        return signed + "." + b64(signature if algorithm == "RS256" else jose(signature))


def jose(der):
    """The two integers of a DER signature, 32 bytes each, as JOSE wants them (RFC 7518 section 3.4)."""
    at, out = 2, b""
    for _ in range(2):
        length = der[at + 1]
        out += int.from_bytes(der[at + 2:at + 2 + length], "big").to_bytes(32, "big")
        at += 2 + length
    return out


def id_number(n):
    body = "000000" + "19%02d%02d%02d" % (50 + n % 50, 1 + n % 12, 1 + n % 28) + "%03d" % (n % 1000)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS)) % 11]


def person(n):
    return {"recordNo": "LHK-%08d" % n, "name": "测试人员%02d" % n, "idNumber": id_number(n),
            "phone": "1990000%04d" % (n % 10000), "sex": "男" if n % 2 else "女",
            "address": "湖北省襄阳市老河口市示例街道测试路%d号%d单元" % (n, n % 5 + 1), "bankAccount": "622200000000000%04d" % (n % 10000),
            "household": {"no": "HK%010d" % n, "type": "城镇", "head": "测试户主%02d" % n, "headIdNumber": id_number(n + 100)},
            "status": "有效", "updatedAt": "2025-06-%02dT08:30:00+08:00" % (n % 28 + 1)}


def answer(people):
    rows = [person(n) for n in range(1, people + 1)]
    return json.dumps({"code": 0, "message": "ok", "total": people, "data": rows}, ensure_ascii=False, separators=(",", ":"))


FIELDS = [("code", "code", "INTEGER", None), ("message", "message", "STRING", None), ("total", "total", "INTEGER", None)]
FIELDS += [(name, f"data[].{name}", "STRING", {"idNumber": "cover:6,2", "phone": "cover:3,4", "bankAccount": "remove"}.get(name))
           for name in ("recordNo", "name", "idNumber", "phone", "sex", "address", "bankAccount", "status", "updatedAt")]
FIELDS += [("householdNo", "data[].household.no", "STRING", None), ("householdType", "data[].household.type", "STRING", None),
           ("head", "data[].household.head", "STRING", None), ("headIdNumber", "data[].household.headIdNumber", "STRING", "cover:6,2")]
GRANTED = [name for name, *_ in FIELDS if name != "bankAccount"]


def resource(connector, folder):
    operations = [{"name": name, "method": "GET", "path": name, "counterpartPath": f"{folder}/{name}"} for name in ("person", "large")]
    fields = [{"name": n, "title": n, "path": p, "type": t, **({"mask": m} if m else {}),
               **({"subject": True} if n == "idNumber" else {})} for n, p, t, m in FIELDS]
    return {"title": "性能测试资源", "connector": connector, "sharing": "UNCONDITIONAL", "level": 1,
            "operations": operations, "fields": fields}


def grant(system, name):
    return {"system": system, "resource": name, "operations": ["person", "large"], "purposes": ["benchmark"], "fields": GRANTED,
            "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00"}


def quoted(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


class Seed:
    """SQL for an empty registry: approved revisions as the approval would have left them."""

    def __init__(self):
        self.lines = ["BEGIN;",
                      f"INSERT INTO registry.department VALUES ('{DEPARTMENT}', '性能测试', '420682', now(), 'benchmark') ON CONFLICT DO NOTHING;",
                      "INSERT INTO registry.purpose VALUES ('benchmark', '性能测试', '性能测试', true, now(), 'benchmark') ON CONFLICT DO NOTHING;"]

    def address(self, port):
        self.lines.append("INSERT INTO registry.outgoing_address VALUES (gen_random_uuid(), "
                          f"'{DEPARTMENT}', '127.0.0.1', {port}, 'benchmark', now(), 'benchmark') ON CONFLICT DO NOTHING;")

    def system(self, name):
        self.lines.append(f"INSERT INTO registry.system (id, name, department, enabled, client_auth, created_at, created_by) VALUES "
                          f"('{name}', '{name}', '{DEPARTMENT}', true, 'client-secret', now(), 'benchmark') ON CONFLICT DO NOTHING;")

    def approved(self, kind, name, spec):
        provider = "NULL" if kind != "grant" else f"'{DEPARTMENT}'"
        self.lines.append(f"INSERT INTO registry.object VALUES ('{kind}', '{name}', '{DEPARTMENT}', {provider}, 'active', 1, 1, now(), 'benchmark') ON CONFLICT DO NOTHING;")
        self.lines.append(f"INSERT INTO registry.revision (kind, name, number, spec, state, created_at, created_by) VALUES "
                          f"('{kind}', '{name}', 1, {quoted(spec)}, 'approved', now(), 'benchmark') ON CONFLICT DO NOTHING;")

    def text(self):
        return "\n".join(self.lines + ["UPDATE registry.change_number SET number = number + 1;", "COMMIT;", ""])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("--systems", type=int, default=64)
    options.add_argument("--resources", type=int, default=100)
    options.add_argument("--grants", type=int, default=1280)
    options.add_argument("--connectors", type=int, default=1)
    options.add_argument("--backend-port", type=int, default=19001)
    options.add_argument("--issuer", default="http://127.0.0.1:19001/realms/hub")
    o = options.parse_args()
    random.seed(7)
    os.makedirs(o.folder, exist_ok=True)
    keys = Keys(o.folder)
    names = [f"r{n:02d}x" if n < 100 else f"r{n:05d}" for n in range(o.resources)]
    systems = ["dept-%02d" % n for n in range(o.systems)]
    per_system = max(1, o.grants // o.systems)
    granted = {s: sorted(random.sample(names, min(per_system, len(names)))) for s in systems}
    write(o, keys, names, systems, granted)


def write(o, keys, names, systems, granted):
    now = int(time.time())

    def claims(system, **other):
        return {"exp": now + 7 * 86400, "iat": now, "jti": "%032x" % random.getrandbits(128), "iss": o.issuer, "aud": "hub",
                "sub": "svc-" + system, "typ": "Bearer", "azp": system, "client_id": system, "department": DEPARTMENT,
                "scope": "profile email", "clientHost": "127.0.0.1", "preferred_username": "service-account-" + system,
                "realm_access": {"roles": ["data-consumer", "offline_access", "uma_authorization"]},
                "resource_access": {"hub": {"roles": ["call"]}}, "allowed-origins": ["/*"], **other}

    for algorithm in ("RS256", "ES256"):
        with open(f"{o.folder}/tokens.{algorithm}.tsv", "w") as file:
            for system in systems:
                file.write("\t".join((system, ",".join(granted[system][:20]), keys.token(algorithm, claims(system)))) + "\n")
    cases(o.folder, keys, names, granted, claims, now)
    with open(f"{o.folder}/grants.txt", "w") as file:
        file.writelines(f"{system} {name}\n" for system in systems for name in granted[system])
    www = f"{o.folder}/www"
    realm = f"{www}/realms/hub/protocol/openid-connect"
    os.makedirs(realm, exist_ok=True)
    os.makedirs(f"{www}/realms/hub/.well-known", exist_ok=True)
    with open(f"{realm}/certs", "w") as file:
        json.dump(keys.key_set(), file)
    with open(f"{realm}/certs-rsa", "w") as file:
        json.dump({"keys": keys.key_set()["keys"][:1]}, file)
    with open(f"{www}/realms/hub/.well-known/openid-configuration", "w") as file:
        json.dump({"issuer": o.issuer, "jwks_uri": o.issuer + "/protocol/openid-connect/certs",
                   "token_endpoint": o.issuer + "/protocol/openid-connect/token",
                   "authorization_endpoint": o.issuer + "/protocol/openid-connect/auth",
                   "introspection_endpoint": o.issuer + "/protocol/openid-connect/token/introspect",
                   "id_token_signing_alg_values_supported": ["RS256", "ES256"], "subject_types_supported": ["public"],
                   "response_types_supported": ["code"]}, file)
    for name, people in (("person", 5), ("large", 245)):
        with open(f"{www}/{name}.json", "w") as file:
            file.write(answer(people))
    seed(o, names, systems, granted)


def cases(folder, keys, names, granted, claims, now):
    system = "dept-01"
    good = keys.token("RS256", claims(system))
    head, payload, signature = good.split(".")
    bad = {"wrong-key": keys.token("RS256", claims(system), "other"), "expired": keys.token("RS256", claims(system, exp=now - 600)),
           "tampered": ".".join((head, b64(json.dumps(claims("dept-02")).encode()), signature)),
           "alg-none": b64(b'{"alg":"none","typ":"JWT"}') + "." + payload + ".",
           "wrong-issuer": keys.token("RS256", claims(system, iss="http://evil.example/realms/hub"))}
    with open(f"{folder}/cases.json", "w") as file:
        json.dump({"good": good, "good-es256": keys.token("ES256", claims(system)), "granted": granted[system][0],
                   "denied": next(n for n in names if n not in granted[system]), "bad": bad}, file)


def seed(o, names, systems, granted):
    sql = Seed()
    sql.address(o.backend_port)
    for system in systems:
        sql.system(system)
    for n in range(o.connectors):
        sql.approved("connector", f"backend-{n:03d}", {
            "plugin": "rest", "settings": {"baseUrl": f"http://127.0.0.1:{o.backend_port}/api", "authentication": "none"},
            "limits": {"maxConcurrent": 64, "maxQueue": 1024, "timeoutMs": 20000}})
    for n, name in enumerate(names):
        sql.approved("resource", name, resource(f"backend-{n % o.connectors:03d}", "res/" + name))
    for system in systems:
        for name in granted[system]:
            sql.approved("grant", f"g-{system}-{name}", grant(system, name))
    with open(f"{o.folder}/seed.sql", "w") as file:
        file.write(sql.text())


if __name__ == "__main__":
    main()
