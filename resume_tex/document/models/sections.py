"""The sections of a resume: JSON Resume 1.3.1's, with our optional additions marked as such.

Attributes bear JSON Resume's names. Every field may be left out, as in JSON Resume.
"""

from pydantic import Field

from resume_tex.document.models.fields import Date, Entry, Highlights, Inline, Model, Plain, Texts, Url


class Location(Model):
    """Where the person lives."""

    address: Plain | None = Field(None, description="Street address; leave it out on a US resume.")
    postalCode: Plain | None = Field(None, description="Postal or ZIP code.", examples=["10001"])
    city: Plain | None = Field(None, description="City.", examples=["New York"])
    countryCode: Plain | None = Field(
        None, description="ISO 3166-1 alpha-2 code of the country.", examples=["US", "DE"]
    )
    region: Plain | None = Field(None, description="State or province.", examples=["NY"])


class Profile(Entry):
    """An account on a network."""

    network: Plain | None = Field(
        None, description="Name of the network.", examples=["LinkedIn", "GitHub", "Google Scholar"]
    )
    username: Plain | None = Field(None, description="Name of the account.", examples=["alexpetrov"])
    url: Url | None = Field(
        None, description="Address of the account.", examples=["https://linkedin.com/in/alexpetrov"]
    )


class Basics(Model):
    """Who the person is and how to reach them."""

    name: Plain | None = Field(None, description="Full name.", examples=["Alex Petrov"])
    label: Inline | None = Field(
        None, description="Professional title, printed under the name.", examples=["Senior ML Engineer"]
    )
    image: Plain | None = Field(
        None, description="Photo: a file or address. Not printed unless the theme's option asks."
    )
    email: Plain | None = Field(None, description="E-mail address.", examples=["alex.petrov@email.com"])
    phone: Plain | None = Field(None, description="Telephone number as it should print.", examples=["(917) 555-0381"])
    url: Url | None = Field(None, description="Personal site.", examples=["https://alexpetrov.dev"])
    summary: Inline | None = Field(None, description="Two to four sentences: domain, scale, result.")
    location: Location | None = Field(None, description="Where you live: city and region are enough.")
    profiles: list[Profile] = Field([], description="LinkedIn, GitHub, scholar profile and the like.")


class Dated(Entry):
    """Base of entries that have a span of time."""

    startDate: Date = Field(None, description="Beginning: 2024, 2024-03 or 2024-03-15.", examples=["2023-03"])
    endDate: Date = Field(None, description="End; left out means present.", examples=["2024-06"])


class Work(Dated):
    """A job."""

    name: Inline | None = Field(None, description="Employer.", examples=["Spotify"])
    location: Inline | None = Field(None, description="Place of work.", examples=["New York, NY"])
    description: Inline | None = Field(None, description="What the employer does, if the reader may not know.")
    position: Inline | None = Field(None, description="Job title.", examples=["Senior ML Engineer"])
    url: Url | None = Field(None, description="Employer's site.")
    summary: Inline | None = Field(None, description="A sentence on the job, printed before its bullets.")
    highlights: Highlights = Field([], description="Bullets: decision, model, measured effect.")


class Volunteer(Dated):
    """Voluntary work."""

    organization: Inline | None = Field(None, description="Organisation.")
    position: Inline | None = Field(None, description="Role.")
    location: Inline | None = Field(None, description="Place (addition to JSON Resume).")
    url: Url | None = Field(None, description="Organisation's site.")
    summary: Inline | None = Field(None, description="A sentence on the work.")
    highlights: Highlights = Field([], description="Bullets.")


class Education(Dated):
    """A degree or course of study."""

    institution: Inline | None = Field(None, description="School or university.", examples=["Columbia University"])
    location: Inline | None = Field(None, description="Place (addition to JSON Resume).", examples=["New York, NY"])
    url: Url | None = Field(None, description="Institution's site.")
    area: Inline | None = Field(None, description="Field of study.", examples=["Statistics"])
    studyType: Inline | None = Field(None, description="Degree.", examples=["M.S."])
    score: Plain | None = Field(None, description="Grade, as it should print.", examples=["3.9/4.0"])
    courses: Texts = Field([], description="Courses worth naming.")


class Award(Entry):
    """A prize."""

    title: Inline | None = Field(None, description="Name of the award.")
    date: Date = Field(None, description="When it was given.")
    awarder: Inline | None = Field(None, description="Who gave it.")
    url: Url | None = Field(None, description="Address (addition to JSON Resume).")
    summary: Inline | None = Field(None, description="What it was for.")


class Certificate(Entry):
    """A certificate."""

    name: Inline | None = Field(None, description="Name of the certificate.")
    date: Date = Field(None, description="When it was issued.")
    url: Url | None = Field(None, description="Where it can be verified.")
    issuer: Inline | None = Field(None, description="Who issued it.")


class Publication(Entry):
    """A paper, article or book."""

    name: Inline | None = Field(None, description="Title.")
    authors: Texts = Field(
        [], description="Authors in order (addition to JSON Resume).", examples=[["Petrov, A.", "et al."]]
    )
    publisher: Inline | None = Field(None, description="Venue: conference, journal or publisher.", examples=["RecSys"])
    releaseDate: Date = Field(None, description="When it appeared.", examples=["2024"])
    url: Url | None = Field(None, description="Where it can be read.")
    doi: Plain | None = Field(
        None, description="DOI without https://doi.org/ (addition to JSON Resume).", examples=["10.1145/3640457"]
    )
    summary: Inline | None = Field(None, description="What it shows, in a sentence.")
    impact: Inline | None = Field(None, description="What it did in production (addition to JSON Resume).")


class Skill(Entry):
    """A category of skills."""

    name: Inline | None = Field(None, description="Category.", examples=["ML Frameworks"])
    level: Inline | None = Field(None, description="Level; better shown by the bullets.")
    keywords: Texts = Field([], description="The skills.", examples=[["PyTorch", "XGBoost"]])
    stage: Plain | None = Field(
        None,
        description="Pipeline stage of the role (addition to JSON Resume); inferred from the name if left out.",
        examples=["languages", "ml_frameworks", "data_features", "serving_infra", "experiment"],
    )


class Language(Entry):
    """A language the person speaks."""

    language: Inline | None = Field(None, description="Language.", examples=["Bulgarian"])
    fluency: Inline | None = Field(None, description="How well.", examples=["native", "C1"])


class Interest(Entry):
    """An interest outside work."""

    name: Inline | None = Field(None, description="Interest.")
    keywords: Texts = Field([], description="Particulars.")


class Reference(Entry):
    """What somebody says of the person."""

    name: Inline | None = Field(None, description="Who says it.")
    reference: Inline | None = Field(None, description="Their words.")


class Project(Dated):
    """A project."""

    name: Inline | None = Field(None, description="Name of the project.")
    description: Inline | None = Field(None, description="What it is, in a sentence.")
    highlights: Highlights = Field([], description="Bullets.")
    keywords: Texts = Field([], description="Technologies and topics.")
    url: Url | None = Field(None, description="Repository or site.")
    roles: Texts = Field([], description="Your roles in it.", examples=[["Maintainer"]])
    entity: Inline | None = Field(None, description="Company or organisation it belongs to.")
    type: Inline | None = Field(None, description="Kind of project.", examples=["application", "talk"])
