-- Raw rows → the tables that pages read. Runs once, after the whole graph has been read.

CREATE INDEX fact_object ON fact (object, property, subject);
CREATE INDEX raw_seen_thing ON raw_seen (thing);
CREATE INDEX raw_mention_thing ON raw_mention (thing, article);
CREATE INDEX raw_lies_thing ON raw_lies (thing);

-- SQLite gives the other columns from the row that has the maximum: the label is the one that most articles use.
CREATE TABLE raw_named AS
  SELECT thing, label, max(printf('%09d ', times) || label) FROM (
    SELECT thing, label, count(*) AS times FROM raw_seen WHERE label IS NOT NULL GROUP BY thing, label
  ) GROUP BY thing;
CREATE UNIQUE INDEX raw_named_thing ON raw_named (thing);

CREATE TABLE raw_spoken AS
  SELECT thing, count(*) AS mentions, count(DISTINCT article) AS articles FROM raw_mention GROUP BY thing;
CREATE UNIQUE INDEX raw_spoken_thing ON raw_spoken (thing);

INSERT INTO thing (
    id, iri, family, kind, label, sort_label, factuality, status, stance, sentence, article, publisher, published,
    language, articles, mentions
  )
  SELECT
    seen.thing, max(seen.iri), max(seen.family), max(seen.kind), coalesce(named.label, last_part(max(seen.iri))),
    folded(coalesce(named.label, last_part(max(seen.iri)))), max(seen.factuality), max(seen.status), max(seen.stance),
    max(sentence.text),
    CASE WHEN count(DISTINCT seen.article) = 1 THEN coalesce(nullif(max(seen.article), 0), max(sentence.article)) END,
    max(seen.publisher), max(seen.published), max(seen.language),
    count(DISTINCT nullif(seen.article, 0)), coalesce(max(spoken.mentions), 0)
  FROM raw_seen AS seen
    LEFT JOIN raw_named AS named ON named.thing = seen.thing
    LEFT JOIN raw_spoken AS spoken ON spoken.thing = seen.thing
    LEFT JOIN raw_sentence AS sentence ON sentence.mention = seen.evidence
  GROUP BY seen.thing;

INSERT INTO alias (thing, text, mentions, articles)
  SELECT raw_mention.thing, name, count(*), count(DISTINCT raw_mention.article)
  FROM raw_mention JOIN thing ON thing.id = raw_mention.thing WHERE name IS NOT NULL GROUP BY raw_mention.thing, name;
INSERT OR IGNORE INTO alias (thing, text, mentions, articles)
  SELECT raw_label.thing, text, 0, 0 FROM raw_label JOIN thing ON thing.id = raw_label.thing WHERE raw_label.kind = 'alias';
UPDATE thing SET aliases = (SELECT count(*) FROM alias WHERE alias.thing = thing.id AND alias.text <> thing.label)
  WHERE family IN ('Actor', 'Place', 'Zone');

UPDATE thing SET (earliest, latest) = (
    SELECT min(moment.earliest), max(moment.latest)
    FROM fact JOIN raw_moment AS moment ON moment.thing = fact.object
    WHERE fact.subject = thing.id AND fact.property = 'when' AND fact.stated)
  WHERE family IN ('Strike', 'Agreement');
UPDATE thing SET when_text = (
    SELECT group_concat(text, ' / ') FROM (
      SELECT DISTINCT moment.text AS text FROM fact JOIN raw_moment AS moment ON moment.thing = fact.object
      WHERE fact.subject = thing.id AND fact.property = 'when' AND fact.stated ORDER BY moment.text))
  WHERE family IN ('Strike', 'Agreement');
UPDATE thing SET killed = (
    SELECT group_concat(text, ' / ') FROM (
      SELECT DISTINCT amount.text AS text FROM fact JOIN raw_amount AS amount ON amount.thing = fact.object
      WHERE fact.subject = thing.id AND fact.property = 'killed' AND fact.stated ORDER BY amount.text))
  WHERE family = 'Strike';
UPDATE thing SET injured = (
    SELECT group_concat(text, ' / ') FROM (
      SELECT DISTINCT amount.text AS text FROM fact JOIN raw_amount AS amount ON amount.thing = fact.object
      WHERE fact.subject = thing.id AND fact.property = 'injured' AND fact.stated ORDER BY amount.text))
  WHERE family = 'Strike';
-- What places lie in by the gazetteer is no thing of the articles, and in no list: it has a name to be shown by.
INSERT INTO thing (id, iri, family, kind, label, sort_label, articles, mentions)
  SELECT label.thing, label.iri, '', 'Place', min(label.text), folded(min(label.text)), 0, 0
  FROM raw_label AS label
  WHERE label.kind = 'label' AND label.thing IN (SELECT object FROM fact WHERE property = 'within' AND stated)
    AND label.thing NOT IN (SELECT id FROM thing)
  GROUP BY label.thing;
DELETE FROM fact WHERE object NOT IN (SELECT id FROM thing) OR subject NOT IN (SELECT id FROM thing);

UPDATE thing SET (latitude, longitude) = (
    SELECT shape.latitude, shape.longitude
    FROM raw_lies AS lies JOIN raw_shape AS shape ON shape.geometry = lies.geometry
    WHERE lies.thing = thing.id ORDER BY lies.geometry LIMIT 1)
  WHERE family IN ('Place', 'Zone', 'Actor');
-- A site or part stands where the place stands that its own name ends with: "hotel in Mogadishu".
UPDATE thing SET (latitude, longitude) = (
    SELECT around.latitude, around.longitude
    FROM fact JOIN thing AS around ON around.id = fact.object AND around.latitude IS NOT NULL
    WHERE fact.subject = thing.id AND fact.property = 'within' AND fact.stated AND EXISTS (
      SELECT 1 FROM (SELECT around.label AS name UNION SELECT text FROM alias WHERE alias.thing = around.id)
      WHERE substr(thing.label, -length(name) - 1) = ' ' || name)
    ORDER BY around.id LIMIT 1)
  WHERE family = 'Place' AND latitude IS NULL;

UPDATE thing SET day = coalesce(published, '') WHERE family = 'Article';
UPDATE thing SET day = coalesce(earliest, '') WHERE family IN ('Strike', 'Agreement');
UPDATE thing SET day = coalesce((SELECT published FROM thing AS source WHERE source.id = thing.article), '')
  WHERE family IN ('Claim', 'Zone');
UPDATE thing SET (day, articles) = (
    SELECT coalesce(min(nullif(event.day, '')), ''), count(DISTINCT event.article)
    FROM fact JOIN thing AS event ON event.id = fact.subject
    WHERE fact.object = thing.id AND fact.property = 'inIncident')
  WHERE family = 'Incident';

-- Claims stand article by article, in the order of the text.
UPDATE thing SET sort_label = coalesce(
    (SELECT source.sort_label || char(10) || source.iri FROM thing AS source WHERE source.id = thing.article), '')
    || char(10) || printf('%010d', first_character(iri))
  WHERE family = 'Claim';

-- The row of the grid in which a claim stands: the incident or event that it is about, else the claim that it is about,
-- else itself. Each round goes twice as far up.
UPDATE thing SET root = coalesce(
    (SELECT min(incident.object) FROM fact JOIN fact AS incident
       ON incident.subject = fact.object AND incident.property = 'inIncident'
       WHERE fact.subject = thing.id AND fact.property = 'about'),
    (SELECT min(object) FROM fact JOIN thing AS target ON target.id = fact.object
       WHERE fact.subject = thing.id AND fact.property = 'about' AND target.family IN ('Strike', 'Agreement', 'Zone')),
    (SELECT min(object) FROM fact JOIN thing AS target ON target.id = fact.object
       WHERE fact.subject = thing.id AND fact.property = 'about' AND target.family = 'Claim'),
    id)
  WHERE family = 'Claim';
CREATE INDEX thing_root ON thing (root) WHERE root IS NOT NULL;
-- repeat 6
UPDATE thing SET root = (SELECT higher.root FROM thing AS higher WHERE higher.id = thing.root)
  WHERE family = 'Claim' AND root <> id
    AND EXISTS (SELECT 1 FROM thing AS higher WHERE higher.id = thing.root AND higher.family = 'Claim');
-- end

INSERT INTO grid_row (root, claims, day, disputed, single)
  SELECT claim.root, count(DISTINCT claim.id), max(claim.day), 0,
    count(DISTINCT coalesce(said.object, claim.id)) = 1
  FROM thing AS claim LEFT JOIN fact AS said ON said.subject = claim.id AND said.property = 'claimant'
  WHERE claim.family = 'Claim' GROUP BY claim.root;

-- Disputed: the article says so; or one denies what another asserted, or that the same actor did the same deed.
UPDATE grid_row SET disputed = 1
  WHERE root IN (SELECT id FROM thing WHERE factuality = 'Disputed')
    OR root IN (SELECT incident.object FROM thing AS event JOIN fact AS incident
                  ON incident.subject = event.id AND incident.property = 'inIncident'
                  WHERE event.factuality = 'Disputed')
    OR root IN (
      SELECT denial.root FROM thing AS denial
        JOIN fact AS answers ON answers.subject = denial.id AND answers.property = 'about'
        JOIN thing AS accusation ON accusation.id = answers.object
      WHERE denial.family = 'Claim' AND denial.stance = 'Denies' AND accusation.stance IN ('Asserts', 'Alleges', 'Condemns'))
    OR root IN (
      SELECT denial.root FROM thing AS denial
        JOIN fact AS cleared ON cleared.subject = denial.id AND cleared.property = 'responsible'
        JOIN fact AS subject ON subject.subject = denial.id AND subject.property = 'about'
        JOIN fact AS other ON other.object = subject.object AND other.property = 'about' AND other.subject <> denial.id
        JOIN thing AS accusation ON accusation.id = other.subject AND accusation.stance IN ('Asserts', 'Alleges', 'Condemns')
        JOIN fact AS blamed ON blamed.subject = accusation.id AND blamed.property = 'responsible'
          AND blamed.object = cleared.object
      WHERE denial.family = 'Claim' AND denial.stance = 'Denies');

UPDATE thing SET (disputed, single) = (SELECT disputed, single FROM grid_row WHERE grid_row.root = thing.root)
  WHERE family = 'Claim';
UPDATE thing SET disputed = 1 WHERE factuality = 'Disputed';
UPDATE thing SET claims = (SELECT count(DISTINCT subject) FROM fact WHERE object = thing.id AND property = 'about')
  WHERE family IN ('Strike', 'Agreement', 'Zone', 'Claim');
UPDATE thing SET claims = (SELECT count(DISTINCT subject) FROM fact WHERE object = thing.id AND property = 'claimant')
  WHERE family = 'Actor';
UPDATE thing SET claims = (SELECT count(*) FROM thing AS claim WHERE claim.article = thing.id AND claim.family = 'Claim')
  WHERE family = 'Article' AND id IN (SELECT article FROM thing WHERE family = 'Claim');

INSERT INTO version SELECT program, model, rules, count(*) FROM raw_version GROUP BY 1, 2, 3;

-- Quotations come last, so that a bound on rowid leaves them out.
INSERT INTO entry (iri, kind, thing, text)
  SELECT iri, kind, thing, text FROM raw_label WHERE kind <> 'quote' ORDER BY iri, kind, text;
INSERT INTO about SELECT 'last_named', coalesce(max(rowid), 0) FROM entry;
INSERT INTO entry (iri, kind, thing, text)
  SELECT iri, kind, thing, text FROM raw_label WHERE kind = 'quote' ORDER BY iri, text;
-- Those of most articles come first, so that a bound on the rows leaves out what is least known.
INSERT INTO name (text, thing, weight)
  SELECT label, id, articles FROM thing WHERE family NOT IN ('Claim', '')
  UNION SELECT alias.text, alias.thing, thing.articles FROM alias JOIN thing ON thing.id = alias.thing
  ORDER BY 3 DESC, 2, 1;
CREATE VIRTUAL TABLE temp.word_of_name USING fts5vocab('main', 'name', 'row');
INSERT INTO word (plain, word, times)
  SELECT plain(term), term, doc FROM word_of_name WHERE length(term) BETWEEN 4 AND 40 AND term NOT GLOB '*[0-9]*';
DROP TABLE temp.word_of_name;
