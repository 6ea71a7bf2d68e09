CREATE TABLE "rebuild" (
	"view" text collate "C" PRIMARY KEY NOT NULL,
	"instance" text NOT NULL,
	"by" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"done" integer NOT NULL,
	"total" integer NOT NULL,
	"seen_at" timestamp(3) with time zone NOT NULL,
	"finished_at" timestamp(3) with time zone,
	"failed" boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX "event_caused" ON "event" USING btree (("body"->>'causationId')) WHERE "event"."body"->>'causationId' is not null;