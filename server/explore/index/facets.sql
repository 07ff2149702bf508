-- The ways to narrow each list. A value is a word or the id of a thing.

INSERT INTO facet SELECT family, 'kind', kind, id FROM thing WHERE family NOT IN ('Claim', 'Article') AND kind <> '';
INSERT INTO facet SELECT family, 'factuality', factuality, id FROM thing WHERE factuality IS NOT NULL;
INSERT INTO facet SELECT family, 'status', status, id FROM thing WHERE status IS NOT NULL;
INSERT INTO facet SELECT family, 'stance', stance, id FROM thing WHERE stance IS NOT NULL;
INSERT INTO facet SELECT family, 'month', substr(day, 1, 7), id FROM thing WHERE day <> '' AND family <> 'Zone';
INSERT INTO facet SELECT family, 'language', language, id FROM thing WHERE language IS NOT NULL;
INSERT INTO facet SELECT family, 'disputed', '1', id FROM thing WHERE disputed;
INSERT INTO facet SELECT family, 'single', '1', id FROM thing WHERE single;
INSERT INTO facet SELECT family, 'article', article, id FROM thing WHERE article IS NOT NULL;
INSERT INTO facet SELECT 'Article', 'source', publisher, id FROM thing WHERE family = 'Article' AND publisher IS NOT NULL;

-- What several articles speak of has all their sources.
INSERT OR IGNORE INTO facet
  SELECT seen.family, 'source', article.publisher, seen.thing
  FROM raw_seen AS seen JOIN thing AS article ON article.id = seen.article
  WHERE article.publisher IS NOT NULL AND seen.family IS NOT NULL AND seen.family <> 'Article';
INSERT OR IGNORE INTO facet
  SELECT seen.family, 'article', seen.article, seen.thing FROM raw_seen AS seen JOIN thing ON thing.id = seen.article
  WHERE seen.family IN ('Actor', 'Place');

INSERT OR IGNORE INTO facet
  SELECT thing.family, 'actor', fact.object, thing.id
  FROM fact JOIN thing ON thing.id = fact.subject JOIN thing AS actor ON actor.id = fact.object AND actor.family = 'Actor'
  WHERE fact.stated AND thing.family IN ('Strike', 'Agreement', 'Zone')
    AND fact.property IN ('perpetrator', 'allegedPerpetrator', 'target', 'party', 'controlledBy');
INSERT OR IGNORE INTO facet
  SELECT 'Zone', 'actor', fact.subject, fact.object
  FROM fact JOIN thing ON thing.id = fact.object AND thing.family = 'Zone' WHERE fact.stated AND fact.property = 'controls';
INSERT OR IGNORE INTO facet
  SELECT thing.family, 'place', fact.object, thing.id
  FROM fact JOIN thing ON thing.id = fact.subject JOIN thing AS place ON place.id = fact.object
  WHERE fact.stated AND thing.family IN ('Strike', 'Agreement', 'Zone', 'Place') AND place.family IN ('Place', 'Zone', '')
    AND fact.property IN ('location', 'within', 'target', 'establishes');
INSERT OR IGNORE INTO facet
  SELECT 'Claim', fact.property, fact.object, fact.subject FROM fact JOIN thing ON thing.id = fact.subject
  WHERE thing.family = 'Claim' AND fact.stated AND fact.property IN ('claimant', 'about', 'responsible');
INSERT OR IGNORE INTO facet
  SELECT 'Claim', 'topic', target.family, fact.subject
  FROM fact JOIN thing ON thing.id = fact.subject AND thing.family = 'Claim' JOIN thing AS target ON target.id = fact.object
  WHERE fact.property = 'about';
INSERT OR IGNORE INTO facet
  SELECT thing.family, 'incident', fact.object, thing.id FROM fact JOIN thing ON thing.id = fact.subject
  WHERE fact.property = 'inIncident';

INSERT INTO kind_count SELECT family, kind, count(*) FROM thing WHERE family <> '' GROUP BY family, kind;
INSERT INTO facet_count SELECT family, name, value, count(*) FROM facet GROUP BY family, name, value;

CREATE INDEX facet_thing ON facet (thing, name);
CREATE INDEX facet_count_order ON facet_count (family, name, count DESC, value);
CREATE INDEX thing_newest ON thing (family, day DESC, sort_label, id);
CREATE INDEX thing_label ON thing (family, sort_label, id);
CREATE INDEX thing_articles ON thing (family, articles DESC, sort_label, id);
CREATE INDEX thing_mentions ON thing (family, mentions DESC, sort_label, id);
CREATE INDEX thing_claims ON thing (family, claims DESC, sort_label, id);
CREATE INDEX thing_article ON thing (article, family) WHERE article IS NOT NULL;
CREATE INDEX grid_newest ON grid_row (day DESC, root);

DROP TABLE raw_seen;
DROP TABLE raw_mention;
DROP TABLE raw_sentence;
DROP TABLE raw_moment;
DROP TABLE raw_amount;
DROP TABLE raw_label;
DROP TABLE raw_lies;
DROP TABLE raw_shape;
DROP TABLE raw_version;
DROP TABLE raw_named;
DROP TABLE raw_spoken;
ANALYZE;
