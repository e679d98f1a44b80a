"""What many people share and what therefore tells nothing: read from `resources/profiles/common.toml`."""

from dataclasses import dataclass, field

import msgspec

from guard import datafile, resources


class MailHost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provider: its domains, which are the same mailbox for it, and whether it ignores signs in the name."""

    domains: list[str]
    ignores: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    words: list[str]
    providers: list[str]
    mail: list[MailHost]


@dataclass(frozen=True, slots=True)
class Common:
    """Words that never count as anybody's own, and the mail providers that many people use."""

    words: frozenset[str] = frozenset()
    mail: dict[str, MailHost] = field(default_factory=dict)

    def mailbox(self, address: str) -> str:
        """Return a key that is equal for addresses that reach the same mailbox; "" when this is no address."""
        local, _, domain = address.strip().casefold().rpartition("@")
        local = local.partition("+")[0]
        host = self.mail.get(domain)
        if host is not None:
            domain = host.domains[0]
            local = "".join(character for character in local if character not in host.ignores)
        return f"{local}@{domain}" if local and domain else ""

    def is_shared(self, domain: str) -> bool:
        """Tell whether many people have addresses under this domain."""
        return any(domain == known or domain.endswith(f".{known}") for known in self.mail)


def read_common() -> Common:
    """Read the data file. Raises `DataFileError`."""
    file = datafile.read(resources.root() / "profiles" / "common.toml", _File)
    hosts = [*file.mail, *(MailHost(domains=[domain]) for domain in file.providers)]
    return Common(
        frozenset(file.words),
        {domain: host for host in hosts for domain in host.domains},
    )
