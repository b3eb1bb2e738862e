"""Which connections to a mail server are trusted; imported only when one is made (ssl is slow to import)."""

from __future__ import annotations

import socket
import ssl
from ipaddress import IPv6Address, ip_address

from urgentaction.channels.settings import Auth, Settings
from urgentaction.channels.smtp_replies import NotSent, unreached
from urgentaction.errors import Message, message
from urgentaction.model.delivery import Halted, Scope

_CERTIFICATE_FAULTS = {
    9: "smtp.certificate-early",
    10: "smtp.certificate-expired",
    18: "smtp.certificate-self-signed",
    19: "smtp.certificate-self-signed",
    62: "smtp.certificate-other-name",
    64: "smtp.certificate-other-name",
}
"""OpenSSL's verify codes (X509_V_ERR_… in openssl/x509_vfy.h); any other is an issuer that is not known."""


def trust(settings: Settings) -> ssl.SSLContext:
    """A context that verifies certificate and name; smtplib's default verifies nothing (cpython issue 91826).

    Raises:
        NotSent: `ca_file` cannot be read.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            raise NotSent(Halted(Scope.CONNECTION, message("smtp.ca-file", path=settings.ca_file))) from error
    return context


def encrypt(sock: socket.socket, context: ssl.SSLContext, settings: Settings) -> ssl.SSLSocket:
    """Put a connection into TLS.

    Raises:
        NotSent: Halted where the other side cannot be trusted or speaks no TLS, unavailable where it went away.
    """
    where = {"server": settings.host, "port": settings.port}
    try:
        return context.wrap_socket(sock, server_hostname=settings.host)
    except ssl.SSLCertVerificationError as error:
        fault = _CERTIFICATE_FAULTS.get(error.verify_code, "smtp.certificate-unknown")
        reason = message("smtp.certificate", server=settings.host, why=message(fault))
        raise NotSent(Halted(Scope.CONNECTION, reason)) from error
    except TimeoutError as error:
        raise NotSent(unreached(message("smtp.late", **where))) from error
    except (ssl.SSLEOFError, ConnectionError) as error:
        raise NotSent(unreached(message("smtp.dropped", **where))) from error
    except (OSError, ValueError) as error:
        raise NotSent(Halted(Scope.CONNECTION, message("smtp.tls-failed", **where))) from error


def plain_fault(peer: str, settings: Settings) -> Message | None:
    """Why a connection without TLS to this IP address is not allowed; None where it is."""
    address = ip_address(peer)
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if (inner or address).is_loopback:
        return None
    if not settings.allow_plain:
        return message("smtp.plain-refused", server=settings.host)
    if settings.auth is not Auth.NONE:
        return message("smtp.plain-login", server=settings.host)
    return None
