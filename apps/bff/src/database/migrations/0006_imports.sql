CREATE TABLE "import_run" (
	"import_id" text collate "C" PRIMARY KEY NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"finished_at" timestamp(3) with time zone,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"progress" json NOT NULL,
	"set_aside" json NOT NULL
);
--> statement-breakpoint
CREATE INDEX "import_started" ON "import_run" USING btree ("started_at","import_id");