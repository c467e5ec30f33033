"""Files of other tools, written for the tests: each uses every field and entry type of its format."""

from __future__ import annotations

RENDERCV = """\
# yaml-language-server: $schema=https://example.org/schema.json
cv:
  name: Jane Doe
  headline: "Machine Learning _Engineer_"
  location: San Francisco, CA
  email: [jane@doe.example, other@doe.example]
  photo:
  phone: tel:+1-415-555-0123
  website: https://doe.example
  social_networks:
    - network: LinkedIn
      username: janedoe
    - network: Mastodon
      username: "@jane@social.example"
    - network: Google Scholar
      username: AbC_1
  custom_connections:
    - placeholder: Book a call
      url: https://cal.example/jane
      fontawesome_icon: calendar
  sections:
    summary:
      - Builds rankers for __millions__ of users.
      - Likes `snake_case_names`.
    experience:
      - company: "[Acme](https://acme.example)"
        position: Engineer
        start_date: 2020-07
        end_date: present
        location: TX, USA
        summary: Search team
        highlights:
          - Cut latency - measured at p99 - by 40%
          - Wrote <https://acme.example/blog>
      - company: Initech
        position: Intern
        date: May 2018 – 2019-08
        team: Printers
    education:
      - institution: State University
        area: Mathematics
        degree: BS
        start_date: 2014-09
        end_date: 2018-06
        highlights:
          - "GPA: 3.9/4.0, Valedictorian"
          - "Coursework: Algebra, Analysis (real, complex)"
          - "Awards: Dean's List"
          - "Thesis: On Trees"
    projects:
      - name: Tree
        date: Fall 2021
        summary: A library
        highlights: [Used by 12 teams]
    publications:
      - title: On Trees
        authors: ["*Jane Doe*", R. Roe]
        doi: 10.1234/trees
        journal: Journal of Trees
        date: 2022-07
    selected_honors:
      - bullet: Prize of Trees (2023)
    skills:
      - label: Languages
        details: Python, C++ (17, 20), SQL
    patents:
      - number: A tree of trees (US 1)
    invited_talks:
      - reversed_number: Trees at scale (2024)
    side_quests:
      - name: Gardening
        location: Austin
        end_date: 2020
    chess:
      - Played for the university
      - Taught beginners
design:
  theme: sb2nov
  page:
    size: us-letter
locale:
  language: german
settings:
  current_date: 2026-01-01
"""

YAMLRESUME = """\
# yaml-language-server: $schema=https://example.org/schema.json
---
content:
  basics:
    name: Jane Doe
    headline: Engineer
    email: jane@doe.example
    phone: "(415) 555-0123"
    url: https://doe.example
    summary: |
      Builds rankers.

      - Search for **millions**
      - Fraud
  location:
    address: 1 Main Street
    city: Berlin
    region: Berlin
    country: Germany
    postalCode: "10115"
  profiles:
    - network: GitHub
      url: https://github.com/janedoe
      username: janedoe
  education:
    - institution: State University
      url: https://state.example
      degree: Bachelor
      area: Mathematics
      score: "3.8"
      startDate: Sep 1, 2016
      endDate: 7/1/2020
      courses: [Algebra]
      summary: |
        - Learned much
  work:
    - name: Acme
      url: https://acme.example
      startDate: Dec 1, 2022
      endDate:
      position: Engineer
      summary: |
        The search team.

        1. Cut latency
           by 40%
        2. Led 3 people
            - in two cities
      keywords: [Growth]
  languages:
    - language: English
      fluency: Native or Bilingual Proficiency
      keywords: [TOEFL 110]
  skills:
    - name: Web
      level: Expert
      keywords: [Python, CSS]
  awards:
    - title: Dean's List
      awarder: State University
      date: Oct 2016
      summary: |
        For good grades.
  certificates:
    - name: Cloud Developer
      url: https://cloud.example
      issuer: Cloud
      date: 2021-03
  publications:
    - publisher: Journal
      url: https://journal.example
      name: On Trees
      releaseDate: Dec 2017
      summary: |
        - Explores trees
        - Finds roots
  references:
    - name: R. Roe
      phone: "1"
      relationship: Professor
      email: roe@state.example
      summary: Jane is fine.
  projects:
    - name: Tree
      url: https://tree.example
      description: A library.
      startDate: Sep 2016
      endDate: Dec 2016
      summary: |
        - Designed it
      keywords: [Trees]
  interests:
    - name: Sports
      keywords: [Chess]
  volunteer:
    - organization: Club
      url: https://club.example
      position: Mentor
      startDate: Sep 2015
      endDate: Jul 2023
      summary: |
        - Mentored
locale:
  language: "no"
layouts:
  - engine: latex
    page:
      margins: {top: 2.5cm}
    template: moderncv-banking
    sections:
      order: [education, work]
      aliases: {work: Stations}
"""

JSON_RESUME_2014 = """\
{
  "basics": {"name": "Jane Doe", "picture": "", "website": "https://doe.example", "summary": "Fine."},
  "work": [
    {"company": "Acme", "position": "Engineer", "website": "https://acme.example", "startDate": "2013-12-01", "highlights": ["One"]},
    {"name": "Kept", "company": "Other", "startDate": "March 2012", "endDate": "Present", "title": "Boss"}
  ],
  "volunteer": [{"organization": "Club", "website": "https://club.example"}],
  "education": [{"institution": "State", "gpa": "4.0", "endDate": "soon"}],
  "publications": [{"name": "On Trees", "website": "https://trees.example"}],
  "languages": [{"name": "English", "level": "native"}],
  "hobbies": [{"name": "Chess"}],
  "custom": {"a": 1}
}
"""

BIBTEX = r"""
@string{neurips = "Advances in Neural Information Processing Systems"}
@comment{jabref-meta: nothing}
@inproceedings{muller,
  title = {{BERT}s: *Deep* {\"O}zg{\"u}r \& $\alpha$-models, 50\%},
  author = "M{\"u}ller, J{\"o}rg and Jane Doe and van der Berg, Jan, Jr. and {The Atlas Team} and others",
  booktitle = neurips # " 30",
  year = 2020, month = jun, pages = {1--10},
  doi = {https://doi.org/10.1000/XyZ_1}, url = {https://doi.org/10.1000/xyz_1}
}
@article{broken, title={No close, author={X}
@article{good, title={Good}, author={Doe, J.}, journal={J. Foo}, date={2021-03-04}, url={https://a.example/b\_c\%20d}}
@inproceedings{child, crossref={parent}, title={In it}, author={Roe, R.}}
@proceedings{parent, title={Proc. of Trees}, year={1999}}
@misc{arx, title={Preprint}, author={Doe, J{\'a}ne}, eprint={2101.00001}, archiveprefix={arXiv}, year={in press}}
"""
