-- Many reports and what a model says of their sentences. Dates are ISO 8601 text, codes those of the vocabulary;
-- what is not known is null. The views at the end say the same in words, for people.

-- What made the database: schema version, tool, model, precision, the day.
CREATE TABLE about (
    key TEXT PRIMARY KEY,
    value TEXT
);

CREATE TABLE domain (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The judgement area that a finding counts towards where its section is none.
    area TEXT NOT NULL,
    -- Place in the vocabulary, from 0.
    place INTEGER NOT NULL UNIQUE
);

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL UNIQUE,
    sha256 TEXT UNIQUE,
    title TEXT,
    -- One spelling an authority, whatever its reports say.
    authority TEXT,
    region TEXT,
    framework TEXT,
    inspection_start TEXT,
    inspection_end TEXT,
    published TEXT,
    -- The last day of the inspection, or else the day of publication: the order of an authority's reports.
    date TEXT,
    year INTEGER,
    lead_inspector TEXT,
    pages INTEGER,
    format TEXT NOT NULL,
    sentences INTEGER NOT NULL
);
CREATE INDEX report_by_authority ON report (authority, date);

CREATE TABLE grade (
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    grade TEXT NOT NULL,
    PRIMARY KEY (report_id, area)
);

-- All of them, those without a finding too.
CREATE TABLE sentence (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    -- Place in the report, from 0.
    number INTEGER NOT NULL,
    page INTEGER,
    start INTEGER,
    "end" INTEGER,
    section TEXT,
    heading TEXT,
    passage TEXT,
    position INTEGER NOT NULL,
    bullet INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (report_id, number)
);

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    sentence_id INTEGER NOT NULL REFERENCES sentence (id) ON DELETE CASCADE,
    domain TEXT NOT NULL REFERENCES domain (code),
    polarity TEXT NOT NULL,
    area TEXT NOT NULL,
    confidence REAL NOT NULL,
    -- 1 where it falls short of the precision that was asked for, null where none was.
    unsure INTEGER
);
-- All that counting needs, so that the views need not look at the rows.
CREATE INDEX finding_by_sentence ON finding (sentence_id, domain, polarity, unsure);
CREATE INDEX finding_by_domain ON finding (domain, polarity);

CREATE VIRTUAL TABLE sentence_fts USING fts5 (
    text, content="sentence", content_rowid="id", tokenize='porter unicode61'
);
CREATE TRIGGER sentence_added AFTER INSERT ON sentence BEGIN
    INSERT INTO sentence_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER sentence_removed AFTER DELETE ON sentence BEGIN
    INSERT INTO sentence_fts (sentence_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- One row a finding, with what is known of its report.
CREATE VIEW findings AS
SELECT
    finding.id AS finding_id,
    sentence.id AS sentence_id,
    report.id AS report_id,
    report.authority,
    report.region,
    upper(report.framework) AS framework,
    report.date,
    report.year,
    domain.name AS domain,
    finding.polarity,
    replace(finding.area, '_', ' ') AS area,
    round(finding.confidence, 3) AS confidence,
    finding.unsure,
    sentence.text,
    sentence.page,
    replace(sentence.section, '_', ' ') AS section,
    sentence.heading,
    report.document
FROM finding
JOIN sentence ON sentence.id = finding.sentence_id
JOIN report ON report.id = sentence.report_id
JOIN domain ON domain.code = finding.domain;

-- One row a report and domain. Findings that are unsure are counted apart, here and below.
CREATE VIEW report_domain AS
SELECT
    report.id AS report_id,
    report.authority,
    report.region,
    upper(report.framework) AS framework,
    report.date,
    report.year,
    domain.name AS domain,
    counts.strengths,
    counts.weaknesses,
    counts.unsure,
    round(1.0 * counts.strengths / nullif(counts.strengths + counts.weaknesses, 0), 3) AS share_of_strengths
FROM (
    SELECT
        sentence.report_id,
        finding.domain,
        sum(finding.polarity = 'strength' AND finding.unsure IS NOT 1) AS strengths,
        sum(finding.polarity = 'weakness' AND finding.unsure IS NOT 1) AS weaknesses,
        sum(finding.unsure IS 1) AS unsure
    FROM sentence JOIN finding ON finding.sentence_id = sentence.id
    GROUP BY sentence.report_id, finding.domain
) AS counts
JOIN report ON report.id = counts.report_id
JOIN domain ON domain.code = counts.domain;

-- One row a report, with its grades and counts.
CREATE VIEW reports AS
WITH counts AS (
    SELECT
        report_id,
        sum(strengths) AS strengths,
        sum(weaknesses) AS weaknesses,
        sum(unsure) AS unsure
    FROM report_domain GROUP BY report_id
),
grades AS (
    SELECT
        report_id,
        max(replace(grade, '_', ' ')) FILTER (WHERE area = 'overall') AS overall,
        max(replace(grade, '_', ' ')) FILTER (WHERE area = 'leaders') AS leaders,
        max(replace(grade, '_', ' ')) FILTER (WHERE area = 'help_and_protection') AS help_and_protection,
        max(replace(grade, '_', ' ')) FILTER (WHERE area = 'children_in_care') AS children_in_care,
        max(replace(grade, '_', ' ')) FILTER (WHERE area = 'care_leavers') AS care_leavers
    FROM grade GROUP BY report_id
)
SELECT
    report.id AS report_id,
    report.authority,
    report.region,
    upper(report.framework) AS framework,
    report.date,
    report.year,
    grades.overall,
    grades.leaders,
    grades.help_and_protection,
    grades.children_in_care,
    grades.care_leavers,
    coalesce(counts.strengths, 0) AS strengths,
    coalesce(counts.weaknesses, 0) AS weaknesses,
    coalesce(counts.unsure, 0) AS unsure,
    round(1.0 * counts.strengths / nullif(counts.strengths + counts.weaknesses, 0), 3) AS share_of_strengths,
    report.sentences,
    report.pages,
    report.lead_inspector,
    report.document
FROM report
LEFT JOIN counts ON counts.report_id = report.id
LEFT JOIN grades ON grades.report_id = report.id;

-- One row an authority, framework and domain: reports under different frameworks ask for different things.
CREATE VIEW authority_domain AS
SELECT
    authority,
    region,
    framework,
    domain,
    count(*) AS reports,
    sum(strengths) AS strengths,
    sum(weaknesses) AS weaknesses,
    sum(unsure) AS unsure,
    round(1.0 * sum(strengths) / nullif(sum(strengths) + sum(weaknesses), 0), 3) AS share_of_strengths
FROM report_domain
GROUP BY authority, region, framework, domain;

-- One row a year, framework and domain.
CREATE VIEW trend AS
SELECT
    year,
    framework,
    domain,
    count(*) AS reports,
    sum(strengths) AS strengths,
    sum(weaknesses) AS weaknesses,
    sum(unsure) AS unsure,
    round(1.0 * sum(strengths) / nullif(sum(strengths) + sum(weaknesses), 0), 3) AS share_of_strengths
FROM report_domain
GROUP BY year, framework, domain;
