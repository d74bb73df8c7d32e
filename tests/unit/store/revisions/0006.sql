BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	indicator TEXT NOT NULL, 
	measure TEXT NOT NULL, 
	area TEXT DEFAULT '' NOT NULL, 
	period TEXT NOT NULL, 
	basis TEXT DEFAULT '' NOT NULL, 
	scope TEXT DEFAULT '' NOT NULL, 
	source TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	decided DATETIME NOT NULL, 
	CONSTRAINT pk_decisions PRIMARY KEY (id)
);
INSERT INTO "decisions" VALUES(1,'x','x','','2018-H1','','','x','x','','2018-08-07 00:30:00.000000');
CREATE TABLE deliveries (
	id INTEGER NOT NULL, 
	edition_id INTEGER, 
	letter_id INTEGER, 
	address TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	channel TEXT NOT NULL, 
	trial BOOLEAN DEFAULT 0 NOT NULL, 
	message_id TEXT NOT NULL, 
	dated DATETIME NOT NULL, 
	body TEXT DEFAULT '' NOT NULL, 
	addressees TEXT DEFAULT '' NOT NULL, 
	give_up DATETIME, 
	state TEXT NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	next_try DATETIME, 
	code INTEGER DEFAULT '0' NOT NULL, 
	reply TEXT DEFAULT '' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	bounced DATETIME, 
	bounce TEXT DEFAULT '' NOT NULL, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	CONSTRAINT pk_deliveries_2 PRIMARY KEY (id), 
	CONSTRAINT fk_deliveries_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id), 
	CONSTRAINT fk_deliveries_letter_id FOREIGN KEY(letter_id) REFERENCES letters (id)
);
INSERT INTO "deliveries" VALUES(1,NULL,NULL,'office@example.org','','smtp',0,'x','2018-08-07 00:30:00.000000','','',NULL,'accepted',0,NULL,0,'',0,NULL,'','2018-08-07 00:30:00.000000','2018-08-07 00:30:00.000000');
CREATE TABLE delivery_events (
	id INTEGER NOT NULL, 
	delivery_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	attempt INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	code INTEGER DEFAULT '0' NOT NULL, 
	reply TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_delivery_events PRIMARY KEY (id), 
	CONSTRAINT fk_delivery_events_delivery_id FOREIGN KEY(delivery_id) REFERENCES deliveries (id)
);
INSERT INTO "delivery_events" VALUES(1,1,'2018-08-07 00:30:00.000000',1,'accepted',0,'');
CREATE TABLE editions (
	id INTEGER NOT NULL, 
	report TEXT NOT NULL, 
	cut TEXT NOT NULL, 
	area TEXT DEFAULT '' NOT NULL, 
	period TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	cut_off DATETIME, 
	report_date DATE, 
	content_hash TEXT DEFAULT '' NOT NULL, 
	deadline DATETIME, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	lease_owner TEXT DEFAULT '' NOT NULL, 
	lease_until DATETIME, 
	created DATETIME NOT NULL, 
	updated DATETIME NOT NULL, 
	produced DATETIME, mailed BOOLEAN DEFAULT 1 NOT NULL, wanted BOOLEAN DEFAULT 0 NOT NULL, reason TEXT DEFAULT '' NOT NULL, lacking TEXT DEFAULT '' NOT NULL, told TEXT DEFAULT '' NOT NULL, issue_number TEXT DEFAULT '' NOT NULL, issue_date DATE, issue_signer TEXT DEFAULT '' NOT NULL, issued_hash TEXT DEFAULT '' NOT NULL, since DATETIME, overdue_told DATETIME, 
	CONSTRAINT pk_editions PRIMARY KEY (id), 
	CONSTRAINT uq_editions_report_cut_area_period_number UNIQUE (report, cut, area, period, number)
);
INSERT INTO "editions" VALUES(1,'half_year','public','','2018-H1',1,'sent','',NULL,NULL,'',NULL,0,0,'',NULL,'2018-08-07 00:30:00.000000','2018-08-07 00:30:00.000000',NULL,1,0,'','','','',NULL,'','',NULL,NULL);
CREATE TABLE installation (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (id)
);
INSERT INTO "installation" VALUES(1,'x');
CREATE TABLE issue_numbers (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	taken DATETIME NOT NULL, 
	CONSTRAINT pk_issue_numbers PRIMARY KEY (series, year, number), 
	CONSTRAINT uq_issue_numbers_edition_id UNIQUE (edition_id), 
	CONSTRAINT fk_issue_numbers_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "issue_numbers" VALUES('x',1,1,1,'2018-08-07 00:30:00.000000');
CREATE TABLE letters (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	edition_id INTEGER, 
	subject TEXT DEFAULT '' NOT NULL, 
	body BLOB NOT NULL, 
	priority INTEGER DEFAULT '0' NOT NULL, 
	fence INTEGER DEFAULT '0' NOT NULL, 
	lease_owner TEXT DEFAULT '' NOT NULL, 
	lease_until DATETIME, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_letters PRIMARY KEY (id), 
	CONSTRAINT uq_letters_key UNIQUE ("key"), 
	CONSTRAINT fk_letters_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "letters" VALUES(1,'alert','x',NULL,'',X'78',0,0,'',NULL,'2018-08-07 00:30:00.000000');
CREATE TABLE observations (
	id INTEGER NOT NULL, 
	indicator TEXT NOT NULL, 
	measure TEXT NOT NULL, 
	area TEXT DEFAULT '' NOT NULL, 
	period TEXT NOT NULL, 
	basis TEXT DEFAULT '' NOT NULL, 
	scope TEXT DEFAULT '' NOT NULL, 
	value TEXT, 
	unit TEXT DEFAULT '' NOT NULL, 
	comparator TEXT DEFAULT '' NOT NULL, 
	qualifier TEXT DEFAULT '' NOT NULL, 
	status TEXT DEFAULT '' NOT NULL, 
	released DATE, 
	department TEXT DEFAULT '' NOT NULL, 
	source TEXT DEFAULT '' NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	file TEXT DEFAULT '' NOT NULL, 
	line INTEGER DEFAULT '0' NOT NULL, 
	sheet TEXT DEFAULT '' NOT NULL, 
	cell TEXT DEFAULT '' NOT NULL, 
	part TEXT DEFAULT '' NOT NULL, 
	recorded DATETIME NOT NULL, 
	effective DATE NOT NULL, original TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_observations PRIMARY KEY (id)
);
INSERT INTO "observations" VALUES(1,'固定资产投资','growth','','2018-H1','','',NULL,'','','','',NULL,'','','','',0,'','','','2018-08-07 00:30:00.000000','2018-08-07','');
CREATE TABLE occurrences (
	id INTEGER NOT NULL, 
	schedule TEXT NOT NULL, 
	nominal TEXT NOT NULL, 
	due DATETIME NOT NULL, 
	period TEXT NOT NULL, 
	state TEXT NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	edition_id INTEGER, 
	created DATETIME NOT NULL, 
	CONSTRAINT pk_occurrences PRIMARY KEY (id), 
	CONSTRAINT uq_occurrences_schedule_nominal UNIQUE (schedule, nominal), 
	CONSTRAINT fk_occurrences_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "occurrences" VALUES(1,'half_year','2018-08-07T08:30','2018-08-07 00:30:00.000000','2018-H1','due','',NULL,'2018-08-07 00:30:00.000000');
CREATE TABLE readings (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	file TEXT NOT NULL, 
	original TEXT NOT NULL, 
	figures INTEGER NOT NULL, 
	recorded DATETIME NOT NULL, 
	CONSTRAINT pk_readings PRIMARY KEY (id)
);
INSERT INTO "readings" VALUES(1,'x','x','x',1,'2018-08-07 00:30:00.000000');
CREATE TABLE relay_places (
	relay TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	holder TEXT DEFAULT '' NOT NULL, 
	until DATETIME, 
	CONSTRAINT pk_relay_places PRIMARY KEY (relay, place)
);
INSERT INTO "relay_places" VALUES('x',1,'',NULL);
CREATE TABLE relays (
	name TEXT NOT NULL, 
	paused_until DATETIME, 
	why TEXT DEFAULT '' NOT NULL, next_turn DATETIME, 
	CONSTRAINT pk_relays PRIMARY KEY (name)
);
INSERT INTO "relays" VALUES('x',NULL,'',NULL);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	fence INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	started DATETIME NOT NULL, 
	ended DATETIME, 
	outcome TEXT DEFAULT '' NOT NULL, config TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT uq_runs_edition_id_fence UNIQUE (edition_id, fence), 
	CONSTRAINT fk_runs_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "runs" VALUES(1,1,1,'x','2018-08-07 00:30:00.000000',NULL,'','');
CREATE TABLE schedules (
	name TEXT NOT NULL, 
	mark DATETIME NOT NULL, 
	CONSTRAINT pk_schedules PRIMARY KEY (name)
);
INSERT INTO "schedules" VALUES('half_year','2018-08-07 00:30:00.000000');
CREATE TABLE service (
	owner TEXT NOT NULL, 
	started DATETIME NOT NULL, 
	last_tick DATETIME NOT NULL, 
	ticks INTEGER DEFAULT '0' NOT NULL, 
	busy INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_service PRIMARY KEY (owner)
);
INSERT INTO "service" VALUES('x','2018-08-07 00:30:00.000000','2018-08-07 00:30:00.000000',0,0);
CREATE TABLE signatures (
	id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	how TEXT DEFAULT '' NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	void TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_signatures PRIMARY KEY (id), 
	CONSTRAINT fk_signatures_edition_id FOREIGN KEY(edition_id) REFERENCES editions (id)
);
INSERT INTO "signatures" VALUES(1,1,'签发','x','signed','x','2018-08-07 00:30:00.000000','','','');
CREATE INDEX ix_observations_figure ON observations (area, indicator, measure, period, basis, scope, effective);
CREATE INDEX ix_editions_state ON editions (state);
CREATE INDEX ix_occurrences_edition_id ON occurrences (edition_id);
CREATE UNIQUE INDEX uq_deliveries_recipient ON deliveries (edition_id, address, channel) WHERE NOT trial;
CREATE UNIQUE INDEX uq_deliveries_message_id ON deliveries (message_id);
CREATE INDEX ix_deliveries_state_next_try ON deliveries (state, next_try);
CREATE INDEX ix_deliveries_letter_id ON deliveries (letter_id);
CREATE INDEX ix_deliveries_address ON deliveries (address);
CREATE INDEX ix_delivery_events_delivery_id ON delivery_events (delivery_id);
CREATE INDEX ix_signatures_edition_id ON signatures (edition_id);
CREATE INDEX ix_readings_source_recorded ON readings (source, recorded);
COMMIT;
