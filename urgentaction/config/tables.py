"""The tables of `config.toml` for pydantic: which keys, what kind of value. `checks` looks at what the values mean."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from urgentaction.channels.settings import Auth, Security
from urgentaction.config.checks import LONGEST_WAIT, PORTS
from urgentaction.errors import LANGUAGES
from urgentaction.library.fields import TABLE, Choice, Rows
from urgentaction.model.case import Privacy
from urgentaction.model.envelope import Envelope

_WORDS = {"type": "array", "items": {"type": "string"}, "minItems": 1}

# What these hold is checked by `checks`, in words of its own; here they only have a schema.
Command = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, _WORDS]})]
Seconds = Annotated[Any, WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": LONGEST_WAIT})]
Port = Annotated[Any, WithJsonSchema({"type": "integer", "minimum": PORTS[0], "maximum": PORTS[-1]})]
Rate = Annotated[Any, WithJsonSchema({"type": "integer", "minimum": 1})]
Spoken = Annotated[Any, WithJsonSchema({"enum": list(LANGUAGES)})]
PrivacyWord = Annotated[str, WithJsonSchema({"enum": [privacy.value for privacy in Privacy]})]


class Profile(BaseModel):
    """A person who signs."""

    model_config = TABLE

    name: str = Field(default="", description="As it stands under a letter.")
    email: str = ""
    street: str = Field(default="", description="Number and street; up to three lines.")
    postcode: str = ""
    city: str = ""
    country: str = Field(default="", description="Two letters, as in FR.")
    language: str = Field(default="", description="Which you read best: fr, en, …")
    pronouns: str = ""
    about: str = Field(default="", description="Who you are, as in: a nurse from Lyon.")
    privacy: PrivacyWord = Field(default="", description="How much of you a letter shows.")
    id: str = ""


class Group(BaseModel):
    """Who sends for others; each mail names it."""

    model_config = TABLE

    name: str = ""
    contact: str = Field(
        default="", description="An e-mail address, a phone number or a page where the group can be reached."
    )


class Email(BaseModel):
    """A mail account. Its password is never here: `ua secret set email`, or password_command."""

    model_config = TABLE

    address: str = Field(default="", description="What stands in From; without it, me.email.")
    host: str = Field(default="", description="The outgoing (SMTP) server.")
    port: Port = Field(default=None, description="465 for tls, 587 for starttls.")
    security: Choice[Security] = Security.TLS
    user: str = Field(default="", description="The name to log in with; without it, the address.")
    auth: Choice[Auth] = Auth.PASSWORD
    allow_plain: bool = Field(default=False, description="Let security = plain reach another machine.")
    ca_file: str = Field(default="", description="Certificates to trust besides the system's.")
    password_command: Command = Field(default=None, description="A command that prints the password.")
    token_command: Command = Field(default=None, description="A command that prints an OAuth 2 token.")
    password_file: str = Field(default="", description="A file that only you may read, with the password.")
    timeout: Seconds = Field(default=None, description="Seconds to wait for each step.")
    per_minute: Rate = Field(default=None, description="Mails that the host takes in a minute; known for large hosts.")
    per_hour: Rate = Field(default=None, description="In an hour.")
    per_day: Rate = Field(default=None, description="In a day.")
    copy_to_me: bool = Field(default=False, description="Send yourself a copy of your own letters.")


class Provider(BaseModel):
    """An account at a company that prints and mails. Its key is never here: `ua secret set NAME`."""

    model_config = TABLE

    live: bool = Field(default=False, description="Letters are really posted, and paid for; else it is a test.")
    password_command: Command = Field(default=None, description="A command that prints the key.")
    password_file: str = Field(default="", description="A file that only you may read, with the key.")


class Pingen(Provider):
    """An account at Pingen. Its client secret is never here: `ua secret set pingen`."""

    client_id: str = Field(default="", description="Of the app that you made under API Access; it is no secret.")
    organisation: str = Field(default="", description="Its id, where the account sees several.")


class Providers(BaseModel):
    """Companies that print letters and post them."""

    model_config = TABLE

    pingen: Pingen = Field(default_factory=Pingen)
    mysendingbox: Provider = Field(default_factory=Provider)
    lob: Provider = Field(default_factory=Provider)


class File(BaseModel):
    """The whole file."""

    model_config = TABLE

    language: Spoken = Field(default=None, description="Of prompts and messages.")
    library: Rows[str] = Field(default=(), description="More folders laid out like letters/, the strongest first.")
    ledger: str = Field(
        default="",
        description="Where the ledger is kept: a file, or a database that machines share (postgresql://USER@SERVER/NAME).",
    )
    ledger_password_command: Command = Field(default=None, description="A command that prints the database's password.")
    envelope: Choice[Envelope] | None = Field(
        default=None, description="Which window the address must show in; without it, the usual one of your country."
    )
    backup_to: str = Field(default="", description="A folder, best on a stick, for a copy of the ledger.")
    me: Profile = Field(default_factory=Profile)
    signers: dict[str, Profile] = Field(default_factory=dict, description="Others who sign: --as NAME.")
    group: Group = Field(default_factory=Group)
    email: Email = Field(default_factory=Email)
    providers: Providers = Field(default_factory=Providers)
