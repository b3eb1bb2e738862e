"""A real Postfix in a folder of its own, on 127.0.0.1, with TLS and AUTH; what it takes lies in a Maildir.

It can send nothing anywhere: every transport but the local Maildir is an error, and it asks no name server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
import trustme

from urgentaction.channels.settings import Auth, Security, Settings

HOST = "127.0.0.1"
USER, REALM, PASSWORD = "elise", "mail.example", "correct horse battery staple"
DOMAIN = "justice.example.org"
PATIENCE = 60.0

MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = {realm}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
local_transport = error:nothing leaves this machine
relayhost =
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = static:{domain}/
virtual_mailbox_base = {home}/mail
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_tls_chain_files = {home}/etc/chain.pem
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = {realm}
cyrus_sasl_config_path = {home}/etc/sasl
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""

MASTER = """\
{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
{starttls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""

SASL = """\
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {home}/etc/sasldb2
mech_list: PLAIN LOGIN
"""


@dataclass(frozen=True)
class Postfix:
    """The server: how to reach it with TLS from the start or after STARTTLS, and what has arrived."""

    home: Path
    settings: Settings
    starttls: Settings

    def mails(self, count: int) -> list[EmailMessage]:
        """What lies in the Maildir, parsed, once there are so many."""
        return [cast("EmailMessage", message_from_bytes(raw, policy=default)) for raw in self.raw(count)]

    def raw(self, count: int) -> list[bytes]:
        new, until = self.home / "mail" / DOMAIN / "new", time.monotonic() + PATIENCE
        while len(found := list(new.glob("*"))) < count and time.monotonic() < until:
            time.sleep(0.05)
        return [path.read_bytes() for path in found]

    def empty(self) -> None:
        """Take away what has arrived."""
        shutil.rmtree(self.home / "mail" / DOMAIN, ignore_errors=True)


@pytest.fixture(scope="session")
def postfix_server(mail_authority: trustme.CA, mail_ca_file: Path) -> Iterator[Postfix]:
    """Start it, once for all tests of this folder."""
    missing = [name for name in ("postfix", "saslpasswd2") if not shutil.which(name, path=PATHS)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"a real Postfix needs root, and {' and '.join(missing) or 'is here'} (Debian: postfix sasl2-bin)")
    # Not below pytest's own folder, which only its owner may enter: Postfix's parts run as a user of their own.
    home = Path(tempfile.mkdtemp(prefix="ua-postfix-"))
    home.chmod(0o755)
    ports = free_port(), free_port()
    prepare(home, ports, mail_authority)
    run("postfix", "-c", home / "etc", "start")
    try:
        for port in ports:
            wait_for(port, home)
        implicit = Settings(
            host=HOST,
            port=ports[0],
            security=Security.TLS,
            user=f"{USER}@{REALM}",
            auth=Auth.PASSWORD,
            ca_file=str(mail_ca_file),
            timeout=PATIENCE,
            reply_timeout=PATIENCE,
        )
        later = Settings(**{**implicit.__dict__, "port": ports[1], "security": Security.STARTTLS})
        yield Postfix(home, implicit, later)
    finally:
        run("postfix", "-c", home / "etc", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postfix(postfix_server: Postfix) -> Postfix:
    """The server with nothing in its Maildir."""
    postfix_server.empty()
    return postfix_server


PATHS = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def prepare(home: Path, ports: tuple[int, int], authority: trustme.CA) -> None:
    owner = pwd.getpwnam("nobody")
    for name in ("etc", "etc/sasl", "spool", "data", "mail"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    shutil.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    values = {"home": home, "realm": REALM, "domain": DOMAIN, "uid": owner.pw_uid, "gid": owner.pw_gid}
    (home / "etc" / "main.cf").write_text(MAIN.format(**values))
    (home / "etc" / "master.cf").write_text(MASTER.format(tls=f"{HOST}:{ports[0]}", starttls=f"{HOST}:{ports[1]}"))
    (home / "etc" / "sasl" / "smtpd.conf").write_text(SASL.format(home=home))
    chain = home / "etc" / "chain.pem"
    authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(str(chain))
    chain.chmod(0o600)
    database = home / "etc" / "sasldb2"
    run("saslpasswd2", "-p", "-c", "-f", database, "-u", REALM, USER, said=PASSWORD)
    shutil.chown(database, "postfix")


def run(*command: str | Path, said: str = "") -> None:
    environ = {**os.environ, "PATH": PATHS}
    done = subprocess.run(command, input=said, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        return int(sock.getsockname()[1])


def wait_for(port: int, home: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = home / "log"
    raise AssertionError(f"Postfix does not listen: {log.read_text() if log.exists() else 'no log'}")
